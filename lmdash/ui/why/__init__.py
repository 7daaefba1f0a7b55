"""Why this word?  What the pages say of one answer, in five sentences."""
