"""The methods of the page Hidden states."""
