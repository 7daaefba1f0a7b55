"""Prompts in a table coloured by their numbers, with what differs marked; drawn through ``textContent`` only.

On a phone each row becomes a card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

import streamlit as st

from lmdash.analyses.common.word_differences import Marked
from lmdash.charts.numbers import percent
from lmdash.ui.kit.assets import component

_table = component("lmdash.prompt_table", __file__, "table", shared=("in_place.js",))

Cell = dict[str, object]


@dataclass(frozen=True)
class Column:
    """A column's name and what its numbers mean; ``number`` ones sort from the largest at the first click."""

    name: str
    help: str = ""
    number: bool = False


def prompt_cell(row: int, parts: Marked) -> Cell:
    """A prompt with what differs marked; a click on it gives its ``row``."""
    return {"kind": "prompt", "row": row, "parts": [list(part) for part in parts], "value": row}


def tokens_cell(tokens: Sequence[tuple[str, float]], differs: bool = False) -> Cell:
    """The most likely tokens with their probabilities; ``differs`` outlines the first."""
    shown = [[label, f"{p:.3f}", percent(p), differs and not place] for place, (label, p) in enumerate(tokens)]
    return {"kind": "tokens", "tokens": shown, "value": tokens[0][0]}


def share_cell(probability: float, small: str = "", *, target: bool = False) -> Cell:
    """A probability; the higher, the stronger its colour."""
    if isnan(probability):
        return {"kind": "number", "text": "–", "value": None}
    tint = "target" if target else "strength"
    return {
        "kind": "number", "text": percent(probability), "small": small, "value": probability, "tint": tint,
        "strength": f"{probability:.3f}",
    }  # fmt: skip


def number_cell(value: float, text: str, strength: float = 0.0) -> Cell:
    """A number with its words; ``strength`` 0 to 1 fills it."""
    if isnan(value):
        return {"kind": "number", "text": "–", "value": None}
    fill = {"tint": "strength", "strength": f"{min(1.0, strength):.3f}"} if strength else {}
    return {"kind": "number", "text": text, "value": value, **fill}


def change_cell(value: float, full: float) -> Cell:
    """A signed effect; one of size ``full`` has the full colour."""
    if isnan(value):
        return {"kind": "number", "text": "–", "value": None}
    text = f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"
    fill = {"tint": "raises" if value > 0 else "lowers", "strength": f"{min(1.0, abs(value) / full):.3f}"}
    return {"kind": "number", "text": text, "value": value, **fill}


def text_cell(text: str, small: str = "", *, strong: bool = False) -> Cell:
    """Any text."""
    return {"kind": "text", "text": text, "small": small, "value": text, "style": "right" if strong else "written"}


def prompt_table(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, key: str, on_click: Callable[[int], None]
) -> None:
    """Draw it; ``on_click`` gets the row of the prompt that was clicked."""

    def clicked() -> None:
        row = st.session_state[key].get("clicked")
        if isinstance(row, int) and 0 <= row < len(rows):
            on_click(row)

    described = [{"name": column.name, "help": column.help, "number": column.number} for column in columns]
    data = {"name": name, "columns": described, "rows": [list(row) for row in rows]}
    _table(key=key, data=data, on_clicked_change=clicked)
