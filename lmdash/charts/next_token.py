"""Bars of the next-token distribution."""

from __future__ import annotations

import altair as alt
import pandas as pd

from lmdash.charts.numbers import percent
from lmdash.charts.theme import BAR_HEIGHT, CHANGED, INK, STRENGTH, TARGET, TOKEN_FONT, WITHOUT, Layered


def _distinct(tokens: pd.Series, ids: pd.Series) -> pd.Series:
    """Labels by which a chart tells tokens apart: two tokens may look the same, their ids do not."""
    return tokens.where(~tokens.duplicated(keep=False), tokens + " (id " + ids.astype(str) + ")")


def _token_axis() -> alt.Axis:
    return alt.Axis(
        labelFont=TOKEN_FONT,
        labelColor=INK,
        labelFontSize=14,
        labelLimit=170,
        ticks=False,
        domain=False,
        labelPadding=8,
    )


def _scale(probabilities: pd.Series) -> alt.Scale:
    """From 0 to certainty, or less where even the most likely token is unlikely; room for the number at the end."""
    return alt.Scale(domain=[0, 1.15 * (1 if probabilities.max() >= 0.3 else probabilities.max())])


def probability_bars(top: pd.DataFrame, target_id: int | None = None) -> Layered:
    """One bar per token from the columns token, id, probability; the target's bar has the target's colour."""
    data = top.assign(
        label=_distinct(top["token"], top["id"]),
        percent=top["probability"].map(percent),
        kind=["target" if index == target_id else "other" for index in top["id"]],
    )
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=_token_axis()),
        x=alt.X("probability:Q", title=None, axis=None, scale=_scale(data["probability"])),
        tooltip=[
            alt.Tooltip("label:N", title="token"),
            alt.Tooltip("probability:Q", format=".3%"),
            alt.Tooltip("rank:Q", title="rank"),
        ],
    )
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=["other", "target"], range=[STRENGTH, TARGET]))
    bars = base.mark_bar(cornerRadiusEnd=3, height=18).encode(color=colour)
    numbers = base.mark_text(align="left", dx=6, fontSize=13).encode(text="percent:N", color=alt.value(INK))
    return (bars + numbers).properties(height=BAR_HEIGHT * len(data)).configure_view(stroke=None)


def reshaped_bars(table: pd.DataFrame, target_id: int | None = None) -> Layered:
    """The model's own probability (grey) and the one that sampling draws with, a pair of bars per token."""
    names = {"probability": "the model's own", "sampled": "with these settings"}
    return paired_bars(table, names, target_id, at_zero="removed")


def paired_bars(
    table: pd.DataFrame,
    names: dict[str, str],
    target_id: int | None = None,
    at_zero: str = "0%",
) -> Layered:
    """A pair of bars per token from the columns token, id and the two of ``names``, which says what each is called: the
    model as it is, and changed.
    """
    own, drawn = names.values()
    data = table.assign(label=_distinct(table["token"], table["id"])).melt(
        id_vars=["id", "label"], value_vars=list(names), var_name="kind", value_name="share"
    )
    data["kind"] = data["kind"].map(names)
    data["percent"] = data["share"].map(percent).mask(data["share"] == 0, at_zero)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=data["label"].unique().tolist(), title=None, axis=_token_axis()),
        yOffset=alt.YOffset("kind:N", sort=[own, drawn]),
        x=alt.X("share:Q", title=None, axis=None, scale=_scale(data["share"])),
        tooltip=[
            alt.Tooltip("label:N", title="token"),
            alt.Tooltip("kind:N", title="probability"),
            alt.Tooltip("share:Q", title="value", format=".3%"),
        ],
    )
    colour = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=[own, drawn], range=[WITHOUT, CHANGED]),
        legend=alt.Legend(orient="top", labelLimit=300, labelColor=INK),
    )
    outline = alt.condition(alt.datum.id == target_id, alt.value(TARGET), alt.value(None))
    bars = base.mark_bar(cornerRadiusEnd=3, strokeWidth=2).encode(color=colour, stroke=outline)
    numbers = base.mark_text(align="left", dx=6, fontSize=12).encode(text="percent:N", color=alt.value(INK))
    return (bars + numbers).properties(height=40 * len(table)).configure_view(stroke=None)
