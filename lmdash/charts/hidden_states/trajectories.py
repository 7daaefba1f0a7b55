"""Lines over the points of the residual stream: how chosen tokens rise, or how states grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from lmdash.charts.theme import INK, SERIES, TOKEN_FONT, Layered

HEIGHT = 330
MOST_LABELS = 26  # layers named on the axis


def layer_axis(layers: int) -> alt.Axis:
    """Steps of the stream named by layer; the embedding is step 0, layer l leaves step 2 l + 2."""
    every = -(-layers // MOST_LABELS)
    return alt.Axis(
        values=[0, *(2 * layer + 2 for layer in range(0, layers, every))],
        labelExpr="datum.value == 0 ? 'emb.' : 'L' + (datum.value / 2 - 1)",
        labelColor=INK,
        titleColor=INK,
        grid=False,
        labelOverlap=False,
        labelFlush=False,
    )


def trajectory_lines(
    frame: pd.DataFrame,
    column: str,
    followed: tuple[int, str],
    difference: bool = False,
) -> Layered:
    """One line per token over all points, from the columns step, part, point, token, id and one of probability, logit
    and rank; the followed one (id, colour) comes first; circles stand after a layer, triangles after its attention.
    """
    title = {"probability": "probability", "logit": "logit", "rank": "rank (1 is the most likely)"}[column]
    names = _names(frame)
    data = frame.assign(name=frame["id"].map(names), where=frame["part"].map(_WHERE))
    first, colour = followed
    domain = [names[first], *(name for index, name in names.items() if index != first)]
    hues = [colour, *(SERIES[place % len(SERIES)] for place in range(len(domain) - 1))]
    ticks: dict[str, Any] = {"tickCount": 6, "format": ".0%"} if column == "probability" else {"tickCount": 6}
    if difference:
        scale, title = alt.Scale(), f"change in {title}"
    elif column == "rank":
        scale = alt.Scale(type="log", domain=[max(10, int(frame["rank"].max())), 1], nice=False)
        ticks = {"values": [10**power for power in range(7)]}
    else:
        scale = alt.Scale(domain=[0, 1]) if column == "probability" else alt.Scale(zero=False)
    layers = int(frame["step"].max()) // 2
    base = alt.Chart(data).encode(
        x=alt.X("step:Q", title="after layer", axis=layer_axis(layers), scale=alt.Scale(nice=False, padding=12)),
        y=alt.Y(
            f"{column}:Q",
            title=title,
            scale=scale,
            axis=alt.Axis(labelColor=INK, titleColor=INK, **ticks),
        ),
        color=alt.Color(
            "name:N",
            title=None,
            scale=alt.Scale(domain=domain, range=hues),
            legend=alt.Legend(orient="top", labelFont=TOKEN_FONT, labelColor=INK, labelLimit=200, columns=4),
        ),
    )
    points = base.mark_point(filled=True, size=55, opacity=1).encode(
        shape=alt.Shape(
            "where:N",
            title=None,
            scale=alt.Scale(domain=list(_WHERE.values())[1:], range=["triangle-up", "circle"]),
            legend=alt.Legend(orient="top", labelColor=INK, symbolFillColor=INK, symbolStrokeWidth=0),
        ),
        tooltip=[
            alt.Tooltip("name:N", title="token"),
            alt.Tooltip("point:N", title="after"),
            alt.Tooltip("probability:Q", format=".3%"),
            alt.Tooltip("logit:Q", format=".2f"),
            alt.Tooltip("rank:Q", format=",d"),
        ],
    )
    return (base.mark_line(strokeWidth=2) + points).properties(height=HEIGHT).configure_view(stroke=None)


def _names(frame: pd.DataFrame) -> dict[int, str]:
    """One name per token, told apart by the id where two look the same."""
    tokens = frame.drop_duplicates("id").set_index("id")["token"]
    return {
        index: f"{token} (id {index})" if twin else token
        for index, token, twin in zip(tokens.index, tokens, tokens.duplicated(keep=False), strict=True)
    }


_WHERE = {"embedding": "after a layer", "attention": "after its attention", "ffn": "after a layer"}


def layer_lines(frame: pd.DataFrame, columns: dict[str, str], title: str, log: bool = False) -> alt.Chart:
    """One line per column of ``frame`` over its column step; ``columns`` gives their names in the legend."""
    data = frame.melt(id_vars=["step", "point"], value_vars=list(columns), var_name="kind", value_name="value")
    data = data.dropna().assign(kind=lambda each: each["kind"].map(columns))
    hues: Sequence[str] = SERIES[: len(columns)]
    return (
        alt.Chart(data)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=45, filled=True))
        .encode(
            x=alt.X(
                "step:Q",
                title="after layer",
                axis=layer_axis(int(frame["step"].max()) // 2),
                scale=alt.Scale(nice=False, padding=12),
            ),
            y=alt.Y(
                "value:Q",
                title=title,
                scale=alt.Scale(type="log") if log else alt.Scale(),
                axis=alt.Axis(labelColor=INK, titleColor=INK, tickCount=6),
            ),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(columns.values()), range=list(hues)),
                legend=alt.Legend(orient="top", labelColor=INK, labelLimit=300, columns=1),
            ),
            tooltip=[
                alt.Tooltip("kind:N", title="line"),
                alt.Tooltip("point:N", title="after"),
                alt.Tooltip("value:Q", format=".3f"),
            ],
        )
        .properties(height=320)
        .configure_view(stroke=None)
    )
