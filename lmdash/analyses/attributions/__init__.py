"""The methods of the page Attributions."""
