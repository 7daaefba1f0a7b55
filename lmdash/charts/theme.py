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
LOWERS, RAISES = "#0072b2", "#d55e00"
"""Signed effects; zero is the background."""
NOTE, NOTE_LINE = "#e69f00", "#b07800"
"""A note, a warning; and a thin line that says so."""
RIGHT, WRONG = "#009e73", "#d55e00"
"""A check that held, an error."""
CSS_COLOURS = {
    "strength": STRENGTH,
    "target": TARGET,
    "without": WITHOUT,
    "changed": CHANGED,
    "lowers": LOWERS,
    "raises": RAISES,
    "note": NOTE,
    "note-line": NOTE_LINE,
    "wrong": WRONG,
}
"""Those that style sheets use, as ``var(--lmdash-raises)``."""
SERIES = ("#e69f00", "#56b4e9", "#b5651d", "#a3b800", "#e06666", "#5c7cfa")
"""Things that stand side by side and mean nothing by their colour: words, heads; the target keeps its own."""
_FULL = 0.6  # how much of a hue the strongest cell has: writing on it keeps a contrast of 4.5


def strength_range(ink: str) -> list[str]:
    """From nothing to full strength, on the background of a theme."""
    return [PAPER[ink], _mixed(PAPER[ink], STRENGTH)]


def signed_range(ink: str) -> list[str]:
    """From what lowers most over nothing to what raises most."""
    return [_mixed(PAPER[ink], LOWERS), PAPER[ink], _mixed(PAPER[ink], RAISES)]


def _mixed(paper: str, hue: str) -> str:
    parts = [(int(paper[i : i + 2], 16), int(hue[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round((1 - _FULL) * low + _FULL * high):02x}" for low, high in parts)
