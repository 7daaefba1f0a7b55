"""The methods of the page FFN interventions."""
