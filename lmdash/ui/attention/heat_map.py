"""One attention pattern as a triangle of cells on a canvas: 256 tokens are 32 896 cells, too many for a chart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from lmdash.analyses.attention.patterns import AttentionPatterns
from lmdash.charts.theme import LOWERS, RAISES, STRENGTH
from lmdash.ui.kit.assets import component

_UNIT = 1000  # weights are sent as whole thousandths
_heat_map = component("lmdash.attention_heat_map", __file__, "heat_map")


def attention_heat_map(
    patterns: AttentionPatterns,
    *,
    query: int,
    looked_at: int,
    on_click: Callable[[int, int], None],
    signed: bool = False,
    key: str,
) -> None:
    """The only pattern of ``patterns``, the lower triangle; ``on_click(query, key)`` gets row and column."""
    [weights] = patterns.weights
    count = len(patterns.labels)
    flat = np.rint(weights[np.tril_indices(count)] * _UNIT).astype(int)

    def clicked() -> None:
        place = st.session_state[key].get("clicked")
        if isinstance(place, list) and len(place) == 2 and all(isinstance(each, int) for each in place):
            row, column = place
            if 0 <= column <= row < count:
                on_click(row, column)

    _heat_map(
        key=key,
        data={
            "labels": list(patterns.labels),
            "positions": list(patterns.ends),
            "weights": flat.tolist(),
            "unit": _UNIT,
            "top": max(1, int(np.abs(flat).max())),
            "colours": [RAISES, LOWERS] if signed else [STRENGTH, STRENGTH],
            "signed": signed,
            "query": query,
            "key": looked_at,
            "file": "attention",
            "alt": f"Attention of {patterns.names[0]}: each row is one of {count} tokens that read, each column a "
            "token looked at; move with the arrow keys",
        },
        on_clicked_change=clicked,
    )
