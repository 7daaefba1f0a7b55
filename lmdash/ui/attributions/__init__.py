"""The parts of the page Attributions."""
