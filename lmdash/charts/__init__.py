"""Pure functions from results to Altair charts."""
