"""The built-in model: its corpus, its training and its weights."""
