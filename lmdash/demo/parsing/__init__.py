"""What the built-in spaCy pipeline learnt from."""
