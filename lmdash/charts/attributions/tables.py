"""Numbers of words in several rows: steps by words, agreement of methods, and the curve of a deletion."""

from __future__ import annotations

from functools import partial

import altair as alt
import numpy as np
import pandas as pd

from lmdash.charts.attributions.bars import number_axis, signed_number, token_axis
from lmdash.charts.theme import CHANGED, INK, SIGNED_RANGE, WITHOUT, Layered

PICK = "picked_step"
CELL = 34  # pixels of a square of the matrix
HEIGHT = 260
_METHOD = alt.Tooltip("one:N", title="method")
_RANKS = alt.Tooltip("number:N", title="rank correlation")


def step_matrix(values: np.ndarray, written: list[str], words: list[str], unit: str, *, chosen: int = -1) -> Layered:
    """Values [steps, words]: written tokens down, words of the prompt across; a click picks a step (:data:`PICK`)."""
    steps, count = values.shape
    rows, columns = np.indices(values.shape)
    data = pd.DataFrame({"step": rows.ravel(), "word": columns.ravel(), "value": values.ravel().round(5)})
    data = data.assign(
        written=[written[step] for step in data["step"]], from_word=[words[word] for word in data["word"]]
    )
    data["number"] = data["value"].map(partial(signed_number, digits=1))
    limit = max(float(np.abs(values).max(initial=0.0)), 1e-6)
    colour = alt.Scale(domain=[-limit, 0, limit], range=SIGNED_RANGE, interpolate="rgb")
    legend = alt.Legend(
        title=None, orient="top", gradientLength=160, gradientThickness=10, labelColor=INK, format="+.1f"
    )
    pick = alt.selection_point(name=PICK, fields=["step"], toggle=False)
    base = alt.Chart(data).encode(
        x=alt.X("word:O", title=None, axis=token_axis(words, orient="top", labelAngle=-50, labelLimit=110)),
        y=alt.Y("step:O", title=None, axis=token_axis(written, labelLimit=120)),
    )
    cells = (
        base.mark_rect(stroke=WITHOUT, strokeWidth=0.5, strokeOpacity=0.5, cornerRadius=2, cursor="pointer")
        .encode(
            color=alt.Color("value:Q", scale=colour, legend=legend),
            tooltip=[
                alt.Tooltip("written:N", title="written"),
                alt.Tooltip("from_word:N", title="because of"),
                alt.Tooltip("value:Q", title=unit, format="+.3f"),
            ],
        )
        .add_params(pick)
    )
    layers = [cells]
    if count <= 24:
        layers.append(base.mark_text(fontSize=10.5).encode(text="number:N", color=alt.value(INK)))
    row = data[data["step"] == chosen]
    if len(row):
        outline = alt.Chart(row).mark_rect(fill=None, stroke=INK, strokeWidth=2)
        layers.append(outline.encode(x=base.encoding.x, y=base.encoding.y))
    size = {"width": CELL * count, "height": 24 * steps, "autosize": alt.AutoSizeParams(type="pad")}
    return alt.layer(*layers).properties(**size).configure_view(stroke=None)


def deletion_chart(table: pd.DataFrame, unit: str) -> Layered:
    """The answer over the number of hidden words, from the columns hidden, value, mean, low and high (random)."""
    x = alt.X("hidden:Q", title="words hidden, the most important first", axis=number_axis(tickMinStep=1, format="d"))
    scale = alt.Scale(zero=False, nice=True, padding=6)
    base = alt.Chart(table).encode(x=x)
    band = base.mark_area(color=WITHOUT, opacity=0.28).encode(
        y=alt.Y("low:Q", title=unit, scale=scale, axis=number_axis(tickCount=6)), y2="high:Q"
    )
    tips = [
        alt.Tooltip("hidden:Q", title="words hidden"),
        alt.Tooltip("value:Q", title="this order", format=".3f"),
        alt.Tooltip("mean:Q", title="mean of random orders", format=".3f"),
    ]
    random = base.mark_line(color=WITHOUT, strokeDash=[5, 4], strokeWidth=2).encode(
        y=alt.Y("mean:Q", scale=scale), tooltip=tips
    )
    own = base.mark_line(color=CHANGED, strokeWidth=2.5, point=alt.OverlayMarkDef(color=CHANGED, size=55)).encode(
        y=alt.Y("value:Q", scale=scale), tooltip=tips
    )
    return alt.layer(band, random, own).properties(height=HEIGHT).configure_view(stroke=None)


def agreement_map(matrix: pd.DataFrame) -> Layered:
    """Rank correlations of methods, each with each, from a square table named on both sides; 1 is the same order."""
    names = list(matrix.columns)
    data = matrix.rename_axis(index="one", columns=None).reset_index().melt("one", var_name="other", value_name="value")
    data["number"] = data["value"].map(lambda value: "–" if pd.isna(value) else signed_number(value))
    axis = {
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 150,
        "labelPadding": 6,
        "labelOverlap": False,
        "labelFlush": False,
        "ticks": False,
        "domain": False,
    }
    base = alt.Chart(data).encode(
        x=alt.X("other:N", sort=names, title=None, axis=alt.Axis(orient="top", labelAngle=-30, **axis)),
        y=alt.Y("one:N", sort=names, title=None, axis=alt.Axis(**axis)),
    )
    cells = base.mark_rect(stroke=WITHOUT, strokeWidth=0.5, strokeOpacity=0.5, cornerRadius=2).encode(
        color=alt.Color(
            "value:Q",
            legend=None,
            scale=alt.Scale(domain=[-1, 0, 1], range=SIGNED_RANGE, interpolate="rgb"),
        ),
        tooltip=[_METHOD, alt.Tooltip("other:N", title="compared with"), _RANKS],
    )
    numbers = base.mark_text(fontSize=12).encode(text="number:N", color=alt.value(INK))
    return (
        (cells + numbers)
        .properties(width=76 * len(names), height=34 * len(names), autosize=alt.AutoSizeParams(type="pad"))
        .configure_view(stroke=None)
    )
