"""The only code that imports transformers or touches a module of a network."""
