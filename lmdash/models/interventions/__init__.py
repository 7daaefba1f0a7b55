"""What can be changed inside a model: values, and the text that says them."""
