"""How the answer fares under each kind of variant: one mark per variant."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from lmdash.charts.theme import INK, STRENGTH, WITHOUT
from lmdash.charts.vega import Spec, chart, line, mark, of

ROW = 44  # pixels
LANES = 5  # places in a row, so that marks do not hide each other
KEPT, FLIPPED = "same answer", "different answer"


def variant_dots(table: pd.DataFrame, probability: float) -> Spec:
    """For each kind (rows) every variant at the probability of the target then; the rule is the prompt's own."""
    kinds = list(dict.fromkeys(table["kind"]))
    kept = table.groupby("kind", sort=False)["kept"].agg(["sum", "size"])
    names = [f"{kind}  {kept.loc[kind, 'sum']} of {kept.loc[kind, 'size']}" for kind in kinds]
    rows = table["kind"].map(kinds.index)
    lane = table.groupby("kind", sort=False).cumcount() % LANES
    data = table[["kind", "change", "probability", "token", "token_probability"]].assign(
        row=rows + 0.5 + (lane - (LANES - 1) / 2) * 0.11, answer=np.where(table["kept"], KEPT, FLIPPED)
    )
    place = {
        "title": None,
        "scale": {"domain": [0, len(kinds)], "reverse": True, "nice": False},
        "axis": {
            "values": [row + 0.5 for row in range(len(kinds))],
            "labelExpr": f"{json.dumps(names)}[floor(datum.value)]",
            "labelFontSize": 13,
            "labelLimit": 170,
            "ticks": False,
            "domain": False,
            "grid": False,
            "labelPadding": 8,
        },
    }
    share = {
        "title": "probability of the answer",
        "scale": {"domain": [0, 1]},
        "axis": {"format": "%", "tickCount": 5, "gridOpacity": 0.4},
    }
    answers, legend = [KEPT, FLIPPED], {
        "title": None, "orient": "top", "symbolStrokeWidth": 2, "labelFontSize": 13
    }  # fmt: skip
    marks = mark(
        "point",
        look={"filled": False, "size": 80, "strokeWidth": 2, "opacity": 0.85},
        x=of("probability:Q", **share),
        y=of("row:Q", **place),
        shape=of("answer:N", scale={"domain": answers, "range": ["circle", "cross"]}, legend=legend),
        color=of("answer:N", scale={"domain": answers, "range": [STRENGTH, INK]}),
        tooltip=[
            of("change:N", title="changed"),
            of("probability:Q", format=".1%"),
            of("token:N", title="then it says"),
            of("token_probability:Q", title="with", format=".1%"),
        ],
    )
    lines = [
        line({"color": WITHOUT, "opacity": 0.25}, y={"datum": row, "type": "quantitative", **place})
        for row in range(1, len(kinds))
    ]
    own = line({"color": WITHOUT, "strokeWidth": 2}, x={"datum": probability, "type": "quantitative", **share})
    return chart(data, *lines, own, marks, height=70 + ROW * len(kinds))
