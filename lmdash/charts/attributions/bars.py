"""Which words mattered, as pictures: bars, waterfall, steps by words, deletion curve, agreement of methods."""

from __future__ import annotations

import json
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from lmdash.charts.numbers import plural
from lmdash.charts.theme import BAR_HEIGHT, INK, LOWERS, RAISES, STRENGTH, TOKEN_FONT, WITHOUT, Layered

WATERFALL_ROWS = 16  # words with a row of their own; the others share one
ROOM = 0.16  # of the axis, for the number at the end of a bar


def signed_number(value: float, digits: int = 2) -> str:
    """``+1.50``, ``−0.20``; ``0.00`` for what rounds to nothing."""
    written = f"{value:+.{digits}f}".replace("-", "−")
    return written[1:] if not written[1:].strip("0.") else written


def number_axis(**more: Any) -> alt.Axis:
    """An axis of numbers, without lines across the picture."""
    return alt.Axis(labelColor=INK, titleColor=INK, grid=False, **more)


def _named(labels: list[str]) -> str:
    """An expression that gives each row its label: rows may look the same."""
    return f"{json.dumps(labels)}[datum.value]"


def token_axis(labels: list[str], **more: Any) -> alt.Axis:
    """An axis of words, each row or column with its own."""
    return alt.Axis(
        labelExpr=_named(labels),
        labelFont=TOKEN_FONT,
        labelColor=INK,
        labelFontSize=13,
        ticks=False,
        domain=False,
        labelPadding=8,
        labelOverlap=False,
        labelFlush=False,  # or the first and the last label leave the middle of their row
        **more,
    )


def attribution_bars(table: pd.DataFrame, unit: str, *, chosen: str = "", signed: bool = True) -> Layered:
    """One bar per row, from the columns feature, value and positions: orange raises, blue lowers, or all in one colour
    where numbers have no sign.  A column error draws a line that far to both sides; the ``chosen`` positions stand out.
    """
    data = table.assign(
        order=range(len(table)),
        written=[signed_number(each) if signed else f"{each:.1%}" for each in table["value"]],
        sign="share" if not signed else np.where(table["value"] >= 0, "raises", "lowers"),
        chosen=table["positions"] == chosen,
        error=table.get("error", 0.0),
    )
    data = data.assign(low=data["value"] - data["error"], high=data["value"] + data["error"])
    low, high = min(0.0, float(data["low"].min())), max(0.0, float(data["high"].max()))
    reach = max(high - low, 1e-6)
    domain = [low - (ROOM * reach if low < 0 else 0), high + ROOM * reach]
    base = alt.Chart(data).encode(
        y=alt.Y("order:O", title=None, axis=token_axis(data["feature"].tolist(), labelLimit=150)),
        tooltip=[
            alt.Tooltip("feature:N", title="part"),
            alt.Tooltip("positions:N", title="tokens"),
            alt.Tooltip("value:Q", title=unit, format="+.4f"),
        ],
    )
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=domain, nice=False))
    colours = alt.Scale(domain=["raises", "lowers", "share"], range=[RAISES, LOWERS, STRENGTH])
    bars = base.mark_bar(height=16, cornerRadiusEnd=3, strokeWidth=2).encode(
        x=x,
        color=alt.Color("sign:N", legend=None, scale=colours),
        stroke=alt.condition(alt.datum.chosen, alt.value(INK), alt.value(None)),
    )
    layers = [bars]
    if data["error"].any():
        layers.append(base.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q"))
    sides: tuple[tuple[Any, str, Literal["left", "right"], int], ...] = (
        (alt.datum.value >= 0, "high:Q", "left", 5),
        (alt.datum.value < 0, "low:Q", "right", -5),
    )
    for there, place, align, dx in sides:
        numbers = base.transform_filter(there).mark_text(align=align, dx=dx, fontSize=12)
        layers.append(numbers.encode(x=place, text="written:N", color=alt.value(INK)))
    zero = alt.Chart(pd.DataFrame({"value": [0.0]})).mark_rule(color=INK, opacity=0.5).encode(x="value:Q")
    return alt.layer(*layers, zero).properties(height=BAR_HEIGHT * len(data)).configure_view(stroke=None)


def waterfall_rows(labels: list[str], values: np.ndarray, base: float, shown: int = WATERFALL_ROWS) -> pd.DataFrame:
    """From the base value up and down to the output: columns label, value, start, end, kind (base, word, output).

    Words in the order of their weight, the weightiest first; those beyond ``shown`` share a row.
    """
    order = np.argsort(-np.abs(values), kind="stable")
    rows = [(labels[index], float(values[index])) for index in order[:shown]]
    if len(order) > shown:
        rows.append((plural(len(order) - shown, "other"), float(values[order[shown:]].sum())))
    steps = np.array([value for _, value in rows])
    ends = base + np.cumsum(steps)
    output = float(ends[-1]) if rows else base
    return pd.DataFrame(
        {
            "label": ["all words hidden", *(label for label, _ in rows), "none hidden"],
            "value": [base, *steps, output],
            "start": [base, *(ends - steps), output],
            "end": [base, *ends, output],
            "kind": ["base", *["word"] * len(rows), "output"],
        }
    )


def waterfall(rows: pd.DataFrame, unit: str) -> Layered:
    """The rows of :func:`waterfall_rows`: where the answer starts with all words hidden, and what each word adds."""
    low, high = rows[["start", "end"]].to_numpy().min(), rows[["start", "end"]].to_numpy().max()
    reach = max(float(high - low), 1e-6)
    data = rows.assign(
        order=range(len(rows)),
        low=rows[["start", "end"]].min(axis=1),
        high=rows[["start", "end"]].max(axis=1),
        sign=np.where(rows["kind"] == "word", np.where(rows["value"] >= 0, "raises", "lowers"), "total"),
        written=[
            signed_number(value) if kind == "word" else signed_number(value).removeprefix("+")
            for value, kind in zip(rows["value"], rows["kind"], strict=True)
        ],
    )
    base = alt.Chart(data).encode(
        y=alt.Y("order:O", title=None, axis=token_axis(data["label"].tolist(), labelLimit=150)),
        tooltip=[
            alt.Tooltip("label:N", title="part"),
            alt.Tooltip("value:Q", title=unit, format="+.4f"),
            alt.Tooltip("end:Q", title="so far", format=".4f"),
        ],
    )
    scale = alt.Scale(domain=[float(low) - 0.04 * reach, float(high) + ROOM * reach], nice=False)
    x = alt.X("low:Q", title=unit, scale=scale, axis=number_axis(tickCount=6))
    colour = alt.Color(
        "sign:N", legend=None, scale=alt.Scale(domain=["raises", "lowers", "total"], range=[RAISES, LOWERS, WITHOUT])
    )
    words = base.transform_filter(alt.datum.kind == "word").mark_bar(height=16, cornerRadius=2)
    totals = base.transform_filter(alt.datum.kind != "word").mark_point(
        shape="diamond", filled=True, size=130, opacity=1
    )
    numbers = base.mark_text(align="left", dx=9, fontSize=12).encode(
        x=alt.X("high:Q", scale=scale), text="written:N", color=alt.value(INK)
    )
    return (
        alt.layer(words.encode(x=x, x2="high:Q", color=colour), totals.encode(x=x, color=colour), numbers)
        .properties(height=BAR_HEIGHT * len(data), autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure_view(stroke=None)
    )
