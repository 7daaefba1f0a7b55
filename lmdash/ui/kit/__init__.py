"""What any page may place; knows no model."""
