"""The trace layer by layer, folded to the layers that matter: drawn in the browser, through ``textContent`` only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from lmdash.ui.kit.assets import component

_rows = component("lmdash.ffn_trace", __file__, "trace_rows", shared=("in_place.js", "tokens.js", "tokens.css"))


def trace_rows(data: dict[str, Any], *, key: str, on_click: Callable[[int, int], None]) -> None:
    """Draw what ``trace.drawn`` makes; ``on_click(layer, neuron)`` runs before the next run."""

    def clicked() -> None:
        vector = st.session_state[key].get("clicked")
        if isinstance(vector, list) and len(vector) == 2 and all(isinstance(part, int) for part in vector):
            on_click(*vector)

    _rows(key=key, data=data, on_clicked_change=clicked)
