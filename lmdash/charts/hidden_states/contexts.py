"""Which parts of speech similar contexts have."""

from __future__ import annotations

import pandas as pd

from lmdash.charts.theme import INK, STRENGTH
from lmdash.charts.vega import Spec, chart, constant, mark, of

BAR_HEIGHT = 24
IN_WORDS = {
    "ADJ": "adjective", "ADP": "preposition", "ADV": "adverb", "AUX": "auxiliary verb", "CCONJ": "conjunction",
    "DET": "determiner", "INTJ": "interjection", "NOUN": "noun", "NUM": "number", "PART": "particle", "PRON": "pronoun",
    "PROPN": "name", "PUNCT": "punctuation", "SYM": "symbol", "VERB": "verb",
}  # fmt: skip
"""Universal parts of speech."""


def part_of_speech_bars(counts: pd.DataFrame) -> Spec:
    """One bar per part of speech from the columns part_of_speech and count."""
    data = counts.assign(name=counts["part_of_speech"].map(IN_WORDS))
    most = 1.1 * float(counts["count"].max())
    names = {"ticks": False, "domain": False, "labelFontSize": 13}
    base: Spec = {
        "y": of("name:N", sort=data["name"].tolist(), title=None, axis=names),
        "x": of("count:Q", title=None, axis=None, scale={"domain": [0, most]}),
        "tooltip": [of("name:N", title="part of speech"), of("count:Q")],
    }
    bars = mark("bar", look={"cornerRadiusEnd": 3, "height": 16, "color": STRENGTH}, **base)
    look = {"align": "left", "dx": 6, "fontSize": 13}
    numbers = mark("text", look=look, **base, text=of("count:Q"), color=constant(INK))
    fit = {"type": "fit-x", "contains": "padding"}
    return chart(data, bars, numbers, height=BAR_HEIGHT * len(counts), autosize=fit)
