"""The methods of the page Output checks."""
