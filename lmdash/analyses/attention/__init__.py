"""The methods of the page Attention."""
