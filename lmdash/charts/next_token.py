"""Bars of the next-token distribution."""

from __future__ import annotations

import pandas as pd

from lmdash.charts.numbers import percent
from lmdash.charts.theme import BAR_HEIGHT, CHANGED, INK, STRENGTH, TARGET, TOKEN_FONT, WITHOUT
from lmdash.charts.vega import Spec, chart, constant, either, mark, of


def _distinct(tokens: pd.Series, ids: pd.Series) -> pd.Series:
    """Labels by which a chart tells tokens apart: two tokens may look the same, their ids do not."""
    return tokens.where(~tokens.duplicated(keep=False), tokens + " (id " + ids.astype(str) + ")")


_TOKEN_AXIS = {
    "labelFont": TOKEN_FONT,
    "labelFontSize": 14,
    "labelLimit": 170,
    "ticks": False,
    "domain": False,
    "labelPadding": 8,
}


def _share(column: str, probabilities: pd.Series) -> Spec:
    """From 0 to certainty, or less where even the most likely token is unlikely; room for the number at the end."""
    most = 1.15 * (1 if probabilities.max() >= 0.3 else float(probabilities.max()))
    return of(f"{column}:Q", title=None, axis=None, scale={"domain": [0, most]})


def _numbers(size: int, base: Spec) -> Spec:
    look = {"align": "left", "dx": 6, "fontSize": size}
    return mark("text", look=look, **base, text=of("percent:N"), color=constant(INK))


def probability_bars(top: pd.DataFrame, target_id: int | None = None) -> Spec:
    """One bar per token from the columns token, id, probability; the target's bar has the target's colour."""
    data = top.assign(
        label=_distinct(top["token"], top["id"]),
        percent=top["probability"].map(percent),
        kind=["target" if index == target_id else "other" for index in top["id"]],
    )
    colour = of("kind:N", legend=None, scale={"domain": ["other", "target"], "range": [STRENGTH, TARGET]})
    base: Spec = {
        "y": of("label:N", sort=data["label"].tolist(), title=None, axis=_TOKEN_AXIS),
        "x": _share("probability", data["probability"]),
        "tooltip": [
            of("label:N", title="token"),
            of("probability:Q", format=".3%"),
            of("rank:Q", title="rank"),
        ],
    }
    bars = mark("bar", look={"cornerRadiusEnd": 3, "height": 18}, **base, color=colour)
    return chart(data, bars, _numbers(13, base), height=BAR_HEIGHT * len(data))


def reshaped_bars(table: pd.DataFrame, target_id: int | None = None) -> Spec:
    """The model's own probability (grey) and the one that sampling draws with, a pair of bars per token."""
    names = {"probability": "the model's own", "sampled": "with these settings"}
    return paired_bars(table, names, target_id, at_zero="removed")


def paired_bars(
    table: pd.DataFrame,
    names: dict[str, str],
    target_id: int | None = None,
    at_zero: str = "0%",
) -> Spec:
    """A pair of bars per token from the columns token, id and the two of ``names``, which says what each is called: the
    model as it is, and changed.
    """
    own, drawn = names.values()
    data = table.assign(label=_distinct(table["token"], table["id"])).melt(
        id_vars=["id", "label"], value_vars=list(names), var_name="kind", value_name="share"
    )
    data["kind"] = data["kind"].map(names)
    data["percent"] = data["share"].map(percent).mask(data["share"] == 0, at_zero)
    base: Spec = {
        "y": of("label:N", sort=data["label"].unique().tolist(), title=None, axis=_TOKEN_AXIS),
        "yOffset": of("kind:N", sort=[own, drawn]),
        "x": _share("share", data["share"]),
        "tooltip": [
            of("label:N", title="token"),
            of("kind:N", title="probability"),
            of("share:Q", title="value", format=".3%"),
        ],
    }
    colour = of(
        "kind:N",
        title=None,
        scale={"domain": [own, drawn], "range": [WITHOUT, CHANGED]},
        legend={"orient": "top", "labelLimit": 300},
    )
    outline = either(f"datum.id === {target_id}", TARGET, None) if target_id is not None else constant(None)
    bars = mark("bar", look={"cornerRadiusEnd": 3, "strokeWidth": 2}, **base, color=colour, stroke=outline)
    return chart(data, bars, _numbers(12, base), height=40 * len(table))
