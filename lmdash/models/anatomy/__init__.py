"""What a model is made of: one row a family, its modules, its norms, its facts."""
