"""The parts of the page Output checks."""
