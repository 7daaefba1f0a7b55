"""Examples and worked cases that the pages offer."""
