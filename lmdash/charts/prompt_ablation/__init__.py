"""The pictures of the page Prompt ablation."""
