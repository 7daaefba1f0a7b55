"""A text with marks on it, several on one place: what is found is underlined by its severity and can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

from lmdash.charts.output_checks import SIGNS
from lmdash.ui.kit.assets import component

_ORDER = tuple(SIGNS)

_marked_text = component("lmdash.marked_text", __file__, "marked_text", shared=("in_place.js",))


@dataclass(frozen=True)
class TextMark:
    """Characters [start, end) of the text, how bad it is ("error", "warning", "hint") and what is said of it."""

    start: int
    end: int
    severity: str
    tip: str


def pieces_of(text: str, marks: Sequence[TextMark], chosen: int = -1, before: int = 0) -> list[dict[str, Any]]:
    """The text in pieces on which the same marks lie, in order; joined, they are the text.

    Each has its ``marks`` (worst first), the numbers of those that end with it, and the worst severity.  The first
    ``before`` characters are what the text goes on from.
    """
    firsts = [
        max(0, min(mark.start, len(text) - 1)) for mark in marks
    ]  # a mark at the very end is on the last character
    spans = [(first, min(len(text), max(mark.end, first + 1))) for first, mark in zip(firsts, marks, strict=True)]
    cuts = sorted({0, len(text), min(before, len(text)), *(place for span in spans for place in span)})
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(spans):
        if start < end:
            starts.setdefault(start, []).append(number)
            ends.setdefault(end, []).append(number)
    active: list[int] = []
    pieces = []
    for start, end in pairwise(cuts):
        active = [number for number in active if spans[number][1] > start] + starts.get(start, [])
        order = sorted(active, key=lambda number: (_ORDER.index(marks[number].severity), number))
        pieces.append(
            {
                "text": text[start:end],
                "marks": order,
                "ends": ends.get(end, []),
                "severity": marks[order[0]].severity if order else "",
                "chosen": chosen in active,
                "before": start < before,
            }
        )
    return pieces


def marked_text(
    name: str,
    text: str,
    marks: Sequence[TextMark],
    *,
    key: str,
    on_click: Callable[[int], None],
    chosen: int = -1,
    before: int = 0,
) -> None:
    """Draw the text, its marks and what the signs mean; ``on_click(number)`` runs before the page is redrawn."""

    def clicked() -> None:
        number = st.session_state[key].get("clicked")
        if isinstance(number, int) and 0 <= number < len(marks):
            on_click(number)

    present = [severity for severity in SIGNS if any(mark.severity == severity for mark in marks)]
    data = {
        "name": name,
        "pieces": pieces_of(text, marks, chosen, before),
        "marks": [{"severity": mark.severity, "sign": SIGNS[mark.severity], "tip": mark.tip} for mark in marks],
        "chosen": chosen,
        "legend": [[severity, f"{SIGNS[severity]} {severity}"] for severity in present],
    }
    _marked_text(key=key, data=data, on_clicked_change=clicked)
