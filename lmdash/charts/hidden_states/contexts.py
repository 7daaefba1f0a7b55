"""Which parts of speech similar contexts have."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lmdash.charts.theme import INK, STRENGTH, Layered

BAR_HEIGHT = 24
IN_WORDS = {
    "ADJ": "adjective", "ADP": "preposition", "ADV": "adverb", "AUX": "auxiliary verb", "CCONJ": "conjunction",
    "DET": "determiner", "INTJ": "interjection", "NOUN": "noun", "NUM": "number", "PART": "particle", "PRON": "pronoun",
    "PROPN": "name", "PUNCT": "punctuation", "SYM": "symbol", "VERB": "verb",
}  # fmt: skip
"""Universal parts of speech."""


def part_of_speech_bars(counts: pd.DataFrame) -> Layered:
    """One bar per part of speech from the columns part_of_speech and count."""
    data = counts.assign(name=counts["part_of_speech"].map(IN_WORDS))
    base = alt.Chart(data).encode(
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelColor=INK, ticks=False, domain=False, labelFontSize=13),
        ),
        x=alt.X("count:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.1 * float(counts["count"].max())])),
        tooltip=[alt.Tooltip("name:N", title="part of speech"), "count:Q"],
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height=16, color=STRENGTH)
    numbers = base.mark_text(align="left", dx=6, fontSize=13).encode(text="count:Q", color=alt.value(INK))
    return (
        (bars + numbers)
        .properties(height=BAR_HEIGHT * len(counts), autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure_view(stroke=None)
    )
