"""How the answer moves with the strength of the interventions, and beside the same change of random neurons."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from lmdash.analyses.ffn_interventions.effects import Control
from lmdash.charts.theme import CHANGED, INK, WITHOUT, Layered

NAMES = {"without": "without", "with_edits": "with the interventions"}
HEIGHT = 260


def _axis(**more: Any) -> alt.Axis:
    return alt.Axis(labelColor=INK, titleColor=INK, grid=False, **more)


def dose_line(doses: pd.DataFrame) -> Layered:
    """The target's log-probability over the dose; 0 and 1, without and with the interventions, are marked."""
    base = alt.Chart(doses).encode(
        x=alt.X("dose:Q", title="strength (0: without, 1: as set, 2: twice as far)", axis=_axis(tickCount=5)),
        y=alt.Y(
            "log_probability:Q",
            title="log-probability (nats)",
            scale=alt.Scale(zero=False, nice=True, padding=8),
            axis=_axis(tickCount=6),
        ),
        tooltip=[
            alt.Tooltip("dose:Q", title="strength"),
            alt.Tooltip("log_probability:Q", title="log-probability", format=".3f"),
            alt.Tooltip("probability:Q", format=".2%"),
        ],
    )
    line = base.mark_line(color=CHANGED, strokeWidth=2.5)
    points = [
        base.transform_filter(alt.datum.dose == dose).mark_point(filled=True, size=110, color=colour, opacity=1)
        for dose, colour in ((0, WITHOUT), (1, CHANGED))
    ]
    return alt.layer(line, *points).properties(height=HEIGHT).configure_view(stroke=None)


def control_dots(control: Control) -> Layered:
    """One grey dot for each random change, one for the real one; a rule at no change."""
    random = pd.DataFrame({"change": control.changes, "name": list(control.names), "kind": "random"})
    own = pd.DataFrame({"change": [control.own], "name": ["your interventions"], "kind": ["yours"]})
    rows = ["yours", "random"]
    base = alt.Chart(pd.concat([own, random], ignore_index=True)).encode(
        x=alt.X("change:Q", title="change in log-probability (nats)", axis=_axis(tickCount=7)),
        y=alt.Y(
            "kind:N",
            sort=rows,
            title=None,
            axis=alt.Axis(labelColor=INK, labelFontSize=13, ticks=False, domain=False, labelPadding=8),
        ),
        color=alt.Color("kind:N", legend=None, scale=alt.Scale(domain=rows, range=[CHANGED, WITHOUT])),
        tooltip=[alt.Tooltip("name:N", title="changed"), alt.Tooltip("change:Q", title="change (nats)", format="+.3f")],
    )
    zero = alt.Chart(pd.DataFrame({"change": [0.0]})).mark_rule(color=INK, opacity=0.4).encode(x="change:Q")
    dots = base.mark_point(filled=True, size=120, opacity=0.75)
    return (zero + dots).properties(height=110).configure_view(stroke=None)
