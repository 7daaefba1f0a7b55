"""Lines from every token that reads to those it looks at, one colour per head, as BertViz draws them (Vig 2019)."""

from __future__ import annotations

import numpy as np

from lmdash.analyses.attention.patterns import AttentionPatterns
from lmdash.charts.theme import LOWERS, RAISES, SERIES, STRENGTH
from lmdash.ui.kit.assets import component

MOST_LINES = 6000  # a browser still follows the mouse; weaker ones are left out first

_lines = component("lmdash.attention_lines", __file__, "lines", shared=("in_place.js",))


def strongest_lines(patterns: AttentionPatterns, threshold: float) -> list[list[float]]:
    """Pattern, row, column and rounded weight of every pair at or above the threshold, the strongest last."""
    size = np.abs(patterns.weights)
    pattern, query, key = np.nonzero((size >= threshold) & (size > 0))
    order = np.argsort(size[pattern, query, key], kind="stable")[-MOST_LINES:]
    weights = patterns.weights[pattern, query, key]
    return [[int(pattern[i]), int(query[i]), int(key[i]), round(float(weights[i]), 3)] for i in order]


def attention_lines(
    patterns: AttentionPatterns, *, chosen: int, threshold: float, signed: bool = False, key: str
) -> None:
    """The lines of patterns; ``chosen`` is the row that stands out.  A token that is pointed at shows its own."""
    _lines(
        key=key,
        data={
            "labels": list(patterns.labels),
            "names": list(patterns.names),
            "lines": strongest_lines(patterns, threshold),
            "colours": [LOWERS, RAISES] if signed else [STRENGTH] if len(patterns.names) == 1 else list(SERIES),
            "top": max(1.0 if not signed else 0.0, float(np.abs(patterns.weights).max()), 1e-6),
            "signed": signed,
            "chosen": chosen,
            "hint": "Point at a token, click it, or use the arrow keys to see only its lines.",
        },
    )
