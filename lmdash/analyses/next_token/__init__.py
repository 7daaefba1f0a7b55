"""The methods of the page Next token."""
