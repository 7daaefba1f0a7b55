"""Marking parts of a prompt by clicks: neighbours make one span; kept in the address as ``spans=3-5,8``."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.features import parse_spans, write_spans
from lmdash.errors import InputError
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.clicks import text_box, write, written
from lmdash.ui.kit.strip import Chip, strip

SPANS = "ablation_spans"


def mark_strip(inputs: Inputs) -> str:
    """The prompt's tokens, a click on one marks it or takes the mark back; gives the spans as they are written."""
    count = len(inputs.ids)
    st.caption("Click tokens to mark them; marked neighbours are one part.")
    shown = st.container()
    text = text_box(
        "Marked tokens",
        SPANS,
        placeholder="3-5,8",
        help="Counted from 0; 3-5,8 marks two parts, the tokens 3 to 5 and the token 8. A comma between neighbours "
        "keeps them apart.",
    )
    marked = _places(text, count)
    chips = [
        Chip(token.label, float(place in marked), "marked" if place in marked else "", special=token.special)
        for place, token in enumerate(inputs.read.tokens[:count])
    ]
    with shown:
        strip("mark token", chips, key="mark_strip", on_click=lambda place: _toggle(place, count), every=True)
    return text


def _places(text: str, count: int) -> set[int]:
    try:
        return {place for start, stop in parse_spans(text, count) for place in range(start, stop)}
    except InputError:
        return set()


def _toggle(place: int, count: int) -> None:
    places = sorted(_places(written(SPANS), count) ^ {place})
    spans: list[tuple[int, int]] = []
    for each in places:
        if spans and spans[-1][1] == each:
            spans[-1] = (spans[-1][0], each + 1)
        else:
            spans.append((each, each + 1))
    write(SPANS, write_spans(spans))
