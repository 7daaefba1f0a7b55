"""One meaning a colour, in every chart and both themes (Okabe-Ito hues, told apart by colour-blind eyes)."""

STRENGTH = "#009e73"
"""Probability, surprisal and other strengths; the same hue from faint to full."""
TARGET = "#cc6fa5"
"""The target token."""
INK = {"light": "#1c2230", "dark": "#eceff5"}
"""Writing on charts, by theme."""
PAPER = {INK["light"]: "#ffffff", INK["dark"]: "#12151d"}
"""What that writing stands on."""
WITHOUT = "#8b93a3"
"""The model as it is, where something changed is shown beside it."""
CHANGED = "#8a7ff0"
"""The same after a change: other sampling settings, active interventions."""
