"""Pure functions from results to Vega-Lite charts."""
