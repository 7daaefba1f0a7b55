"""How do the states lie?  Their lengths and angles along the layers, how alike layers are, and a map of a layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.difference import difference
from lmdash.analyses.common.stream import StreamPoint, state, stream_points
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

CKA_STATES = 512  # positions compared, evenly spaced where a prompt has more
MAPPED_STATES = 2000  # states on a map


SIZES = ("norm", "write_attention", "write_ffn")
ANGLES = ("cosine_before", "cosine_final")


@dataclass(frozen=True, eq=False)
class SizesAndAngles:
    """``table`` has one row per layer state at one position, the embedding first: step, point, :data:`SIZES`: norm
    (Euclidean), write_attention and write_ffn (norms of what the layer's parts added; NaN for the embedding), and
    :data:`ANGLES`: cosine_before and cosine_final (with the state one layer earlier, NaN for the embedding, and with
    the last one).
    """

    table: pd.DataFrame

    def minus(self, other: SizesAndAngles) -> SizesAndAngles:
        """The changes from another pass of the same model."""
        return SizesAndAngles(difference(self.table, other.table, (*SIZES, *ANGLES), ("step", "point")))


def sizes_and_angles(model: LoadedModel, ids: Ids, position: int, edits: Interventions = ()) -> SizesAndAngles:
    """How long the states at ``position`` are, and how they turn."""
    trace = model.trace(ids, edits)
    points = stream_points(trace.layers, ("embedding", "ffn"))
    states = torch.stack([state(trace, point)[position] for point in points]).double()
    cosine = torch.nn.functional.cosine_similarity
    nothing = [float("nan")]
    table = pd.DataFrame(
        {
            "step": [point.step for point in points],
            "point": [str(point) for point in points],
            "norm": states.norm(dim=-1).numpy(),
            "write_attention": nothing + [float(part[position].norm()) for part in trace.attn_out],
            "write_ffn": nothing + [float(part[position].norm()) for part in trace.mlp_out],
            "cosine_before": nothing + cosine(states[1:], states[:-1], dim=-1).tolist(),
            "cosine_final": cosine(states, states[-1:], dim=-1).tolist(),
        }
    )
    return SizesAndAngles(table)


def _spaced(positions: range, most: int) -> list[int]:
    """At most so many positions, evenly spaced, first and last among them."""
    if len(positions) <= most:
        return list(positions)
    return [positions[index] for index in np.linspace(0, len(positions) - 1, most).round().astype(int)]


def layer_similarity(model: LoadedModel, ids: Ids, without_first: bool, edits: Interventions = ()) -> np.ndarray:
    """Linear CKA (Kornblith et al. 2019) between all layer states, the embedding first: [L + 1, L + 1] from 0 to 1.

    Needs two positions at least, besides the first one if that is left out.
    """
    trace = model.trace(ids, edits)
    places = _spaced(range(int(without_first), len(ids)), CKA_STATES)
    grams = []
    for point in stream_points(trace.layers, ("embedding", "ffn")):
        states = state(trace, point)[places].double()
        centred = states - states.mean(0)
        gram = (centred @ centred.T).flatten()
        grams.append(gram / gram.norm().clamp_min(1e-30))
    stacked = torch.stack(grams)
    return (stacked @ stacked.T).numpy()


@dataclass(frozen=True, eq=False)
class StateMap:
    """States on the plane of their two main directions (principal components).

    ``places`` has one row per state: step, layer, point, position, x, y.  ``share`` is how much of the states' variance
    each of the two axes holds.
    """

    places: pd.DataFrame
    share: tuple[float, float]


def state_map(
    model: LoadedModel, ids: Ids, point: StreamPoint | None, without_first: bool, edits: Interventions = ()
) -> StateMap:
    """Map the states of all positions at ``point``, or of all layers together without one; needs two at least."""
    trace = model.trace(ids, edits)
    points = stream_points(trace.layers, ("embedding", "ffn")) if point is None else (point,)
    positions = _spaced(range(int(without_first), len(ids)), max(2, MAPPED_STATES // len(points)))
    states = torch.cat([state(trace, each)[positions] for each in points]).double()
    centred = states - states.mean(0)
    _, spread, directions = torch.linalg.svd(centred, full_matrices=False)
    # A principal component has no sign of its own: its largest entry is made positive, so that maps do not flip.
    largest = directions.gather(1, directions.abs().argmax(1, keepdim=True))
    x, y = _two(centred @ (directions * largest.sign()).T)
    first, second = _two(spread.square() / spread.square().sum().clamp_min(1e-30))
    places = pd.DataFrame(
        {
            "step": np.repeat([each.step for each in points], len(positions)),
            "layer": np.repeat([each.layer for each in points], len(positions)),
            "point": np.repeat([str(each) for each in points], len(positions)),
            "position": positions * len(points),
            "x": x.numpy(),
            "y": y.numpy(),
        }
    )
    return StateMap(places, (float(first), float(second)))


def _two(values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The first two along the last axis; a second of zeros where there is one only."""
    return values[..., 0], values[..., 1] if values.shape[-1] > 1 else torch.zeros_like(values[..., 0])
