"""Which words mattered, as pictures: bars, waterfall, steps by words, deletion curve, agreement of methods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lmdash.charts.numbers import plural, signed_number
from lmdash.charts.theme import BAR_HEIGHT, INK, LOWERS, RAISES, STRENGTH, TOKEN_FONT, WITHOUT
from lmdash.charts.vega import Spec, chart, constant, either, line, mark, named, of

WATERFALL_ROWS = 16  # words with a row of their own; the others share one
ROOM = 0.16  # of the axis, for the number at the end of a bar


def token_axis(labels: list[str], **more: Any) -> Spec:
    """An axis of words, each row or column with its own."""
    return {
        "labelExpr": named(labels),
        "labelFont": TOKEN_FONT,
        "labelFontSize": 13,
        "ticks": False,
        "domain": False,
        "labelPadding": 8,
        "labelOverlap": False,
        "labelFlush": False,  # or the first and the last label leave the middle of their row
        **more,
    }


def attribution_bars(table: pd.DataFrame, unit: str, *, chosen: str = "", signed: bool = True) -> Spec:
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
    scale = {"domain": domain, "nice": False}

    def place(column: str) -> Spec:
        return of(f"{column}:Q", title=None, axis=None, scale=scale)

    base: Spec = {
        "y": of("order:O", title=None, axis=token_axis(data["feature"].tolist(), labelLimit=150)),
        "tooltip": [
            of("feature:N", title="part"),
            of("positions:N", title="tokens"),
            of("value:Q", title=unit, format="+.4f"),
        ],
    }
    colours = {"domain": ["raises", "lowers", "share"], "range": [RAISES, LOWERS, STRENGTH]}
    bars = mark(
        "bar",
        look={"height": 16, "cornerRadiusEnd": 3, "strokeWidth": 2},
        **base,
        x=place("value"),
        color=of("sign:N", legend=None, scale=colours),
        stroke=either("datum.chosen", INK, None),
    )
    layers = [bars]
    if data["error"].any():
        thin = {"color": INK, "strokeWidth": 1.5}
        layers.append(mark("rule", look=thin, **base, x=place("low"), x2={"field": "high"}))
    for there, end, align, dx in (("datum.value >= 0", "high", "left", 5), ("datum.value < 0", "low", "right", -5)):
        look = {"align": align, "dx": dx, "fontSize": 12}
        numbers = {"x": place(end), "text": of("written:N"), "color": constant(INK)}
        layers.append(mark("text", only=there, look=look, **base, **numbers))
    zero = line({"color": INK, "opacity": 0.5}, x={"datum": 0})
    return chart(data, *layers, zero, height=BAR_HEIGHT * len(data))


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


def waterfall(rows: pd.DataFrame, unit: str) -> Spec:
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
    scale = {"domain": [float(low) - 0.04 * reach, float(high) + ROOM * reach], "nice": False}
    base: Spec = {
        "y": of("order:O", title=None, axis=token_axis(data["label"].tolist(), labelLimit=150)),
        "tooltip": [
            of("label:N", title="part"),
            of("value:Q", title=unit, format="+.4f"),
            of("end:Q", title="so far", format=".4f"),
        ],
    }
    signs = {"domain": ["raises", "lowers", "total"], "range": [RAISES, LOWERS, WITHOUT]}
    place = {
        "x": of("low:Q", title=unit, scale=scale, axis={"grid": False, "tickCount": 6}),
        "color": of("sign:N", legend=None, scale=signs),
    }
    word, total = "datum.kind === 'word'", {"shape": "diamond", "filled": True, "size": 130, "opacity": 1}
    words = mark("bar", only=word, look={"height": 16, "cornerRadius": 2}, **base, **place, x2={"field": "high"})
    totals = mark("point", only=f"!({word})", look=total, **base, **place)
    numbers = mark(
        "text",
        look={"align": "left", "dx": 9, "fontSize": 12},
        **base,
        x=of("high:Q", scale=scale),
        text=of("written:N"),
        color=constant(INK),
    )
    fit = {"type": "fit-x", "contains": "padding"}
    return chart(data, words, totals, numbers, height=BAR_HEIGHT * len(data), autosize=fit)
