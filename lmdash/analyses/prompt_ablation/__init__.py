"""The methods of the page Prompt ablation."""
