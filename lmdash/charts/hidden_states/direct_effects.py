"""Signed bars: what each part of the model adds to a logit."""

from __future__ import annotations

import pandas as pd

from lmdash.charts.numbers import signed_number
from lmdash.charts.theme import INK, LOWERS, RAISES
from lmdash.charts.vega import Spec, chart, constant, line, mark, of

BAR = 20  # pixels of a row


def effect_bars(parts: pd.DataFrame, title: str) -> Spec:
    """One bar per part from the columns part and effect, in their order: blue lowers, orange raises."""
    data = parts.assign(written=parts["effect"].map(signed_number), raises=parts["effect"] >= 0)
    most = float(data["effect"].abs().max()) or 1.0
    low, high = min(0.0, float(data["effect"].min())), max(0.0, float(data["effect"].max()))
    room = 0.16 * max(high - low, 0.1 * most)  # for the numbers at the ends
    names = {"labelLimit": 190, "ticks": False, "domain": False, "labelOverlap": False}
    numbers = {"grid": False, "titleLimit": 500, "tickCount": 6}
    base: Spec = {
        "y": of("part:N", sort=data["part"].tolist(), title=None, axis=names),
        "x": of("effect:Q", title=title, scale={"domain": [low - room, high + room], "nice": False}, axis=numbers),
        "tooltip": [of("part:N"), of("effect:Q", title="effect (logits)", format="+.3f")],
    }
    colour = of("raises:N", legend=None, scale={"domain": [False, True], "range": [LOWERS, RAISES]})
    bars = mark("bar", look={"cornerRadiusEnd": 3, "height": 14}, **base, color=colour)
    written = [
        mark(
            "text",
            only=there,
            look={"align": align, "dx": dx, "fontSize": 11.5, "baseline": "middle"},
            **base,
            text=of("written:N"),
            color=constant(INK),
        )
        for there, align, dx in (("datum.raises", "left", 5), ("!datum.raises", "right", -5))
    ]
    zero = line({"color": INK, "opacity": 0.5}, x={"datum": 0})
    fit = {"type": "fit-x", "contains": "padding"}
    return chart(data, bars, *written, zero, height=BAR * len(data), autosize=fit)
