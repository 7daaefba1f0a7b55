"""The parts of the page Value vectors."""
