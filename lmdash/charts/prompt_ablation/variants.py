"""How the answer fares under each kind of variant: one mark per variant."""

from __future__ import annotations

import json

import altair as alt
import numpy as np
import pandas as pd

from lmdash.charts.theme import INK, STRENGTH, WITHOUT, Layered

ROW = 44  # pixels
LANES = 5  # places in a row, so that marks do not hide each other
KEPT, FLIPPED = "same answer", "different answer"


def variant_dots(table: pd.DataFrame, probability: float) -> Layered:
    """For each kind (rows) every variant at the probability of the target then; the rule is the prompt's own."""
    kinds = list(dict.fromkeys(table["kind"]))
    kept = table.groupby("kind", sort=False)["kept"].agg(["sum", "size"])
    names = [f"{kind}  {kept.loc[kind, 'sum']} of {kept.loc[kind, 'size']}" for kind in kinds]
    rows = table["kind"].map(kinds.index)
    lane = table.groupby("kind", sort=False).cumcount() % LANES
    data = table[["kind", "change", "probability", "token", "token_probability"]].assign(
        row=rows + 0.5 + (lane - (LANES - 1) / 2) * 0.11, answer=np.where(table["kept"], KEPT, FLIPPED)
    )
    scale = alt.Scale(domain=[0, len(kinds)], reverse=True, nice=False)
    axis = alt.Axis(
        values=[place + 0.5 for place in range(len(kinds))],
        labelExpr=f"{json.dumps(names)}[floor(datum.value)]",
        labelColor=INK,
        labelFontSize=13,
        labelLimit=170,
        ticks=False,
        domain=False,
        grid=False,
        labelPadding=8,
    )
    x = alt.X(
        "probability:Q",
        title="probability of the answer",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", labelColor=INK, titleColor=INK, tickCount=5, gridOpacity=0.4),
    )
    marks = (
        alt.Chart(data)
        .mark_point(filled=False, size=80, strokeWidth=2, opacity=0.85)
        .encode(
            x=x,
            y=alt.Y("row:Q", title=None, scale=scale, axis=axis),
            shape=alt.Shape(
                "answer:N",
                scale=alt.Scale(domain=[KEPT, FLIPPED], range=["circle", "cross"]),
                legend=alt.Legend(title=None, orient="top", labelColor=INK, symbolStrokeWidth=2, labelFontSize=13),
            ),
            color=alt.Color("answer:N", scale=alt.Scale(domain=[KEPT, FLIPPED], range=[STRENGTH, INK])),
            tooltip=[
                alt.Tooltip("change:N", title="changed"),
                alt.Tooltip("probability:Q", format=".1%"),
                alt.Tooltip("token:N", title="then it says"),
                alt.Tooltip("token_probability:Q", title="with", format=".1%"),
            ],
        )
    )
    lines = (
        alt.Chart(pd.DataFrame({"row": range(1, len(kinds))}))
        .mark_rule(color=WITHOUT, opacity=0.25)
        .encode(y=alt.Y("row:Q", scale=scale, axis=axis, title=None))
    )
    own = alt.Chart(pd.DataFrame({"probability": [probability]})).mark_rule(color=WITHOUT, strokeWidth=2).encode(x=x)
    return (lines + own + marks).properties(height=70 + ROW * len(kinds)).configure_view(stroke=None)
