"""The pictures of the page Attributions."""
