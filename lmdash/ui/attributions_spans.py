"""Spans of the prompt that the person marks: two clicks, or token numbers as in ``3-5,8``."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attribution_features import parse_spans, write_spans
from lmdash.errors import InputError
from lmdash.ui.components import Chip, strip
from lmdash.ui.inputs import Inputs
from lmdash.ui.interventions import kept_in_link

SPANS = "spans"
_BEGUN = "_span_begun"


def marked_spans(inputs: Inputs) -> str:
    """The marked spans as text, marked by two clicks or typed; empty, with a sentence, while there is none."""
    tokens = inputs.read.tokens[: inputs.position + 1]
    typed = st.session_state.get(SPANS) or st.query_params.get(SPANS, "")
    try:
        marked = parse_spans(typed, len(tokens))
    except InputError:  # said where the question is asked
        marked = []
    begun = st.session_state.get(_BEGUN)
    begun = begun if isinstance(begun, int) and begun < len(tokens) else None

    def clicked(index: int) -> None:
        st.session_state[SPANS], st.session_state[_BEGUN] = mark(marked, begun, index)

    strip(
        "token to mark",
        [
            Chip(token.label, 1.0 if any(start <= place < stop for start, stop in marked) else 0.0, detail=str(place))
            for place, token in enumerate(tokens)
        ],
        key="span_strip",
        on_click=clicked,
        selected=-1 if begun is None else begun,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Spans",
            key=SPANS,
            bind="query-params",
            placeholder="0-1,3",
            width=200,
            help="Token numbers, as in 3-5,8.",
            on_change=kept_in_link(SPANS),
        )
        st.caption(
            "Click the first and the last token of a span, or twice on one. Click a marked one to unmark it."
            if begun is None
            else "Now click the last token of the span."
        )
    return typed.strip()


def mark(marked: list[tuple[int, int]], begun: int | None, index: int) -> tuple[str, int | None]:
    """The spans as text after a click on token ``index``, and the token that a span begins with, if one was begun."""
    if begun is None:
        inside = [span for span in marked if span[0] <= index < span[1]]
        if not inside:
            return write_spans(marked), index
        return write_spans([span for span in marked if span not in inside]), None
    new = (min(begun, index), max(begun, index) + 1)
    return write_spans(sorted([new, *(span for span in marked if span[1] <= new[0] or new[1] <= span[0])])), None
