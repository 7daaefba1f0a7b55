"""Value vectors as a list, and tokens as a cloud: text of any kind, written through ``textContent`` only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from lmdash.charts.numbers import signed_number
from lmdash.ui.kit.assets import component

_heading = component("lmdash.vector_heading", __file__, "heading")
_rows = component("lmdash.vector_rows", __file__, "rows", shared=("in_place.js", "tokens.js", "tokens.css"))


@dataclass(frozen=True)
class Row:
    """One line: the chip that can be clicked, a name given by a person, a number, and tokens, some of them ``hits``."""

    chip: str
    number: str
    tokens: Sequence[str]
    hits: Sequence[bool] = field(default=())
    name: str = ""


def rows(name: str, lines: Sequence[Row], *, key: str, on_click: Callable[[int], None], selected: int = -1) -> None:
    """Lines whose chips can be clicked or reached by keyboard; ``on_click(index)`` runs before the page is redrawn."""

    def clicked() -> None:
        index = st.session_state[key].get("clicked")
        if isinstance(index, int) and 0 <= index < len(lines):
            on_click(index)

    drawn = [
        {
            "chip": line.chip,
            "number": line.number,
            "name": line.name,
            "tokens": [list(pair) for pair in zip(line.tokens, line.hits or [False] * len(line.tokens), strict=True)],
        }
        for line in lines
    ]
    _rows(key=key, data={"name": name, "rows": drawn, "selected": selected}, on_clicked_change=clicked)


def heading(text: str, *, key: str, into_view: bool) -> None:
    """A heading of any text, to which the page scrolls when what stands below was just asked for."""
    _heading(key=key, data={"text": text, "into_view": into_view})


def cloud(name: str, words: Sequence[tuple[str, float]], *, key: str) -> None:
    """Tokens, each the larger the higher its score."""
    sizes = [abs(score) for _, score in words]
    least, most = min(sizes), max(sizes)
    sized = [
        {"label": label, "size": (abs(score) - least) / ((most - least) or 1.0), "tip": signed_number(score)}
        for label, score in words
    ]
    _rows(key=key, data={"name": name, "words": sized}, on_clicked_change=lambda: None)
