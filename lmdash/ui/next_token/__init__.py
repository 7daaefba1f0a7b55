"""The parts of the page Next token."""
