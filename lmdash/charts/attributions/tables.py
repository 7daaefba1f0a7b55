"""Numbers of words in several rows: steps by words, agreement of methods, and the curve of a deletion."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from lmdash.charts.attributions.bars import token_axis
from lmdash.charts.numbers import signed_number
from lmdash.charts.theme import CHANGED, INK, SIGNED_RANGE, WITHOUT
from lmdash.charts.vega import Spec, chart, constant, mark, of, picking

PICK = "picked_step"
CELL = 34  # pixels of a square of the matrix
HEIGHT = 260
_CELLS = {"stroke": WITHOUT, "strokeWidth": 0.5, "strokeOpacity": 0.5, "cornerRadius": 2}


def step_matrix(values: np.ndarray, written: list[str], words: list[str], unit: str, *, chosen: int = -1) -> Spec:
    """Values [steps, words]: written tokens down, words of the prompt across; a click picks a step (:data:`PICK`)."""
    steps, count = values.shape
    rows, columns = np.indices(values.shape)
    data = pd.DataFrame({"step": rows.ravel(), "word": columns.ravel(), "value": values.ravel().round(5)})
    data = data.assign(
        written=[written[step] for step in data["step"]], from_word=[words[word] for word in data["word"]]
    )
    data["number"] = data["value"].map(partial(signed_number, digits=1))
    limit = max(float(np.abs(values).max(initial=0.0)), 1e-6)
    colour = {"domain": [-limit, 0, limit], "range": SIGNED_RANGE, "interpolate": "rgb"}
    legend = {
        "title": None, "orient": "top", "gradientLength": 160, "gradientThickness": 10,
        "format": "+.1f",
    }  # fmt: skip
    base: Spec = {
        "x": of("word:O", title=None, axis=token_axis(words, orient="top", labelAngle=-50, labelLimit=110)),
        "y": of("step:O", title=None, axis=token_axis(written, labelLimit=120)),
    }
    cells = mark(
        "rect",
        pick=picking(PICK, "step"),
        look=_CELLS | {"cursor": "pointer"},
        **base,
        color=of("value:Q", scale=colour, legend=legend),
        tooltip=[
            of("written:N", title="written"),
            of("from_word:N", title="because of"),
            of("value:Q", title=unit, format="+.3f"),
        ],
    )
    layers = [cells]
    if count <= 24:
        layers.append(mark("text", look={"fontSize": 10.5}, **base, text=of("number:N"), color=constant(INK)))
    if 0 <= chosen < steps:
        outline = {"fill": None, "stroke": INK, "strokeWidth": 2}
        layers.append(mark("rect", only=f"datum.step === {chosen}", look=outline, **base))
    return chart(data, *layers, width=CELL * count, height=24 * steps, autosize={"type": "pad"})


def deletion_chart(table: pd.DataFrame, unit: str) -> Spec:
    """The answer over the number of hidden words, from the columns hidden, value, mean, low and high (random)."""
    numbers = {"grid": False, "tickMinStep": 1, "format": "d"}
    base: Spec = {"x": of("hidden:Q", title="words hidden, the most important first", axis=numbers)}

    def height(column: str) -> Spec:
        scale = {"zero": False, "nice": True, "padding": 6}
        return of(f"{column}:Q", title=unit, scale=scale, axis={"grid": False, "tickCount": 6})

    tips = [
        of("hidden:Q", title="words hidden"),
        of("value:Q", title="this order", format=".3f"),
        of("mean:Q", title="mean of random orders", format=".3f"),
    ]
    band = mark("area", look={"color": WITHOUT, "opacity": 0.28}, **base, y=height("low"), y2={"field": "high"})
    dashed = {"color": WITHOUT, "strokeDash": [5, 4], "strokeWidth": 2}
    random = mark("line", look=dashed, **base, y=height("mean"), tooltip=tips)
    full = {"color": CHANGED, "strokeWidth": 2.5, "point": {"color": CHANGED, "size": 55}}
    own = mark("line", look=full, **base, y=height("value"), tooltip=tips)
    return chart(table, band, random, own, height=HEIGHT)


def agreement_map(matrix: pd.DataFrame) -> Spec:
    """Rank correlations of methods, each with each, from a square table named on both sides; 1 is the same order."""
    names = list(matrix.columns)
    data = matrix.rename_axis(index="one", columns=None).reset_index().melt("one", var_name="other", value_name="value")
    data["number"] = data["value"].map(lambda value: "–" if pd.isna(value) else signed_number(value))
    axis = {
        "labelFontSize": 12,
        "labelLimit": 150,
        "labelPadding": 6,
        "labelOverlap": False,
        "labelFlush": False,
        "ticks": False,
        "domain": False,
    }
    base: Spec = {
        "x": of("other:N", sort=names, title=None, axis={"orient": "top", "labelAngle": -30, **axis}),
        "y": of("one:N", sort=names, title=None, axis=axis),
    }
    cells = mark(
        "rect",
        look=_CELLS,
        **base,
        color=of("value:Q", legend=None, scale={"domain": [-1, 0, 1], "range": SIGNED_RANGE, "interpolate": "rgb"}),
        tooltip=[
            of("one:N", title="method"),
            of("other:N", title="compared with"),
            of("number:N", title="rank correlation"),
        ],
    )
    numbers = mark("text", look={"fontSize": 12}, **base, text=of("number:N"), color=constant(INK))
    size = {"width": 76 * len(names), "height": 34 * len(names), "autosize": {"type": "pad"}}
    return chart(data, cells, numbers, **size)
