"""The pictures of the page FFN interventions."""
