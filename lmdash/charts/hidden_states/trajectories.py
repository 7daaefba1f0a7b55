"""Lines over the points of the residual stream: how chosen tokens rise, or how states grow."""

from __future__ import annotations

import pandas as pd

from lmdash.charts.theme import INK, SERIES, TOKEN_FONT
from lmdash.charts.vega import Spec, chart, mark, of

HEIGHT = 380
MOST_LABELS = 26  # layers named on the axis


def layer_axis(layers: int) -> Spec:
    """Steps of the stream named by layer; the embedding is step 0, layer l leaves step 2 l + 2."""
    every = -(-layers // MOST_LABELS)
    return {
        "values": [0, *(2 * layer + 2 for layer in range(0, layers, every))],
        "labelExpr": "datum.value == 0 ? 'emb.' : 'L' + (datum.value / 2 - 1)",
        "grid": False,
        "labelOverlap": False,
        "labelFlush": False,
    }


def _steps(frame: pd.DataFrame) -> Spec:
    axis = layer_axis(int(frame["step"].max()) // 2)
    return of("step:Q", title="after layer", axis=axis, scale={"nice": False, "padding": 12})


def trajectory_lines(
    frame: pd.DataFrame,
    column: str,
    followed: tuple[int, str],
    difference: bool = False,
) -> Spec:
    """One line per token over all points, from the columns step, part, point, token, id and one of probability, logit
    and rank; the followed one (id, colour) comes first; circles stand after a layer, triangles after its attention.
    """
    title = {"probability": "probability", "logit": "logit", "rank": "rank (1 is the most likely)"}[column]
    names = _names(frame)
    data = frame.assign(name=frame["id"].map(names), where=frame["part"].map(_WHERE))
    first, colour = followed
    domain = [names[first], *(name for index, name in names.items() if index != first)]
    hues = [colour, *(SERIES[place % len(SERIES)] for place in range(len(domain) - 1))]
    ticks: Spec = {"tickCount": 6, "format": ".0%"} if column == "probability" else {"tickCount": 6}
    scale: Spec = {"domain": [0, 1]} if column == "probability" else {"zero": False}
    if difference:
        scale, title = {}, f"change in {title}"
    elif column == "rank":
        scale = {"type": "log", "domain": [max(10, int(frame["rank"].max())), 1], "nice": False}
        ticks = {"values": [10**power for power in range(7)]}
    base: Spec = {
        "x": _steps(frame),
        "y": of(f"{column}:Q", title=title, scale=scale, axis={**ticks}),
        "color": of(
            "name:N",
            title=None,
            scale={"domain": domain, "range": hues},
            legend={"orient": "top", "labelFont": TOKEN_FONT, "labelLimit": 110, "columns": 2},
        ),
    }
    points = mark(
        "point",
        look={"filled": True, "size": 55, "opacity": 1},
        **base,
        shape=of(
            "where:N",
            title=None,
            scale={"domain": list(_WHERE.values())[1:], "range": ["triangle-up", "circle"]},
            legend={"orient": "bottom", "symbolFillColor": INK, "symbolStrokeWidth": 0},
        ),
        tooltip=[
            of("name:N", title="token"),
            of("point:N", title="after"),
            of("probability:Q", format=".3%"),
            of("logit:Q", format=".2f"),
            of("rank:Q", format=",d"),
        ],
    )
    return chart(data, mark("line", look={"strokeWidth": 2}, **base), points, height=HEIGHT)


def _names(frame: pd.DataFrame) -> dict[int, str]:
    """One name per token, told apart by the id where two look the same."""
    tokens = frame.drop_duplicates("id").set_index("id")["token"]
    return {
        index: f"{token} (id {index})" if twin else token
        for index, token, twin in zip(tokens.index, tokens, tokens.duplicated(keep=False), strict=True)
    }


_WHERE = {"embedding": "after a layer", "attention": "after its attention", "ffn": "after a layer"}


def layer_lines(frame: pd.DataFrame, columns: dict[str, str], title: str, log: bool = False) -> Spec:
    """One line per column of ``frame`` over its column step; ``columns`` gives their names in the legend."""
    data = frame.melt(id_vars=["step", "point"], value_vars=list(columns), var_name="kind", value_name="value")
    data = data.dropna().assign(kind=lambda each: each["kind"].map(columns))
    scale = {"type": "log"} if log else {}
    lines = mark(
        "line",
        look={"strokeWidth": 2, "point": {"size": 45, "filled": True}},
        x=_steps(frame),
        y=of("value:Q", title=title, scale=scale, axis={"tickCount": 6}),
        color=of(
            "kind:N",
            title=None,
            scale={"domain": list(columns.values()), "range": list(SERIES[: len(columns)])},
            legend={"orient": "top", "labelLimit": 300, "columns": 1},
        ),
        tooltip=[of("kind:N", title="line"), of("point:N", title="after"), of("value:Q", format=".3f")],
    )
    return chart(data, lines, height=320)
