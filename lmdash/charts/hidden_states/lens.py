"""The logit lens as a grid: layers from the bottom up, positions from left to right."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from lmdash.analyses.hidden_states.lens import LensMeasure
from lmdash.charts.numbers import count, percent, with_minus
from lmdash.charts.theme import INK, PAPER, SIGNED_RANGE, STRENGTH_RANGE, TOKEN_FONT, Layered

CELL = "cell"
"""The name of the selection; its fields are step and position."""
FIT_WIDTH, LEAST_WIDTH, MOST_WIDTH = 620, 50, 124  # pixels, of the grid and of a column
TALL, LOW, MOST_TALL = 36, 21, 26  # height of a row, with the number below the token or without, and how many are tall
LETTER = 7.0  # pixels, of the monospaced face


@dataclass(frozen=True)
class Measure:
    """A number of the cells: its column, name, how Vega writes it, and the ends of its scale where they are fixed."""

    column: str
    title: str
    form: str
    domain: tuple[float, float] | None = None
    logarithmic: bool = False

    @property
    def share(self) -> bool:
        """Whether it is a probability."""
        return self.column == "probability"

    def written(self, value: float, difference: bool) -> str:
        """The number as a cell shows it."""
        if difference:
            return with_minus(f"{100 * value:+.0f}%" if self.share else f"{value:+.3g}")
        return percent(value) if self.share else count(value) if self.logarithmic else f"{value:.1f}"


MEASURES: dict[LensMeasure, Measure] = {
    LensMeasure.PROBABILITY: Measure("probability", "probability of the top token", ".1%", (0, 1)),
    LensMeasure.ENTROPY: Measure("entropy_bits", "entropy (bits)", ".2f"),
    LensMeasure.KL: Measure("kl_bits", "distance from the final prediction (KL divergence, bits)", ".2f"),
    LensMeasure.RANK: Measure("rank", "rank of the final answer", ",d", logarithmic=True),
}


def lens_grid(
    cells: pd.DataFrame,
    names: Sequence[str],
    measure: Measure,
    selected: tuple[int, int],
    *,
    difference: bool = False,
) -> Layered:
    """Cells with their top token and number; bold where the top token is the final one.

    ``names`` are the tokens of the prompt under the columns, ``selected`` is (step, position).  With ``difference`` the
    number is a change: blue lowers, orange raises.
    """
    positions, steps = cells["position"].unique().tolist(), cells["step"].unique().tolist()
    width = max(LEAST_WIDTH, min(MOST_WIDTH, FIT_WIDTH // len(positions)))
    letters = int((width - 6) / LETTER)
    data = cells.assign(
        short=[_short(token, letters) for token in cells["token"]],
        written=[measure.written(value, difference) for value in cells[measure.column]],
        read=[names[int(position)] for position in cells["position"]],
        selected=(cells["step"] == selected[0]) & (cells["position"] == selected[1]),
    )
    under = {position: _short(names[int(position)], letters) for position in positions}
    points = dict(zip(cells["step"], cells["point"], strict=True))
    plain: dict[str, Any] = {
        "ticks": False,
        "domain": False,
        "labelColor": INK,
        "titleColor": INK,
        "labelOverlap": False,
        "labelFlush": False,
    }
    below = alt.Axis(labelAngle=0, labelFont=TOKEN_FONT, labelLimit=width, labelExpr=_lookup(under), **plain)
    beside = alt.Axis(labelLimit=110, labelExpr=_lookup(points), **plain)
    base = alt.Chart(data).encode(
        x=alt.X("position:O", title="last token read", axis=below),
        y=alt.Y("step:O", sort="descending", title=None, axis=beside),
    )
    squares = base.mark_rect(cornerRadius=3, cursor="pointer").encode(
        color=_colour(measure, cells[measure.column], difference),
        stroke=alt.condition(alt.datum.selected, alt.value(INK), alt.value(PAPER)),
        strokeWidth=alt.condition(alt.datum.selected, alt.value(2.5), alt.value(1.5)),
        tooltip=_tooltip(measure, difference),
    )
    cell = alt.selection_point(name=CELL, fields=["step", "position"], on="click", clear=False, empty=False)
    return (
        alt.layer(squares.add_params(cell), *_writing(base, tall=len(steps) <= MOST_TALL))
        .properties(
            width=width * len(positions),
            height=(TALL if len(steps) <= MOST_TALL else LOW) * len(steps),
            autosize=alt.AutoSizeParams(type="pad"),
        )
        .configure_view(stroke=None)
        .configure_scale(bandPaddingInner=0, bandPaddingOuter=0)
    )


def _writing(base: alt.Chart, tall: bool) -> list[alt.Chart]:
    """The tokens, the final ones in bold, and where rows are tall the numbers below them."""
    token: dict[str, Any] = {"font": TOKEN_FONT, "fontSize": 11.5, "dy": -7 if tall else 0, "cursor": "pointer"}
    weights: dict[Literal["bold", "normal"], Any] = {"bold": alt.datum.agrees, "normal": ~alt.datum.agrees}
    layers = [
        base.transform_filter(condition).mark_text(fontWeight=weight, **token).encode(text="short:N")
        for weight, condition in weights.items()
    ]
    if tall:
        layers.append(base.mark_text(fontSize=10, dy=8, opacity=0.85, cursor="pointer").encode(text="written:N"))
    return [layer.encode(color=alt.value(INK)) for layer in layers]


def _short(label: str, letters: int) -> str:
    return label if len(label) <= letters else label[: letters - 1] + "…"


def _lookup(labels: dict[int, str]) -> str:
    """A Vega expression that writes labels, whatever characters they hold, in place of numbers."""
    return json.dumps({str(key): value for key, value in labels.items()}) + "[datum.value]"


def _colour(measure: Measure, number: pd.Series, difference: bool) -> alt.Color:
    """From the background to full strength; for a difference, either way from it."""
    if difference:
        most = float(number.abs().max()) or 1.0
        scale = alt.Scale(domain=[-most, 0, most], range=SIGNED_RANGE, interpolate="rgb")
    else:
        domain = measure.domain or (0, max(1.0, float(number.max())))
        if measure.logarithmic:
            domain = (max(10.0, float(number.max())), 1)
        kind = "log" if measure.logarithmic else "linear"
        scale = alt.Scale(type=kind, domain=domain, range=STRENGTH_RANGE, interpolate="rgb")
    legend = alt.Legend(
        title=("change in " if difference else "") + measure.title,
        orient="top",
        gradientLength=180,
        tickCount=4,
        format=".0%" if measure.share else "~g",
        labelColor=INK,
        titleColor=INK,
        titleLimit=400,
    )
    return alt.Color(f"{measure.column}:Q", scale=scale, legend=legend)


def _tooltip(measure: Measure, difference: bool) -> list[alt.Tooltip]:
    own = [
        alt.Tooltip(f"{each.column}:Q", title=each.title, format=each.form)
        for each in ([measure] if difference else MEASURES.values())
    ]
    before = [alt.Tooltip("token_without:N", title="top token without interventions")] if difference else []
    return [
        alt.Tooltip("token:N", title="top token"),
        *before,
        *own,
        alt.Tooltip("final_token:N", title="final answer"),
        alt.Tooltip("point:N", title="after"),
        alt.Tooltip("read:N", title="token read"),
        alt.Tooltip("position:Q", title="position"),
    ]
