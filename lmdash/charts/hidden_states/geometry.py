"""How alike layers are, and the map of a layer's states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lmdash.analyses.hidden_states.geometry import StateMap
from lmdash.charts.theme import INK, PAPER, STRENGTH, STRENGTH_RANGE, TARGET, TOKEN_FONT
from lmdash.charts.vega import Spec, chart, constant, either, mark, of

MOST_NUMBERS = 13  # rows of a matrix whose cells have room for their number
MOST_NAMED = 40  # states on a map that carry their token


def similarity_table(similarity: np.ndarray) -> pd.DataFrame:
    """A matrix [L + 1, L + 1] of layer states, the embedding first, with one row per pair: layer, other, cka."""
    names = ["emb.", *(f"L{layer}" for layer in range(len(similarity) - 1))]
    return pd.DataFrame(
        {"layer": np.repeat(names, len(names)), "other": np.tile(names, len(names)), "cka": similarity.ravel()}
    )


def similarity_map(similarity: np.ndarray) -> Spec:
    """A heat map from the embedding (bottom left) to the last layer."""
    table = similarity_table(similarity)
    order = table["layer"].unique().tolist()
    side = min(560, 44 * len(order))
    axis = {"title": None, "ticks": False, "domain": False, "labelOverlap": False, "labelFlush": False}
    across = axis | {"labelAngle": 0, "labelOverlap": len(order) > MOST_NUMBERS}  # names of many layers would touch
    base: Spec = {
        "x": of("other:N", sort=order, axis=across),
        "y": of("layer:N", sort=order[::-1], axis=axis),
        "tooltip": [of("layer:N"), of("other:N"), of("cka:Q", title="linear CKA", format=".3f")],
    }
    colour = of(
        "cka:Q",
        scale={"domain": [0, 1], "range": STRENGTH_RANGE, "interpolate": "rgb"},
        legend={"title": "linear CKA", "orient": "top"},
    )
    layers = [mark("rect", look={"stroke": PAPER}, **base, color=colour)]
    if len(order) <= MOST_NUMBERS:
        number = of("cka:Q", format=".2f")
        layers.append(mark("text", look={"fontSize": 11}, **base, text=number, color=constant(INK)))
    return chart(table, *layers, width=side, height=side, autosize={"type": "pad"})


COLOURED_BY = {"position": "position:Q", "layer": "layer:Q", "token": "repeated:N"}


def state_scatter(states: StateMap, names: Sequence[str], coloured_by: str, position: int) -> Spec:
    """States on the plane of their two main directions; ``names`` are the prompt's tokens, ``position`` the chosen one.

    By token, states of the chosen token, wherever it stands, have the target's colour.
    """
    read = [names[int(place)] for place in states.places["position"]]
    data = states.places.assign(
        token=read, chosen=states.places["position"] == position, repeated=[each == names[position] for each in read]
    )
    ramp = [STRENGTH_RANGE[1], INK]
    if coloured_by == "token":
        colour = of("repeated:N", legend=None, scale={"domain": [False, True], "range": [STRENGTH, TARGET]})
    else:
        legend = {"orient": "top", "title": coloured_by, "format": "d"}
        colour = of(COLOURED_BY[coloured_by], scale={"range": ramp, "interpolate": "rgb"}, legend=legend)
    axis = {"grid": True, "tickCount": 5}
    base: Spec = {
        "x": of("x:Q", title=f"first direction ({states.share[0]:.0%} of the variance)", axis=axis),
        "y": of("y:Q", title=f"second direction ({states.share[1]:.0%})", axis=axis),
        "tooltip": [of("token:N"), of("position:Q"), of("point:N", title="after")],
    }
    dots = mark(
        "point",
        look={"filled": True, "opacity": 0.9},
        **base,
        color=colour,
        size=either("datum.chosen", 150, 55),
        stroke=either("datum.chosen", INK, None),
    )
    texts = mark(
        "text",
        only="" if len(data) <= MOST_NAMED else "datum.chosen",
        look={"align": "left", "dx": 8, "font": TOKEN_FONT, "fontSize": 11},
        **base,
        text=of("token:N"),
        color=constant(INK),
    )
    return chart(data, dots, texts, height=430)
