"""The methods of the page Value vectors."""
