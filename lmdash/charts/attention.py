"""The map of heads, what one head pushes, and why it looks at a token."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lmdash.charts.numbers import signed_number
from lmdash.charts.theme import BAR_HEIGHT, INK, LOWERS, PAPER, RAISES, STRENGTH, TOKEN_FONT, WITHOUT
from lmdash.charts.vega import Spec, chart, constant, either, mark, named, of, picking, stacked

MAP_CELL = 30  # pixels, less where layers or heads are many
MAP_SIZE = 640  # pixels at most
PICK = "picked_head"


@dataclass(frozen=True)
class Measure:
    """One number per head: its column, what it is called, how it is written and what it means; ``top`` ends its scale,
    None where the largest number does; ``probe`` says that it is measured on the probe, not on the prompt.
    """

    column: str
    title: str
    format: str
    meaning: str
    top: float | None = None
    probe: bool = False


MEASURES = (
    Measure(
        "induction",
        "Copying (induction)",
        ".0%",
        "The model reads random words twice. The second time, how much does the head look at what came next the first "
        "time?",
        top=1.0,
        probe=True,
    ),
    Measure(
        "duplicate",
        "Same word earlier on",
        ".0%",
        "The model reads random words twice. The second time, how much does the head look back at the same word?",
        top=1.0,
        probe=True,
    ),
    Measure(
        "previous",
        "Previous token",
        ".0%",
        "The model reads random words twice. How much does the head look at the token just before?",
        top=1.0,
        probe=True,
    ),
    Measure(
        "first",
        "Resting on first token",
        ".0%",
        "How much attention rests on the prompt's first token, where most heads look when they have nothing to do.",
        top=1.0,
    ),
    Measure("entropy", "Spread (entropy)", ".1f", "How spread out attention is here, in bits; 0 means one token."),
    Measure("distance", "Distance", ".1f", "How many tokens back the head looks on average on this prompt."),
    Measure("norm", "Size of what it adds", ".1f", "Average length of what the head adds to the state on this prompt."),
)


def _strength(measure: Measure) -> Spec:
    ends: Spec = {"domain": [0, measure.top]} if measure.top else {"domainMin": 0}
    scale = {"range": [PAPER, STRENGTH], "interpolate": "rgb", "clamp": True, **ends}
    return of("value:Q", scale=scale, legend=_ramp(measure))


def signed(limit: float) -> Spec:
    """Blue lowers, orange raises, zero is the background."""
    return {"domain": [-limit, 0, limit], "range": [LOWERS, PAPER, RAISES], "interpolate": "rgb"}


def _ramp(measure: Measure) -> Spec:
    size = {"gradientLength": 160, "gradientThickness": 10}
    return {"title": None, "orient": "top", "format": measure.format, **size}


def head_map(values: pd.DataFrame, measure: Measure, chosen: tuple[int, int], *, change: bool = False) -> Spec:
    """Layers down, heads across, from the columns layer, head and the measure's; a click picks a head (:data:`PICK`).

    ``change`` says that the numbers are differences.
    """
    layers, heads = int(values["layer"].max()) + 1, int(values["head"].max()) + 1
    cell = min(MAP_CELL, MAP_SIZE // heads)
    data = values[["layer", "head"]].assign(value=values[measure.column].round(4))
    data = data.assign(name="L" + data["layer"].astype(str) + "H" + data["head"].astype(str))
    axis = {
        "labelAngle": 0, "ticks": False, "domain": False, "labelOverlap": True
    }  # fmt: skip
    base: Spec = {
        "x": of("head:O", title="Head", axis=axis, scale={"padding": 0.06}),
        "y": of("layer:O", title="Layer", axis=axis, scale={"padding": 0.06}),
    }
    limit = max(float(data["value"].abs().max()), 1e-6)
    cells = mark(
        "rect",
        pick=picking(PICK, "layer", "head"),
        look={
            "stroke": WITHOUT, "strokeWidth": 0.5, "strokeOpacity": 0.6, "cornerRadius": 2, "cursor": "pointer"
        },
        **base,
        color=of("value:Q", scale=signed(limit), legend=_ramp(measure)) if change else _strength(measure),
        tooltip=[of("name:N", title="head"), of("value:Q", title=measure.title, format=".3f")],
    )  # fmt: skip
    here = f"datum.layer === {chosen[0]} && datum.head === {chosen[1]}"
    outline = mark("rect", only=here, look={"fill": None, "stroke": INK, "strokeWidth": 2.5, "cornerRadius": 2}, **base)
    size = {"width": cell * heads, "height": min(cell, 24) * layers, "autosize": {"type": "pad"}}
    return chart(data, cells, outline, **size)


def signed_bars(table: pd.DataFrame, label: str, value: str, unit: str) -> Spec:
    """One bar per row from the columns named; to the right in the colour of what raises, to the left of what lowers."""
    data = pd.DataFrame({"label": table[label].astype(str), "value": table[value].astype(float)})
    data = data.assign(order=range(len(data)), written=data["value"].map(signed_number))
    reach = 1.35 * max(float(data["value"].abs().max()), 1e-6)
    low = -reach if (data["value"] < 0).any() else 0
    high = reach if (data["value"] > 0).any() else 0
    axis = {
        "labelExpr": named(data["label"].tolist()),
        "labelFont": TOKEN_FONT,
        "labelFontSize": 13,
        "labelLimit": 150,
        "ticks": False,
        "domain": False,
        "labelPadding": 8,
    }
    base: Spec = {
        "y": of("order:O", title=None, axis=axis),
        "x": of("value:Q", title=None, axis=None, scale={"domain": [low, high]}),
        "tooltip": [of("label:N", title="what"), of("value:Q", title=unit, format="+.4f")],
    }
    colour = either("datum.value > 0", RAISES, LOWERS)
    bars = mark("bar", look={"height": 16, "cornerRadiusEnd": 3}, **base, color=colour)
    numbers = [
        mark(
            "text",
            only=there,
            look={"align": align, "dx": dx, "fontSize": 12},
            **base,
            text=of("written:N"),
            color=constant(INK),
        )
        for there, align, dx in (("datum.value >= 0", "left", 5), ("datum.value < 0", "right", -5))
    ]
    return chart(data, bars, *numbers, height=BAR_HEIGHT * len(data))


def products(elements: pd.DataFrame) -> Spec:
    """Query, key and their product, number by number, three rows of cells with the same columns."""
    names = ("query", "key", "product")
    data = elements[["index", *names]].melt("index", var_name="of", value_name="value")
    across = {"labelOverlap": True, "labelAngle": 0, "ticks": False}
    down = {"ticks": False, "domain": False, "minExtent": 56}
    rows = []
    for name in names:
        last = name == names[-1]
        cells = mark(
            "rect",
            only=f"datum.of === '{name}'",
            x=of("index:O", title="dimension of the head" if last else None, axis=across if last else None),
            y=of("of:N", sort=[name], title=None, axis=down),
            color=of("value:Q", legend=None, scale=signed(max(float(elements[name].abs().max()), 1e-6))),
            tooltip=[
                of("of:N", title="of"),
                of("index:O", title="number"),
                of("value:Q", title="value", format="+.4f"),
            ],
        )
        rows.append(cells | {"height": 24, "width": "container"})
    return stacked(data, *rows, spacing=4)
