"""Signed bars: what each part of the model adds to a logit."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lmdash.charts.numbers import signed_number
from lmdash.charts.theme import INK, LOWERS, RAISES, Layered

BAR = 20  # pixels of a row


def effect_bars(parts: pd.DataFrame, title: str) -> Layered:
    """One bar per part from the columns part and effect, in their order: blue lowers, orange raises."""
    data = parts.assign(written=parts["effect"].map(signed_number), raises=parts["effect"] >= 0)
    most = float(data["effect"].abs().max()) or 1.0
    low, high = min(0.0, float(data["effect"].min())), max(0.0, float(data["effect"].max()))
    room = 0.16 * max(high - low, 0.1 * most)  # for the numbers at the ends
    base = alt.Chart(data).encode(
        y=alt.Y(
            "part:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelColor=INK, labelLimit=190, ticks=False, domain=False, labelOverlap=False),
        ),
        x=alt.X(
            "effect:Q",
            title=title,
            scale=alt.Scale(domain=[low - room, high + room], nice=False),
            axis=alt.Axis(labelColor=INK, titleColor=INK, grid=False, titleLimit=500, tickCount=6),
        ),
        tooltip=[
            alt.Tooltip("part:N"),
            alt.Tooltip("effect:Q", title="effect (logits)", format="+.3f"),
        ],
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height=14).encode(
        color=alt.Color("raises:N", legend=None, scale=alt.Scale(domain=[False, True], range=[LOWERS, RAISES]))
    )
    text = {"fontSize": 11.5, "baseline": "middle"}
    right = base.transform_filter(alt.datum.raises).mark_text(align="left", dx=5, **text)
    left = base.transform_filter(~alt.datum.raises).mark_text(align="right", dx=-5, **text)
    numbers = [each.encode(text="written:N", color=alt.value(INK)) for each in (right, left)]
    zero = alt.Chart(pd.DataFrame({"effect": [0.0]})).mark_rule(color=INK, opacity=0.5).encode(x="effect:Q")
    return (
        alt.layer(bars, *numbers, zero)
        .properties(height=BAR * len(data), autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure_view(stroke=None)
    )
