"""The map of heads, what one head pushes, and why it looks at a token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from lmdash.charts.numbers import signed_number
from lmdash.charts.theme import BAR_HEIGHT, INK, LOWERS, PAPER, RAISES, STRENGTH, TOKEN_FONT, WITHOUT, Layered

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


def _strength(measure: Measure) -> alt.Color:
    ends: dict[str, Any] = {"domain": [0, measure.top]} if measure.top else {"domainMin": 0}
    return alt.Color(
        "value:Q",
        scale=alt.Scale(range=[PAPER, STRENGTH], interpolate="rgb", clamp=True, **ends),
        legend=_ramp(measure),
    )


def signed(limit: float) -> alt.Scale:
    """Blue lowers, orange raises, zero is the background."""
    return alt.Scale(domain=[-limit, 0, limit], range=[LOWERS, PAPER, RAISES], interpolate="rgb")


def _ramp(measure: Measure) -> alt.Legend:
    return alt.Legend(
        title=None, orient="top", gradientLength=160, gradientThickness=10, format=measure.format, labelColor=INK
    )


def head_map(values: pd.DataFrame, measure: Measure, chosen: tuple[int, int], *, change: bool = False) -> Layered:
    """Layers down, heads across, from the columns layer, head and the measure's; a click picks a head (:data:`PICK`).

    ``change`` says that the numbers are differences.
    """
    layers, heads = int(values["layer"].max()) + 1, int(values["head"].max()) + 1
    cell = min(MAP_CELL, MAP_SIZE // heads)
    data = values[["layer", "head"]].assign(value=values[measure.column].round(4))
    data = data.assign(name="L" + data["layer"].astype(str) + "H" + data["head"].astype(str))
    axis = alt.Axis(labelColor=INK, titleColor=INK, labelAngle=0, ticks=False, domain=False, labelOverlap=True)
    base = alt.Chart(data).encode(
        x=alt.X("head:O", title="Head", axis=axis, scale=alt.Scale(padding=0.06)),
        y=alt.Y("layer:O", title="Layer", axis=axis, scale=alt.Scale(padding=0.06)),
    )
    limit = max(float(data["value"].abs().max()), 1e-6)
    pick = alt.selection_point(name=PICK, fields=["layer", "head"], toggle=False)
    cells = (
        base.mark_rect(stroke=WITHOUT, strokeWidth=0.5, strokeOpacity=0.6, cornerRadius=2, cursor="pointer")
        .encode(
            color=alt.Color("value:Q", scale=signed(limit), legend=_ramp(measure)) if change else _strength(measure),
            tooltip=[alt.Tooltip("name:N", title="head"), alt.Tooltip("value:Q", title=measure.title, format=".3f")],
        )
        .add_params(pick)
    )
    here = (alt.datum.layer == chosen[0]) & (alt.datum.head == chosen[1])
    outline = base.transform_filter(here).mark_rect(fill=None, stroke=INK, strokeWidth=2.5, cornerRadius=2)
    size: dict[str, Any] = {
        "width": cell * heads,
        "height": min(cell, 24) * layers,
        "autosize": alt.AutoSizeParams(type="pad"),
    }
    return (cells + outline).properties(**size).configure_view(stroke=None)


def signed_bars(table: pd.DataFrame, label: str, value: str, unit: str) -> Layered:
    """One bar per row from the columns named; to the right in the colour of what raises, to the left of what lowers."""
    data = pd.DataFrame({"label": table[label].astype(str), "value": table[value].astype(float)})
    data = data.assign(order=range(len(data)), written=data["value"].map(signed_number))
    reach = 1.35 * max(float(data["value"].abs().max()), 1e-6)
    low = -reach if (data["value"] < 0).any() else 0
    high = reach if (data["value"] > 0).any() else 0
    base = alt.Chart(data).encode(
        y=alt.Y(
            "order:O",
            title=None,
            axis=alt.Axis(
                labelExpr=_named(data["label"].tolist()),
                labelFont=TOKEN_FONT,
                labelColor=INK,
                labelFontSize=13,
                labelLimit=150,
                ticks=False,
                domain=False,
                labelPadding=8,
            ),
        ),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[low, high])),
        tooltip=[alt.Tooltip("label:N", title="what"), alt.Tooltip("value:Q", title=unit, format="+.4f")],
    )
    colour = alt.condition(alt.datum.value > 0, alt.value(RAISES), alt.value(LOWERS))
    bars = base.mark_bar(height=16, cornerRadiusEnd=3).encode(color=colour)
    ends: tuple[tuple[Any, Literal["left", "right"], int], ...] = (
        (alt.datum.value >= 0, "left", 5),
        (alt.datum.value < 0, "right", -5),
    )
    numbers = [
        base.transform_filter(chosen)
        .mark_text(align=align, dx=dx, fontSize=12)
        .encode(text="written:N", color=alt.value(INK))
        for chosen, align, dx in ends
    ]
    return alt.layer(bars, *numbers).properties(height=BAR_HEIGHT * len(data)).configure_view(stroke=None)


def _named(labels: list[str]) -> str:
    """An expression that gives each row its label: rows may look the same."""
    return f"{json.dumps(labels)}[datum.value]"


def products(elements: pd.DataFrame) -> alt.VConcatChart:
    """Query, key and their product, number by number, three rows of cells with the same columns."""
    rows = []
    for name in ("query", "key", "product"):
        limit = max(float(elements[name].abs().max()), 1e-6)
        rows.append(
            alt.Chart(elements[["index", name]].rename(columns={name: "value"}).assign(of=name))
            .mark_rect()
            .encode(
                x=alt.X(
                    "index:O",
                    title="dimension of the head" if name == "product" else None,
                    axis=alt.Axis(labelOverlap=True, labelAngle=0, labelColor=INK, titleColor=INK, ticks=False)
                    if name == "product"
                    else None,
                ),
                y=alt.Y("of:N", title=None, axis=alt.Axis(labelColor=INK, ticks=False, domain=False, minExtent=56)),
                color=alt.Color(
                    "value:Q",
                    legend=None,
                    scale=alt.Scale(domain=[-limit, 0, limit], range=[LOWERS, PAPER, RAISES], interpolate="rgb"),
                ),
                tooltip=[
                    alt.Tooltip("of:N", title="of"),
                    alt.Tooltip("index:O", title="number"),
                    alt.Tooltip("value:Q", title="value", format="+.4f"),
                ],
            )
            .properties(height=24, width="container")
        )
    return alt.vconcat(*rows, spacing=4).resolve_scale(color="independent").configure_view(stroke=None)
