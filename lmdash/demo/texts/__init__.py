"""The corpus that the built-in model learnt from, made by code with its gold labels."""
