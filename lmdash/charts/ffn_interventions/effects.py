"""How the answer moves with the strength of the interventions, and beside the same change of random neurons."""

from __future__ import annotations

import pandas as pd

from lmdash.analyses.ffn_interventions.effects import Control
from lmdash.charts.theme import CHANGED, INK, WITHOUT
from lmdash.charts.vega import Spec, chart, line, mark, of

NAMES = {"without": "without", "with_edits": "with the interventions"}
HEIGHT = 260


def dose_line(doses: pd.DataFrame) -> Spec:
    """The target's log-probability over the dose; 0 and 1, without and with the interventions, are marked."""
    strength = "strength (0: without, 1: as set, 2: twice as far)"
    base: Spec = {
        "x": of("dose:Q", title=strength, axis={"grid": False, "tickCount": 5}),
        "y": of(
            "log_probability:Q",
            title="log-probability (nats)",
            scale={"zero": False, "nice": True, "padding": 8},
            axis={"grid": False, "tickCount": 6},
        ),
        "tooltip": [
            of("dose:Q", title="strength"),
            of("log_probability:Q", title="log-probability", format=".3f"),
            of("probability:Q", format=".2%"),
        ],
    }
    curve = mark("line", look={"color": CHANGED, "strokeWidth": 2.5}, **base)
    points = [
        mark(
            "point",
            only=f"datum.dose === {dose}",
            look={"filled": True, "size": 110, "color": colour, "opacity": 1},
            **base,
        )
        for dose, colour in ((0, WITHOUT), (1, CHANGED))
    ]
    return chart(doses, curve, *points, height=HEIGHT)


def control_dots(control: Control) -> Spec:
    """One grey dot for each random change, one for the real one; a rule at no change."""
    random = pd.DataFrame({"change": control.changes, "name": list(control.names), "kind": "random"})
    own = pd.DataFrame({"change": [control.own], "name": ["your interventions"], "kind": ["yours"]})
    kinds = ["yours", "random"]
    names = {"labelFontSize": 13, "ticks": False, "domain": False, "labelPadding": 8}
    dots = mark(
        "point",
        look={"filled": True, "size": 120, "opacity": 0.75},
        x=of("change:Q", title="change in log-probability (nats)", axis={"grid": False, "tickCount": 7}),
        y=of("kind:N", sort=kinds, title=None, axis=names),
        color=of("kind:N", legend=None, scale={"domain": kinds, "range": [CHANGED, WITHOUT]}),
        tooltip=[of("name:N", title="changed"), of("change:Q", title="change (nats)", format="+.3f")],
    )
    zero = line({"color": INK, "opacity": 0.4}, x={"datum": 0})
    return chart(pd.concat([own, random], ignore_index=True), zero, dots, height=110)
