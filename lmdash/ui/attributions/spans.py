"""Parts of the prompt that the person marks: by two clicks, or by token numbers such as ``3-5,8``."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.features import parse_spans, write_spans
from lmdash.errors import InputError
from lmdash.ui.frame.addresses.attributions import SPANS
from lmdash.ui.frame.chat_strip import chat_strip
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import text
from lmdash.ui.kit.strip import Chip

_BEGUN = "_span_begun"
_HELP = "Token numbers, counted from 0: 3-5,8 marks two parts, tokens 3 to 5 and token 8."


def marked_spans(inputs: Inputs) -> str:
    """The marked spans as text, marked by two clicks or typed; empty, with a sentence, while there is none."""
    tokens = inputs.read.tokens[: inputs.position + 1]

    def clicked(index: int) -> None:
        spans, st.session_state[_BEGUN] = mark(*_marked(len(tokens)), index)
        SPANS.set(spans)

    above = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = text(SPANS, "Marked tokens", placeholder="0-1,3", width=200, help=_HELP)
        marked, begun = _marked(len(tokens))
        st.caption(
            "Click the first and the last token of a part, or one token twice. Click a marked token to unmark it."
            if begun is None
            else "Now click the last token of the part."
        )
    with above:
        chat_strip(
            inputs,
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
