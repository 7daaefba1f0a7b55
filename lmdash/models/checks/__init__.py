"""The identities that decide whether a model's numbers can be trusted."""
