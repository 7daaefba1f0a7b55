"""What stands around every page and knows the inputs."""
