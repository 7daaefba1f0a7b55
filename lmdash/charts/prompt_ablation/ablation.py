"""What each part of a prompt is worth: rows of cells, one per part; and what two parts do together."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lmdash.analyses.prompt_ablation.pairs import PairAblation
from lmdash.charts.numbers import percent
from lmdash.charts.theme import INK, SIGNED_RANGE, STRENGTH_RANGE, TOKEN_FONT, WITHOUT, Layered

ROW, HEADING = 30, 40  # pixels
LABEL_WIDTH = 150
WIDTHS = 3.7  # of all columns together, where a column of numbers has 1
FULL_AT_LEAST = 0.2  # nats or bits that have the full colour: where nothing matters, nothing is coloured as if it did
CHANGE, DIVERGENCE, ANSWER = "change (nats)", "divergence (bits)", "then it says"
FLIPPED = "★ "  # stands before an answer that is another one: colour is never alone
MOST_NUMBERS = 12  # parts up to which the cells of a pair map have room for their numbers


def _axis(**more: Any) -> alt.Axis:
    return alt.Axis(labelColor=INK, titleColor=INK, ticks=False, domain=False, grid=False, labelAngle=0, **more)


def _rows(names: list[str]) -> alt.Y:
    """One row per part, by its number: parts may look the same."""
    labels = _named(names)
    axis = _axis(labelExpr=labels, labelFont=TOKEN_FONT, labelFontSize=13, labelLimit=LABEL_WIDTH, labelPadding=8)
    return alt.Y("row:O", title=None, axis=axis, scale=alt.Scale(padding=0.06))


def _named(names: list[str]) -> str:
    return f"{json.dumps(names)}[datum.value]"


def signed(change: float, digits: int = 2) -> str:
    """``+1.20``, ``−0.35``, ``0.00``."""
    rounded = round(float(change), digits)
    return f"{rounded:+.{digits}f}".replace("-", "−") if rounded else f"{0:.{digits}f}"


def _inner(table: pd.DataFrame) -> pd.DataFrame:
    """Without the part that the text ends with, whose effect would outshine all others."""
    inner = table[~table["last"]]
    return inner if len(inner) else table


def _signed(limit: float) -> alt.Scale:
    return alt.Scale(domain=[-limit, 0, limit], range=SIGNED_RANGE, interpolate="rgb", clamp=True)


def _limit(values: pd.Series) -> float:
    return max(float(values.abs().max()), FULL_AT_LEAST)


def ablation_cells(table: pd.DataFrame) -> Layered:
    """For each part (the rows of an ablation's table, in the order given) the change of the target, the
    divergence of the whole prediction, and the next token then, marked where it is another one.
    """
    data = table.reset_index(drop=True).drop(columns=["tokens"])
    data = data.assign(
        row=range(len(data)),
        delta_text=data["delta"].map(signed),
        bits_text=data["kl_bits"].map("{:.2f}".format),
        says=np.where(data["flips"], FLIPPED, "") + data["token"] + " " + data["token_probability"].map(percent),
        after=data["probability"].map(percent),
    )
    headings = {0.48: CHANGE, 1.48: DIVERGENCE, 2.5: ANSWER}
    expression = " : ".join(f"datum.value == {place} ? {json.dumps(name)}" for place, name in headings.items())
    axis = _axis(orient="top", values=list(headings), labelExpr=f"{expression} : ''", labelOverlap=False)
    scale = alt.Scale(domain=[0, WIDTHS], nice=False)
    base = alt.Chart(data).encode(
        y=_rows(data["part"].tolist()),
        tooltip=[
            alt.Tooltip("part:N", title="without"),
            alt.Tooltip("delta:Q", title=CHANGE, format="+.3f"),
            alt.Tooltip("after:N", title="probability of the target"),
            alt.Tooltip("kl_bits:Q", title=DIVERGENCE, format=".3f"),
            alt.Tooltip("says:N", title=ANSWER),
        ],
    )

    def at(place: float) -> alt.XDatum:
        return alt.XDatum(place, type="quantitative", title=None, scale=scale, axis=axis)

    def cells(start: float, value: str, colours: alt.Scale) -> alt.Chart:
        rect = base.mark_rect(stroke=WITHOUT, strokeWidth=0.5, strokeOpacity=0.5, cornerRadius=3)
        return rect.encode(
            x=at(start), x2=alt.X2Datum(start + 0.96), color=alt.Color(f"{value}:Q", legend=None, scale=colours)
        )

    def words(place: float, text: str, **style: Any) -> alt.Chart:
        return base.mark_text(color=INK, fontSize=13, **style).encode(x=at(place), text=f"{text}:N")

    inner = _inner(data)
    strength = alt.Scale(domain=[0, _limit(inner["kl_bits"])], range=STRENGTH_RANGE, interpolate="rgb", clamp=True)
    return (
        alt.layer(
            cells(0, "delta", _signed(_limit(inner["delta"]))),
            cells(1, "kl_bits", strength),
            words(0.48, "delta_text"),
            words(1.48, "bits_text"),
            words(2.06, "says", font=TOKEN_FONT, align="left"),
        )
        .resolve_scale(color="independent")
        .properties(height=HEADING + ROW * len(data))
        .configure_view(stroke=None)
    )


def ways_cells(tables: dict[str, pd.DataFrame]) -> Layered:
    """The change of the target for each part (rows) and each way of removing it (columns); ★: another answer."""
    [first, *_] = tables.values()
    rows = [table.drop(columns=["tokens"]).assign(way=way, row=range(len(table))) for way, table in tables.items()]
    data = pd.concat(rows, ignore_index=True)
    data["text"] = np.where(data["flips"], FLIPPED, "") + data["delta"].map(signed)
    data["says"] = data["token"] + " " + data["token_probability"].map(percent)
    base = alt.Chart(data).encode(
        y=_rows(first["part"].tolist()),
        x=alt.X("way:N", title=None, sort=list(tables), scale=alt.Scale(padding=0.03), axis=_axis(orient="top")),
        tooltip=[
            alt.Tooltip("part:N"),
            alt.Tooltip("way:N", title="is"),
            alt.Tooltip("delta:Q", title=CHANGE, format="+.3f"),
            alt.Tooltip("kl_bits:Q", title=DIVERGENCE, format=".3f"),
            alt.Tooltip("says:N", title=ANSWER),
        ],
    )
    rect = base.mark_rect(stroke=WITHOUT, strokeWidth=0.5, strokeOpacity=0.5, cornerRadius=3)
    colours = _signed(_limit(_inner(data)["delta"]))
    cells = rect.encode(color=alt.Color("delta:Q", legend=None, scale=colours))
    numbers = base.mark_text(color=INK, fontSize=13).encode(text="text:N")
    return (cells + numbers).properties(height=HEADING + ROW * len(first)).configure_view(stroke=None)


def pair_map(pairs: PairAblation, interaction: bool = True) -> Layered:
    """Parts against parts: what a pair does beyond the sum of both, or its whole effect, each alone as diagonal."""
    values = pairs.interaction if interaction else pairs.together
    count = len(pairs.names)
    data = pd.DataFrame(
        [
            {
                "row": row,
                "column": column,
                "one": pairs.names[row],
                "other": pairs.names[column] if column != row else "nothing else",
                "value": float(values[row, column]),
                "both": float(pairs.together[row, column]),
                "sum": float(pairs.single[row] + (pairs.single[column] if column != row else 0)),
            }
            for row in range(count)
            for column in range(row + (not interaction))
            if not np.isnan(values[row, column])
        ]
    )
    data["text"] = data["value"].map(partial(signed, digits=1))
    limit = _limit(data["value"])
    names = list(pairs.names)
    base = alt.Chart(data).encode(
        x=alt.X(
            "column:O",
            title=None,
            scale=alt.Scale(padding=0.04),
            axis=alt.Axis(
                labelExpr=_named(names),
                labelFont=TOKEN_FONT,
                labelColor=INK,
                labelFontSize=13,
                labelLimit=110,
                labelAngle=-40,
                ticks=False,
                domain=False,
            ),
        ),
        y=_rows(names),
        tooltip=[
            alt.Tooltip("one:N", title="without"),
            alt.Tooltip("other:N", title="and"),
            alt.Tooltip("both:Q", title="both (nats)", format="+.3f"),
            alt.Tooltip("sum:Q", title="sum of both alone", format="+.3f"),
            alt.Tooltip("value:Q", title="interaction" if interaction else CHANGE, format="+.3f"),
        ],
    )
    legend = alt.Legend(
        title=None, orient="top", gradientLength=160, gradientThickness=10, format="+.1f", labelColor=INK
    )
    rect = base.mark_rect(stroke=WITHOUT, strokeWidth=0.5, strokeOpacity=0.5, cornerRadius=2)
    layers = [rect.encode(color=alt.Color("value:Q", scale=_signed(limit), legend=legend))]
    if count <= MOST_NUMBERS:
        layers.append(base.mark_text(color=INK, fontSize=12).encode(text="text:N"))
    return alt.layer(*layers).properties(height=HEADING + 60 + ROW * count).configure_view(stroke=None)
