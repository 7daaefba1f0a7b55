"""What each part of a prompt is worth: rows of cells, one per part; and what two parts do together."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from lmdash.analyses.prompt_ablation.pairs import PairAblation
from lmdash.charts.numbers import percent, signed_number
from lmdash.charts.theme import INK, SIGNED_RANGE, STRENGTH_RANGE, TOKEN_FONT, WITHOUT
from lmdash.charts.vega import Spec, chart, mark, named, of

ROW, HEADING = 30, 40  # pixels
LABEL_WIDTH = 150
WIDTHS = 3.7  # of all columns together, where a column of numbers has 1
FULL_AT_LEAST = 0.2  # nats or bits that have the full colour: where nothing matters, nothing is coloured as if it did
CHANGE, DIVERGENCE, ANSWER = "change (nats)", "divergence (bits)", "then it says"
FLIPPED = "★ "  # stands before an answer that is another one: colour is never alone
MOST_NUMBERS = 12  # parts up to which the cells of a pair map have room for their numbers


def _axis(**more: Any) -> Spec:
    return {
        "ticks": False, "domain": False, "grid": False, "labelAngle": 0, **more
    }  # fmt: skip


def _rows(names: list[str]) -> Spec:
    """One row per part, by its number: parts may look the same."""
    axis = _axis(labelExpr=named(names), labelFont=TOKEN_FONT, labelFontSize=13, labelLimit=LABEL_WIDTH, labelPadding=8)
    return of("row:O", title=None, axis=axis, scale={"padding": 0.06})


def _inner(table: pd.DataFrame) -> pd.DataFrame:
    """Without the part that the text ends with, whose effect would outshine all others."""
    inner = table[~table["last"]]
    return inner if len(inner) else table


def _signed(limit: float) -> Spec:
    return {"domain": [-limit, 0, limit], "range": SIGNED_RANGE, "interpolate": "rgb", "clamp": True}


def _limit(values: pd.Series) -> float:
    return max(float(values.abs().max()), FULL_AT_LEAST)


def ablation_cells(table: pd.DataFrame) -> Spec:
    """For each part (the rows of an ablation's table, in the order given) the change of the target, the
    divergence of the whole prediction, and the next token then, marked where it is another one.
    """
    data = table.reset_index(drop=True).drop(columns=["tokens"])
    data = data.assign(
        row=range(len(data)),
        delta_text=data["delta"].map(signed_number),
        bits_text=data["kl_bits"].map("{:.2f}".format),
        says=np.where(data["flips"], FLIPPED, "") + data["token"] + " " + data["token_probability"].map(percent),
        after=data["probability"].map(percent),
    )
    headings = {0.48: CHANGE, 1.48: DIVERGENCE, 2.5: ANSWER}
    expression = " : ".join(f"datum.value == {place} ? {json.dumps(name)}" for place, name in headings.items())
    axis = _axis(orient="top", values=list(headings), labelExpr=f"{expression} : ''", labelOverlap=False)
    base: Spec = {
        "y": _rows(data["part"].tolist()),
        "tooltip": [
            of("part:N", title="without"),
            of("delta:Q", title=CHANGE, format="+.3f"),
            of("after:N", title="probability of the target"),
            of("kl_bits:Q", title=DIVERGENCE, format=".3f"),
            of("says:N", title=ANSWER),
        ],
    }

    def at(place: float) -> Spec:
        scale = {"domain": [0, WIDTHS], "nice": False}
        return {"datum": place, "type": "quantitative", "title": None, "scale": scale, "axis": axis}

    def cells(start: float, column: str, colours: Spec) -> Spec:
        colour = of(f"{column}:Q", legend=None, scale=colours)
        return mark("rect", look=_cell(3), **base, x=at(start), x2={"datum": start + 0.96}, color=colour)

    def words(place: float, text: str, **style: Any) -> Spec:
        look = {"color": INK, "fontSize": 13, **style}
        return mark("text", look=look, **base, x=at(place), text=of(f"{text}:N"))

    inner = _inner(data)
    strength = {
        "domain": [0, _limit(inner["kl_bits"])], "range": STRENGTH_RANGE, "interpolate": "rgb", "clamp": True
    }  # fmt: skip
    return chart(
        data,
        cells(0, "delta", _signed(_limit(inner["delta"]))),
        cells(1, "kl_bits", strength),
        words(0.48, "delta_text"),
        words(1.48, "bits_text"),
        words(2.06, "says", font=TOKEN_FONT, align="left"),
        resolve={"scale": {"color": "independent"}},
        height=HEADING + ROW * len(data),
    )


def _cell(corner: float) -> Spec:
    return {"stroke": WITHOUT, "strokeWidth": 0.5, "strokeOpacity": 0.5, "cornerRadius": corner}


def ways_cells(tables: dict[str, pd.DataFrame]) -> Spec:
    """The change of the target for each part (rows) and each way of removing it (columns); ★: another answer."""
    [first, *_] = tables.values()
    rows = [table.drop(columns=["tokens"]).assign(way=way, row=range(len(table))) for way, table in tables.items()]
    data = pd.concat(rows, ignore_index=True)
    data["text"] = np.where(data["flips"], FLIPPED, "") + data["delta"].map(signed_number)
    data["says"] = data["token"] + " " + data["token_probability"].map(percent)
    base: Spec = {
        "y": _rows(first["part"].tolist()),
        "x": of("way:N", title=None, sort=list(tables), scale={"padding": 0.03}, axis=_axis(orient="top")),
        "tooltip": [
            of("part:N"),
            of("way:N", title="is"),
            of("delta:Q", title=CHANGE, format="+.3f"),
            of("kl_bits:Q", title=DIVERGENCE, format=".3f"),
            of("says:N", title=ANSWER),
        ],
    }
    colours = _signed(_limit(_inner(data)["delta"]))
    cells = mark("rect", look=_cell(3), **base, color=of("delta:Q", legend=None, scale=colours))
    numbers = mark("text", look={"color": INK, "fontSize": 13}, **base, text=of("text:N"))
    return chart(data, cells, numbers, height=HEADING + ROW * len(first))


def pair_map(pairs: PairAblation, interaction: bool = True) -> Spec:
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
    data["text"] = data["value"].map(partial(signed_number, digits=1))
    limit = _limit(data["value"])
    names = list(pairs.names)
    across = {
        "labelExpr": named(names),
        "labelFont": TOKEN_FONT,
        "labelFontSize": 13,
        "labelLimit": 110,
        "labelAngle": -40,
        "ticks": False,
        "domain": False,
    }
    base: Spec = {
        "x": of("column:O", title=None, scale={"padding": 0.04}, axis=across),
        "y": _rows(names),
        "tooltip": [
            of("one:N", title="without"),
            of("other:N", title="and"),
            of("both:Q", title="both (nats)", format="+.3f"),
            of("sum:Q", title="sum of both alone", format="+.3f"),
            of("value:Q", title="interaction" if interaction else CHANGE, format="+.3f"),
        ],
    }
    legend = {
        "title": None, "orient": "top", "gradientLength": 160, "gradientThickness": 10, "format": "+.1f",

    }  # fmt: skip
    layers = [mark("rect", look=_cell(2), **base, color=of("value:Q", scale=_signed(limit), legend=legend))]
    if count <= MOST_NUMBERS:
        layers.append(mark("text", look={"color": INK, "fontSize": 12}, **base, text=of("text:N")))
    return chart(data, *layers, height=HEADING + 60 + ROW * count)
