"""Bars of what a value vector writes, and of its coefficient along a prompt."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from lmdash.charts.numbers import signed_number
from lmdash.charts.theme import INK, LOWERS, RAISES, TOKEN_FONT, Layered

BAR, NARROWEST, LONGEST_LABEL = 19, 26, 14  # pixels per token, fewest pixels per position, letters of a label
FITTING = 24  # positions that fit without a width of their own


def token_bars(tokens: pd.DataFrame) -> Layered:
    """One bar per token from the columns token, id, score, in their order; blue lowers the logit, orange raises it."""
    return _bars(tokens).configure_view(stroke=None)


def both_sides(promoted: pd.DataFrame, suppressed: pd.DataFrame) -> alt.HConcatChart:
    """The same for two sides, next to each other, to download."""
    return alt.hconcat(_bars(promoted), _bars(suppressed), spacing=40).configure_view(stroke=None)


def _bars(tokens: pd.DataFrame) -> Layered:
    twins = tokens["token"].duplicated(keep=False)
    data = tokens.assign(
        label=tokens["token"].where(~twins, tokens["token"] + " (id " + tokens["id"].astype(str) + ")"),
        written=tokens["score"].map(signed_number),
    )
    most = float(data["score"].abs().max()) or 1.0
    negative = bool((data["score"] < 0).all())
    base = alt.Chart(data).encode(
        y=alt.Y(
            "label:N",
            sort=None,
            title=None,
            axis=alt.Axis(
                labelFont=TOKEN_FONT,
                labelColor=INK,
                labelFontSize=13,
                labelLimit=150,
                labelOverlap=False,
                labelFlush=False,
                ticks=False,
                domain=False,
            ),
        ),
        tooltip=[alt.Tooltip("label:N", title="token"), alt.Tooltip("score:Q", format="+.3f", title="logit")],
    )
    # Both sides are drawn from the left: the sign is in the number and the colour.
    size = alt.X("size:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.25 * most]))
    sized = base.transform_calculate(size="abs(datum.score)").encode(x=size)
    bars = sized.mark_bar(cornerRadiusEnd=3, height=13, color=LOWERS if negative else RAISES)
    numbers = sized.mark_text(align="left", dx=5, fontSize=12).encode(text="written:N", color=alt.value(INK))
    return (bars + numbers).properties(height=BAR * len(data))


def coefficient_bars(frame: pd.DataFrame, labels: Sequence[str], chosen: int, title: str = "coefficient") -> Layered:
    """The column coefficient at every position, upwards and orange where it is positive; the chosen one is outlined."""
    shown = [label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…" for label in labels]
    data = frame.assign(token=list(labels), written=frame["coefficient"].map(signed_number))
    lookup = "{" + ",".join(f"{position}:{_quoted(label)}" for position, label in enumerate(shown)) + "}"
    x = alt.X(
        "position:O",
        title=None,
        axis=alt.Axis(
            labelExpr=f"{lookup}[datum.value]",
            labelFont=TOKEN_FONT,
            labelColor=INK,
            labelFontSize=12,
            labelAngle=-50 if len(labels) > 6 else 0,
            labelLimit=130,
            labelOverlap=False,
            ticks=False,
        ),
    )
    base = alt.Chart(data).encode(
        x=x,
        tooltip=[
            alt.Tooltip("token:N"),
            alt.Tooltip("position:Q"),
            alt.Tooltip("coefficient:Q", format="+.4f", title=title),
            alt.Tooltip("rank:Q", title="rank in its layer"),
        ],
    )
    bars = base.mark_bar(cornerRadius=2).encode(
        y=alt.Y("coefficient:Q", title=title, axis=alt.Axis(labelColor=INK, titleColor=INK, tickCount=5, grid=False)),
        color=alt.condition(alt.datum.coefficient < 0, alt.value(LOWERS), alt.value(RAISES)),
        stroke=alt.condition(alt.datum.position == chosen, alt.value(INK), alt.value(None)),
        strokeWidth=alt.value(2),
    )
    zero = alt.Chart(pd.DataFrame({"y": [0.0]})).mark_rule(color=INK, opacity=0.5).encode(y="y:Q")
    width = {"width": NARROWEST * len(labels)} if len(labels) > FITTING else {}
    return (bars + zero).properties(height=200, **width).configure_view(stroke=None)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)
