"""What does a neuron write?  Its value vector, and the tokens that it promotes and suppresses.

A neuron's value vector is what it adds to the residual stream at a coefficient of 1; read through the output head, it
promotes some tokens and suppresses others (Geva et al. 2022, the view of LM-Debugger).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.tokens import labels
from lmdash.models.loaded import LoadedModel

Vector = tuple[int, int]
"""Layer and neuron, both counted from 0."""

SIDES = ("promoted", "suppressed")
VOCABULARY_ROWS = 8192  # of the output head that are brought to float32 at a time
BATCH = 64  # vectors whose scores of the whole vocabulary are held at a time


def name_of(vector: Vector) -> str:
    """``L2D117``."""
    return f"L{vector[0]}D{vector[1]}"


def vector_named(text: str) -> Vector | None:
    """The vector that ``L2D117`` names; None for any other text."""
    match = re.fullmatch(r"\s*[lL](\d{1,6})[dD](\d{1,9})\s*", text, re.ASCII)
    return (int(match[1]), int(match[2])) if match else None


def layers_with_neurons(model: LoadedModel) -> list[int]:
    """The layers whose FFN is not a mixture of experts."""
    return [layer for layer, neurons in enumerate(model.anatomy.neurons) if neurons]


def written(model: LoadedModel, layer: int) -> torch.Tensor:
    """What each neuron of a layer adds to the residual stream at a coefficient of 1, [n, d] in float32.

    In the families with a norm after the FFN it is what that norm makes of it, up to the norm's scale: one positive
    number per token, which changes no direction.
    """
    vectors = model.value_vectors(layer)
    norm = model.anatomy.blocks[layer].ffn_norm
    if norm is None:
        return vectors
    return norm.part(vectors, torch.ones(1)).float()


def unembedding_rows(model: LoadedModel) -> Iterator[tuple[slice, torch.Tensor]]:
    """The output head in parts: which tokens, and their rows [tokens, d] in float32."""
    for start in range(0, model.info.vocabulary, VOCABULARY_ROWS):
        rows = slice(start, min(start + VOCABULARY_ROWS, model.info.vocabulary))
        yield rows, model.anatomy.unembedding(rows)


def token_scores(model: LoadedModel, vectors: torch.Tensor) -> torch.Tensor:
    """What vectors [N, d] add to the logit of every token, [N, V], without the final norm."""
    scores = torch.empty(len(vectors), model.info.vocabulary)
    for rows, towards in unembedding_rows(model):
        scores[:, rows] = vectors @ towards.T
    return scores


@dataclass(frozen=True, eq=False)
class VectorTokens:
    """The strongest tokens of vectors.  ``frame`` has one row per vector, side and token: vector (its place among those
    asked for), side (of :data:`SIDES`), rank (1 = strongest), token, id, score (logit for a coefficient of 1).
    """

    frame: pd.DataFrame

    def of(self, place: int, side: str) -> pd.DataFrame:
        """The tokens of one side of one vector, strongest first."""
        return self.frame[(self.frame["vector"] == place) & (self.frame["side"] == side)]


def strongest_tokens(model: LoadedModel, vectors: torch.Tensor, count: int) -> VectorTokens:
    """The ``count`` tokens that each of vectors [N, d] promotes most, and suppresses most."""
    count = min(count, model.info.vocabulary)
    found = []
    for batch in vectors.split(BATCH):
        scores = token_scores(model, batch)
        ends = [scores.topk(count, largest=largest) for largest in (True, False)]
        found.append([torch.stack([getattr(end, part) for end in ends], 1) for part in ("indices", "values")])
    ids, scores = (torch.cat(part).flatten().numpy() for part in zip(*found, strict=True))
    unique, where = np.unique(ids, return_inverse=True)
    names = np.array([token.label for token in labels(model, unique.tolist())], dtype=object)
    place, side, rank = np.indices((len(vectors), len(SIDES), count)).reshape(3, -1)
    return VectorTokens(
        pd.DataFrame(
            {
                "vector": place,
                "side": np.array(SIDES, dtype=object)[side],
                "rank": rank + 1,
                "token": names[where],
                "id": ids,
                "score": scores,
            }
        )
    )
