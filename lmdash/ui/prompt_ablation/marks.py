"""Marking parts of a prompt by clicks: neighbours make one part; kept in the address as ``3-5,8``."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.features import parse_spans, write_spans
from lmdash.errors import InputError
from lmdash.ui.frame.addresses.prompt_ablation import SPANS
from lmdash.ui.frame.chat_strip import chat_strip
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import text
from lmdash.ui.kit.strip import Chip


def mark_strip(inputs: Inputs) -> str:
    """The prompt's tokens; a click on one marks or unmarks it. Gives the marked parts as they are written."""
    count = len(inputs.ids)
    st.caption("Click tokens to mark them. Marked tokens next to each other are one part.")
    shown = st.container()
    typed = text(
        SPANS,
        "Marked tokens",
        placeholder="3-5,8",
        help="Token numbers, counted from 0: 3-5,8 marks two parts, tokens 3 to 5 and token 8. A comma keeps "
        "neighbours apart.",
    )
    marked = _places(count)
    chips = [
        Chip(token.label, float(place in marked), "marked" if place in marked else "", special=token.special)
        for place, token in enumerate(inputs.read.tokens[:count])
    ]
    with shown:
        chat_strip(
            inputs, "mark token", chips, key="mark_strip", on_click=lambda place: _toggle(place, count), every=True
        )
    return typed


def _places(count: int) -> set[int]:
    try:
        return {place for start, stop in parse_spans(SPANS.value, count) for place in range(start, stop)}
    except InputError:  # said where the question is asked
        return set()


def _toggle(place: int, count: int) -> None:
    spans: list[tuple[int, int]] = []
    for each in sorted(_places(count) ^ {place}):
        if spans and spans[-1][1] == each:
            spans[-1] = (spans[-1][0], each + 1)
        else:
            spans.append((each, each + 1))
    SPANS.set(write_spans(spans))
