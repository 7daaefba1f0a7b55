"""What would the model say if it stopped here?  The logit lens (nostalgebraist 2020, "interpreting GPT").

The state at every point and position passes the model's own final norm and head.  The last row is the model's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.difference import difference
from lmdash.analyses.common.named import Named
from lmdash.analyses.common.stream import StreamPoint, state, stream_points
from lmdash.analyses.common.tokens import labels
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.summary import UNEMBED_BYTES
from lmdash.models.values import Ids

CACHED_ROWS = 8  # rows of logits reduced together: they stay in the processor's cache


class LensMeasure(Named):
    """The numbers of a cell, as addresses and people name them, in the order of :data:`MEASURES`."""

    PROBABILITY = "probability", "Probability"
    ENTROPY = "entropy", "Entropy"
    KL = "kl", "Distance to answer (KL)"
    RANK = "rank", "Rank of the final answer"


MEASURES = ("probability", "entropy_bits", "kl_bits", "rank")
"""Numbers of a cell: of its top token the probability; entropy of the lens and Kullback-Leibler divergence from it to
the final distribution, in bits; rank that it gives the final top token (1 = most likely)."""


@dataclass(frozen=True, eq=False)
class LensGrid:
    """The lens at ``points`` and positions ``first``, ``first + 1``, ...

    ``cells`` has one row per cell, points outermost: step, layer, part and point (its name), position, token and id (of
    the top one), final_token (the top one of the last state there), agrees (if both are one), and :data:`MEASURES`.
    """

    points: tuple[StreamPoint, ...]
    first: int
    cells: pd.DataFrame

    @property
    def positions(self) -> int:
        """How many positions it covers."""
        return len(self.cells) // len(self.points)

    def minus(self, other: LensGrid) -> LensGrid:
        """Its measures as changes from a grid of the same points and positions; a new column token_without has the
        other's top token.
        """
        cells = difference(self.cells, other.cells, MEASURES, ("step", "position"))
        return replace(self, cells=cells.assign(token_without=other.cells["token"].to_numpy()))


def lens(
    model: LoadedModel, ids: Ids, *, points: tuple[StreamPoint, ...], first: int, count: int, edits: Interventions = ()
) -> LensGrid:
    """The lens over ``count`` positions from ``first`` on; as many points are unembedded together as
    :data:`~lmdash.models.passes.summary.UNEMBED_BYTES` hold.
    """
    trace = model.trace(ids, edits)
    here = slice(first, min(first + count, len(ids)))
    last = stream_points(trace.layers)[-1]
    order = [last, *(point for point in points if point != last)]
    together = max(1, UNEMBED_BYTES // (4 * model.info.vocabulary * (here.stop - here.start)))
    rows: dict[StreamPoint, tuple[np.ndarray, np.ndarray]] = {}
    for start in range(0, len(order), together):  # few large products: each one reads the whole head
        block = order[start : start + together]
        logits = model.unembed(torch.stack([state(trace, point)[here] for point in block]))
        if start == 0:
            final, answers = logits[0].softmax(-1), logits[0].argmax(-1)
        rows |= {point: _row(part, final, answers) for point, part in zip(block, logits, strict=True)}
    tokens, numbers = (np.concatenate([rows[point][part] for point in points]) for part in range(2))
    final_tokens = np.tile(answers.numpy(), len(points))
    names = _names(model, np.concatenate([tokens, answers.numpy()]))
    cells = pd.DataFrame(
        {
            "step": np.repeat([point.step for point in points], len(answers)),
            "layer": np.repeat([point.layer for point in points], len(answers)),
            "part": np.repeat([point.part for point in points], len(answers)),
            "point": np.repeat([str(point) for point in points], len(answers)),
            "position": np.tile(np.arange(here.start, here.stop), len(points)),
            "token": [names[index] for index in tokens.tolist()],
            "id": tokens,
            "final_token": [names[index] for index in final_tokens.tolist()],
            "agrees": tokens == final_tokens,
            **dict(zip(MEASURES, numbers.T, strict=True)),
        }
    ).astype({"rank": int})
    return LensGrid(points, first, cells)


def _names(model: LoadedModel, ids: np.ndarray) -> dict[int, str]:
    distinct = np.unique(ids).tolist()
    return {index: token.label for index, token in zip(distinct, labels(model, distinct), strict=True)}


def _row(logits: torch.Tensor, final: torch.Tensor, answers: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Top token [W] and the measures [W, 4] of logits [W, V], beside the final distribution [W, V]."""
    tokens, numbers = np.empty(len(logits), int), np.empty((len(logits), len(MEASURES)))
    for place in _blocks(len(logits)):
        part, wanted = logits[place], final[place]
        highest, top = part.max(-1, keepdim=True)
        shifted = part - highest
        weights = shifted.exp()
        total = weights.sum(-1)
        entropy = total.log() - torch.einsum("wv,wv->w", weights, shifted) / total
        cross = total.log() - torch.einsum("wv,wv->w", wanted, shifted)
        # The same sums for lens and final distribution: where both are one, the divergence is 0 but for rounding.
        divergence = cross + torch.xlogy(wanted, wanted).sum(-1)
        rank = (part > part.gather(1, answers[place, None])).sum(-1) + 1
        tokens[place] = top[:, 0].numpy()
        bits = [value.clamp_min(0).numpy() / np.log(2) for value in (entropy, divergence)]
        numbers[place] = np.stack([1 / total.numpy(), *bits, rank.numpy()], 1)
    return tokens, numbers


def _blocks(rows: int) -> Iterator[slice]:
    return (slice(start, min(start + CACHED_ROWS, rows)) for start in range(0, rows, CACHED_ROWS))


def lens_cell(
    model: LoadedModel,
    ids: Ids,
    *,
    position: int,
    point: StreamPoint,
    before: StreamPoint | None,
    shown: int = 10,
    edits: Interventions = (),
) -> pd.DataFrame:
    """The ``shown`` most likely tokens of one cell: rank, token, id, probability, logit, and with a point ``before``
    the rank there and by how many places the token rose since.
    """
    trace = model.trace(ids, edits)
    points = [point] if before is None else [point, before]
    logits, *earlier = model.unembed(torch.stack([state(trace, each)[position] for each in points]))
    top = logits.topk(min(shown, len(logits))).indices
    frame = pd.DataFrame(
        {
            "rank": range(1, len(top) + 1),
            "token": [token.label for token in labels(model, top.tolist())],
            "id": top.numpy(),
            "probability": logits.softmax(-1)[top].numpy(),
            "logit": logits[top].numpy(),
        }
    )
    if not earlier:
        return frame
    ranks = ranks_of(earlier[0], top.tolist())
    return frame.assign(rank_before=ranks, risen=ranks - frame["rank"].to_numpy())


def ranks_of(logits: torch.Tensor, tokens: Sequence[int]) -> np.ndarray:
    """The ranks (1 = most likely) that logits [..., V] give to tokens, [..., tokens]."""
    return torch.stack([(logits > logits[..., token, None]).sum(-1) + 1 for token in tokens], -1).numpy()
