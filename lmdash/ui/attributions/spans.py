"""Spans of the prompt that the person marks: two clicks, or token numbers as in ``3-5,8``."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.features import parse_spans, write_spans
from lmdash.errors import InputError
from lmdash.ui.frame.addresses.attributions import SPANS
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import text
from lmdash.ui.kit.strip import Chip, strip

_BEGUN = "_span_begun"


def marked_spans(inputs: Inputs) -> str:
    """The marked spans as text, marked by two clicks or typed; empty, with a sentence, while there is none."""
    tokens = inputs.read.tokens[: inputs.position + 1]

    def clicked(index: int) -> None:
        spans, st.session_state[_BEGUN] = mark(*_marked(len(tokens)), index)
        SPANS.set(spans)

    above = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = text(SPANS, "Spans", placeholder="0-1,3", width=200, help="Token numbers, as in 3-5,8.")
        marked, begun = _marked(len(tokens))
        st.caption(
            "Click the first and the last token of a span, or twice on one. Click a marked one to unmark it."
            if begun is None
            else "Now click the last token of the span."
        )
    with above:
        strip(
            "token to mark",
            [
                Chip(token.label, float(any(start <= place < stop for start, stop in marked)), detail=str(place))
                for place, token in enumerate(tokens)
            ],
            key="span_strip",
            on_click=clicked,
            selected=-1 if begun is None else begun,
            every=True,
        )
    return typed.strip()


def _marked(count: int) -> tuple[list[tuple[int, int]], int | None]:
    """The spans among ``count`` tokens as they are now, and the token that one more begins with."""
    begun = st.session_state.get(_BEGUN)
    begun = begun if isinstance(begun, int) and begun < count else None
    try:
        return parse_spans(SPANS.value, count), begun
    except InputError:  # said where the question is asked
        return [], begun


def mark(marked: list[tuple[int, int]], begun: int | None, index: int) -> tuple[str, int | None]:
    """The spans as text after a click on token ``index``, and the token that a span begins with, if one was begun."""
    if begun is None:
        inside = [span for span in marked if span[0] <= index < span[1]]
        if not inside:
            return write_spans(marked), index
        return write_spans([span for span in marked if span not in inside]), None
    new = (min(begun, index), max(begun, index) + 1)
    return write_spans(sorted([new, *(span for span in marked if span[1] <= new[0] or new[1] <= span[0])])), None
