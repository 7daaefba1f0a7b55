"""What the summary of one answer asks of the model."""
