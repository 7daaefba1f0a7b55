"""What is left of an answer without one word of the prompt, or without one part of the model: bars on one scale."""

from __future__ import annotations

import pandas as pd

from lmdash.charts.numbers import percent
from lmdash.charts.theme import BAR_HEIGHT, CHANGED, INK, TOKEN_FONT, WITHOUT
from lmdash.charts.vega import Spec, chart, constant, mark, named, of


def left_without(table: pd.DataFrame) -> Spec:
    """One bar per row of columns without, probability and says (the likeliest token then with its share): what is left
    of the answer; the first row is the answer as it is, in grey.
    """
    data = table.assign(
        row=range(len(table)),
        percent=table["probability"].map(percent) + table["says"].map(lambda says: f" · {says}" if says else ""),
        kind=["as it is", *["without"] * (len(table) - 1)],
    )
    axis = {
        "labelFont": TOKEN_FONT, "labelFontSize": 13, "labelLimit": 190, "ticks": False, "domain": False,
        "labelPadding": 8,
        "labelExpr": named(data["without"]),
    }  # fmt: skip
    base: Spec = {
        "y": of("row:O", title=None, axis=axis),
        "x": of("probability:Q", title=None, axis=None, scale={"domain": [0, 1.6]}),
        "tooltip": [
            of("without:N", title="without"),
            of("probability:Q", title="probability of the answer", format=".2%"),
            of("says:N", title="the model says"),
        ],
    }
    colour = of("kind:N", legend=None, scale={"domain": ["as it is", "without"], "range": [WITHOUT, CHANGED]})
    bars = mark("bar", look={"cornerRadiusEnd": 3, "height": 18}, **base, color=colour)
    look = {"align": "left", "dx": 6, "fontSize": 13}
    numbers = mark("text", look=look, **base, text=of("percent:N"), color=constant(INK))
    return chart(data, bars, numbers, height=BAR_HEIGHT * len(data))
