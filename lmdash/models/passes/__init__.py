"""What happens in a forward pass: hooks, edits, traces, batches of rows, generation, gradients."""
