"""The pictures of the page Hidden states."""
