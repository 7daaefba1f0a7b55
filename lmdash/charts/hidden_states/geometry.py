"""How alike layers are, and the map of a layer's states."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from lmdash.analyses.hidden_states.geometry import StateMap
from lmdash.charts.theme import INK, PAPER, STRENGTH, STRENGTH_RANGE, TARGET, TOKEN_FONT, Layered

MOST_NUMBERS = 13  # rows of a matrix whose cells have room for their number
MOST_NAMED = 40  # states on a map that carry their token


def similarity_table(similarity: np.ndarray) -> pd.DataFrame:
    """A matrix [L + 1, L + 1] of layer states, the embedding first, with one row per pair: layer, other, cka."""
    names = ["emb.", *(f"L{layer}" for layer in range(len(similarity) - 1))]
    return pd.DataFrame(
        {"layer": np.repeat(names, len(names)), "other": np.tile(names, len(names)), "cka": similarity.ravel()}
    )


def similarity_map(similarity: np.ndarray) -> Layered:
    """A heat map from the embedding (bottom left) to the last layer."""
    table = similarity_table(similarity)
    order = table["layer"].unique().tolist()
    side = min(560, 44 * len(order))
    axis = {
        "title": None,
        "ticks": False,
        "domain": False,
        "labelColor": INK,
        "labelOverlap": False,
        "labelFlush": False,
    }
    base = alt.Chart(table).encode(
        x=alt.X("other:N", sort=order, axis=alt.Axis(labelAngle=0, **axis)),
        y=alt.Y("layer:N", sort=order[::-1], axis=alt.Axis(**axis)),
        tooltip=["layer:N", "other:N", alt.Tooltip("cka:Q", title="linear CKA", format=".3f")],
    )
    chart = base.mark_rect(stroke=PAPER).encode(
        color=alt.Color(
            "cka:Q",
            scale=alt.Scale(domain=[0, 1], range=STRENGTH_RANGE, interpolate="rgb"),
            legend=alt.Legend(title="linear CKA", orient="top", labelColor=INK, titleColor=INK),
        )
    )
    layers = [chart]
    if len(order) <= MOST_NUMBERS:
        layers.append(base.mark_text(fontSize=11).encode(text=alt.Text("cka:Q", format=".2f"), color=alt.value(INK)))
    return (
        alt.layer(*layers)
        .properties(width=side, height=side, autosize=alt.AutoSizeParams(type="pad"))
        .configure_view(stroke=None)
    )


COLOURED_BY = {"position": "position:Q", "layer": "layer:Q", "token": "repeated:N"}


def state_scatter(states: StateMap, names: Sequence[str], coloured_by: str, position: int) -> Layered:
    """States on the plane of their two main directions; ``names`` are the prompt's tokens, ``position`` the chosen one.

    By token, states of the chosen token, wherever it stands, have the target's colour.
    """
    read = [names[int(place)] for place in states.places["position"]]
    data = states.places.assign(
        token=read, chosen=states.places["position"] == position, repeated=[each == names[position] for each in read]
    )
    ramp = [STRENGTH_RANGE[1], INK]
    if coloured_by == "token":
        colour = alt.Color("repeated:N", legend=None, scale=alt.Scale(domain=[False, True], range=[STRENGTH, TARGET]))
    else:
        colour = alt.Color(
            COLOURED_BY[coloured_by],
            scale=alt.Scale(range=ramp, interpolate="rgb"),
            legend=alt.Legend(orient="top", title=coloured_by, labelColor=INK, titleColor=INK, format="d"),
        )
    axis = {"labelColor": INK, "titleColor": INK, "grid": True, "tickCount": 5}
    base = alt.Chart(data).encode(
        x=alt.X("x:Q", title=f"first direction ({states.share[0]:.0%} of the variance)", axis=alt.Axis(**axis)),
        y=alt.Y("y:Q", title=f"second direction ({states.share[1]:.0%})", axis=alt.Axis(**axis)),
        tooltip=["token:N", "position:Q", alt.Tooltip("point:N", title="after")],
    )
    dots = base.mark_point(filled=True, opacity=0.9).encode(
        color=colour,
        size=alt.condition(alt.datum.chosen, alt.value(150), alt.value(55)),
        stroke=alt.condition(alt.datum.chosen, alt.value(INK), alt.value(None)),
    )
    named = data if len(data) <= MOST_NAMED else data[data["chosen"]]
    texts = base.properties(data=named).mark_text(align="left", dx=8, font=TOKEN_FONT, fontSize=11)
    return (
        (dots + texts.encode(text="token:N", color=alt.value(INK))).properties(height=430).configure_view(stroke=None)
    )
