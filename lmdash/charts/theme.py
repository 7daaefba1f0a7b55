"""One meaning a colour, in every chart and both themes (Okabe-Ito hues, told apart by colour-blind eyes).

Charts are drawn for the light theme; :func:`themed` gives the same chart for the other one.
"""

from __future__ import annotations

from typing import Any, Literal

Theme = Literal["light", "dark"]

STRENGTH = "#009e73"
"""Probability, surprisal and other strengths; the same hue from faint to full."""
TARGET = "#cc6fa5"
"""The target token."""
INK = "#1c2230"
"""Writing on charts."""
PAPER = "#ffffff"
"""What that writing stands on."""
WITHOUT = "#8b93a3"
"""The model as it is, where something changed is shown beside it."""
CHANGED = "#8a7ff0"
"""The same after a change: other sampling settings, active interventions."""
LOWERS, RAISES = "#0072b2", "#d55e00"
"""Signed effects; zero is the background."""
WARNING, WARNING_LINE = "#e69f00", "#b07800"
"""What may be wrong, and a thin line that says so; what is wrong is as :data:`RAISES`, a hint as :data:`WITHOUT`."""
CSS_COLOURS = {
    "strength": STRENGTH,
    "target": TARGET,
    "without": WITHOUT,
    "changed": CHANGED,
    "lowers": LOWERS,
    "raises": RAISES,
    "warning": WARNING,
    "warning-line": WARNING_LINE,
}
"""Those that style sheets use, as ``var(--lmdash-raises)``."""
SERIES = ("#e69f00", "#56b4e9", "#b5651d", "#a3b800", "#e06666", "#5c7cfa")
"""Things that stand side by side and mean nothing by their colour: words, heads; the target keeps its own."""
BAR_HEIGHT = 26
"""Pixels of a row with one bar."""
TOKEN_FONT = "Source Code Pro, DejaVu Sans Mono, monospace"
_FULL = 0.6  # how much of a hue the strongest cell has: writing on it keeps a contrast of 4.5
_COLOURS = {"color", "fill", "labelColor", "range", "stroke", "symbolFillColor", "titleColor", "value"}


def _mixed(paper: str, hue: str) -> str:
    parts = [(int(paper[i : i + 2], 16), int(hue[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round((1 - _FULL) * low + _FULL * high):02x}" for low, high in parts)


STRENGTH_RANGE = [PAPER, _mixed(PAPER, STRENGTH)]
"""From nothing to full strength, on the background."""
SIGNED_RANGE = [_mixed(PAPER, LOWERS), PAPER, _mixed(PAPER, RAISES)]
"""From what lowers most over nothing to what raises most."""
INKS: dict[Theme, str] = {"light": INK, "dark": "#eceff5"}
PAPERS: dict[Theme, str] = {"light": PAPER, "dark": "#12151d"}
_IN_THE_DARK = {
    INK: INKS["dark"],
    PAPER: PAPERS["dark"],
    **{_mixed(PAPER, hue): _mixed(PAPERS["dark"], hue) for hue in (STRENGTH, LOWERS, RAISES)},
}


def themed(chart: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """The chart in the colours of a theme: its ink, its paper, and the hues that are mixed with paper."""
    return chart if theme == "light" else _darkened(chart, is_colour=False)


def _darkened(value: Any, is_colour: bool) -> Any:
    """A copy; only where a colour may stand, for a prompt may hold ``#ffffff`` too."""
    if isinstance(value, str):
        return _IN_THE_DARK.get(value, value) if is_colour else value
    if isinstance(value, list | tuple):
        return [_darkened(each, is_colour) for each in value]
    if isinstance(value, dict):
        return {
            name: part if name in ("data", "datasets") else _darkened(part, name in _COLOURS)
            for name, part in value.items()
        }
    return value
