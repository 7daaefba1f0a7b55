"""Bars of what a value vector writes, and of its coefficient along a prompt."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lmdash.charts.numbers import signed_number
from lmdash.charts.theme import INK, LOWERS, RAISES, TOKEN_FONT
from lmdash.charts.vega import Spec, beside, chart, constant, either, line, mark, named, of

BAR, NARROWEST, LONGEST_LABEL = 19, 26, 14  # pixels per token, fewest pixels per position, letters of a label
FITTING = 24  # positions that fit without a width of their own


def token_bars(tokens: pd.DataFrame) -> Spec:
    """One bar per token from the columns token, id, score, in their order; blue lowers the logit, orange raises it."""
    twins = tokens["token"].duplicated(keep=False)
    data = tokens.assign(
        label=tokens["token"].where(~twins, tokens["token"] + " (id " + tokens["id"].astype(str) + ")"),
        written=tokens["score"].map(signed_number),
    )
    most = float(data["score"].abs().max()) or 1.0
    negative = bool((data["score"] < 0).all())
    axis = {
        "labelFont": TOKEN_FONT,
        "labelFontSize": 13,
        "labelLimit": 150,
        "labelOverlap": False,
        "labelFlush": False,
        "ticks": False,
        "domain": False,
    }
    base: Spec = {
        "y": of("label:N", sort=data["label"].tolist(), title=None, axis=axis),
        "x": of("size:Q", title=None, axis=None, scale={"domain": [0, 1.25 * most]}),
        "tooltip": [of("label:N", title="token"), of("score:Q", format="+.3f", title="logit")],
    }
    bars = mark("bar", look={"cornerRadiusEnd": 3, "height": 13, "color": LOWERS if negative else RAISES}, **base)
    look = {"align": "left", "dx": 5, "fontSize": 12}
    numbers = mark("text", look=look, **base, text=of("written:N"), color=constant(INK))
    # Both sides are drawn from the left: the sign is in the number and the colour.
    size = {"calculate": "abs(datum.score)", "as": "size"}
    return chart(data, bars, numbers, transform=[size], height=BAR * len(data))


def both_sides(promoted: pd.DataFrame, suppressed: pd.DataFrame) -> Spec:
    """The same for two sides, next to each other, to download."""
    return beside(token_bars(promoted), token_bars(suppressed), spacing=40)


def coefficient_bars(frame: pd.DataFrame, labels: Sequence[str], chosen: int, title: str = "coefficient") -> Spec:
    """The column coefficient at every position, upwards and orange where it is positive; the chosen one is outlined."""
    shown = [label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…" for label in labels]
    data = frame.assign(token=list(labels))
    axis = {
        "labelExpr": named(shown),
        "labelFont": TOKEN_FONT,
        "labelFontSize": 12,
        "labelAngle": -50 if len(labels) > 6 else 0,
        "labelLimit": 130,
        "labelOverlap": False,
        "ticks": False,
    }
    numbers = {"tickCount": 5, "grid": False}
    bars = mark(
        "bar",
        look={"cornerRadius": 2},
        x=of("position:O", title=None, axis=axis),
        y=of("coefficient:Q", title=title, axis=numbers),
        color=either("datum.coefficient < 0", LOWERS, RAISES),
        stroke=either(f"datum.position === {chosen}", INK, None),
        strokeWidth=constant(2),
        tooltip=[
            of("token:N"),
            of("position:Q"),
            of("coefficient:Q", format="+.4f", title=title),
            of("rank:Q", title="rank in its layer"),
        ],
    )
    zero = line({"color": INK, "opacity": 0.5}, y={"datum": 0})
    width: Spec = {"width": NARROWEST * len(labels)} if len(labels) > FITTING else {}
    return chart(data, bars, zero, height=200, **width)
