"""The logit lens as a grid: layers from the bottom up, positions from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lmdash.analyses.hidden_states.lens import LensMeasure
from lmdash.charts.numbers import count, percent, with_minus
from lmdash.charts.theme import INK, PAPER, SIGNED_RANGE, STRENGTH_RANGE, TOKEN_FONT
from lmdash.charts.vega import Spec, chart, constant, either, mark, named, of, picking

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
) -> Spec:
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
        "labelOverlap": False,
        "labelFlush": False,
    }
    below = {"labelAngle": 0, "labelFont": TOKEN_FONT, "labelLimit": width, "labelExpr": named(under), **plain}
    base: Spec = {
        "x": of("position:O", title="last token read", axis=below),
        "y": of("step:O", sort="descending", title=None, axis={"labelLimit": 110, "labelExpr": named(points), **plain}),
    }
    squares = mark(
        "rect",
        pick=picking(CELL, "step", "position"),
        look={"cornerRadius": 3, "cursor": "pointer"},
        **base,
        color=_colour(measure, cells[measure.column], difference),
        stroke=either("datum.selected", INK, PAPER),
        strokeWidth=either("datum.selected", 2.5, 1.5),
        tooltip=_tooltip(measure, difference),
    )
    tall = len(steps) <= MOST_TALL
    return chart(
        data,
        squares,
        *_writing(base, tall),
        width=width * len(positions),
        height=(TALL if tall else LOW) * len(steps),
        autosize={"type": "pad"},
        config={"scale": {"bandPaddingInner": 0, "bandPaddingOuter": 0}},
    )


def _writing(base: Spec, tall: bool) -> list[Spec]:
    """The tokens, the final ones in bold, and where rows are tall the numbers below them."""
    token = {"font": TOKEN_FONT, "fontSize": 11.5, "dy": -7 if tall else 0, "cursor": "pointer"}
    ink: Spec = base | {"color": constant(INK)}
    layers = [
        mark("text", only=which, look=token | {"fontWeight": weight}, **ink, text=of("short:N"))
        for which, weight in (("datum.agrees", "bold"), ("!datum.agrees", "normal"))
    ]
    if tall:
        number = {"fontSize": 10, "dy": 8, "opacity": 0.85, "cursor": "pointer"}
        layers.append(mark("text", look=number, **ink, text=of("written:N")))
    return layers


def _short(label: str, letters: int) -> str:
    return label if len(label) <= letters else label[: letters - 1] + "…"


def _colour(measure: Measure, number: pd.Series, difference: bool) -> Spec:
    """From the background to full strength; for a difference, either way from it."""
    if difference:
        most = float(number.abs().max()) or 1.0
        scale: Spec = {"domain": [-most, 0, most], "range": SIGNED_RANGE}
    else:
        domain = list(measure.domain or (0, max(1.0, float(number.max()))))
        if measure.logarithmic:
            domain = [max(10.0, float(number.max())), 1]
        scale = {"type": "log" if measure.logarithmic else "linear", "domain": domain, "range": STRENGTH_RANGE}
    legend = {
        "title": ("change in " if difference else "") + measure.title,
        "orient": "top",
        "gradientLength": 180,
        "tickCount": 4,
        "format": ".0%" if measure.share else "~g",
        "titleLimit": 400,
    }
    return of(f"{measure.column}:Q", scale=scale | {"interpolate": "rgb"}, legend=legend)


def _tooltip(measure: Measure, difference: bool) -> list[Spec]:
    own = [
        of(f"{each.column}:Q", title=each.title, format=each.form)
        for each in ([measure] if difference else MEASURES.values())
    ]
    before = [of("token_without:N", title="top token without interventions")] if difference else []
    return [
        of("token:N", title="top token"),
        *before,
        *own,
        of("final_token:N", title="final answer"),
        of("point:N", title="after"),
        of("read:N", title="token read"),
        of("position:Q", title="position"),
    ]
