"""Why does a head give one token this weight?  Query times key, number by number (Vaswani et al. 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.heads import Head
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.attention_scores import QueryKey
from lmdash.models.values import Ids


@dataclass(frozen=True, eq=False)
class AttentionPair:
    """One pair of tokens in one head.

    ``elements`` has one row per number of the head's width w: index, query, key, product; the products' ``total`` times
    ``scale`` is the ``score`` (squashed to within ``softcap`` where there is one).  ``row`` has all keys up to the
    query: position, score, weight.  ``unrotated`` is ``elements`` before the positions were turned in, or None.
    """

    elements: pd.DataFrame
    unrotated: pd.DataFrame | None
    row: pd.DataFrame
    scale: float
    softcap: float | None
    weight: float

    @property
    def total(self) -> float:
        """The sum of the products."""
        return float(self.elements["product"].sum())

    @property
    def score(self) -> float:
        """What enters the softmax."""
        return _squashed(self.total * self.scale, self.softcap)

    @property
    def unrotated_score(self) -> float:
        """The score that the two would have without positions; NaN where none are turned in."""
        if self.unrotated is None:
            return float("nan")
        return _squashed(float(self.unrotated["product"].sum()) * self.scale, self.softcap)


@overload
def _squashed(score: float, softcap: float | None) -> float: ...
@overload
def _squashed(score: np.ndarray, softcap: float | None) -> np.ndarray: ...
def _squashed(score: float | np.ndarray, softcap: float | None) -> float | np.ndarray:
    return score if softcap is None else softcap * np.tanh(score / softcap)


def attention_pair(
    model: LoadedModel, ids: Ids, head: Head, query: int, key: int, *, edits: Interventions = ()
) -> AttentionPair:
    """The pair (``query``, ``key``), both positions; :class:`InputError` for families that do not show their scores."""
    layer, index = head
    seen = model.queries_and_keys(ids, layer, edits)
    pattern = model.part(ids, "attention_patterns", layer, edits)[index, query]
    queries, keys = _of_head(seen.query, seen.key, index)
    totals = (keys[: query + 1].double() @ queries[query].double()).numpy()
    row = pd.DataFrame(
        {
            "position": range(query + 1),
            "score": _squashed(totals * seen.scale, seen.softcap),
            "weight": pattern[: query + 1].numpy(),
        }
    )
    return AttentionPair(
        elements=_elements(queries[query], keys[key]),
        unrotated=_unrotated(seen, index, query, key),
        row=row,
        scale=seen.scale,
        softcap=seen.softcap,
        weight=float(pattern[key]),
    )


def _of_head(query: torch.Tensor, key: torch.Tensor, head: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Query and key [T, w] of a head; a key serves a group of heads."""
    return query[head], key[head * len(key) // len(query)]


def _unrotated(seen: QueryKey, head: int, query: int, key: int) -> pd.DataFrame | None:
    if seen.unrotated_query is None or seen.unrotated_key is None:
        return None
    queries, keys = _of_head(seen.unrotated_query, seen.unrotated_key, head)
    return _elements(queries[query], keys[key])


def _elements(query: torch.Tensor, key: torch.Tensor) -> pd.DataFrame:
    return pd.DataFrame(
        {"index": range(len(query)), "query": query.numpy(), "key": key.numpy(), "product": (query * key).numpy()}
    )
