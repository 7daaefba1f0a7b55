"""The parts of the page Prompt ablation."""
