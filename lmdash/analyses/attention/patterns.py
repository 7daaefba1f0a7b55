"""Where does the model look?  Attention patterns of any heads, as they are or made easier to read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.difference import belong_together
from lmdash.analyses.common.heads import Head, name_of
from lmdash.analyses.common.rollout import rollout_weights
from lmdash.analyses.common.tokens import spelled
from lmdash.analyses.common.words import word_starts
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

_TOGETHER = {"mean": torch.mean, "sum": torch.sum, "max": torch.amax}


@dataclass(frozen=True)
class Reading:
    """How patterns are made easier to read; nothing of it changes the model.

    ``hide_first`` leaves the first token out as a place to look at and shares its mass among the others; ``words``
    joins the pieces of a word: it is looked at with the sum over its pieces and looks with their mean; ``contribution``
    weighs each look by the length of what it carried, ``||A v W_O||``, as a share of the row (Kobayashi et al. 2020).
    """

    hide_first: bool = False
    words: bool = False
    contribution: bool = False


@dataclass(frozen=True, eq=False)
class AttentionPatterns:
    """Patterns float32 [N, T, T] (pattern, token that reads, token looked at), each named in ``names``.

    ``labels`` has the T tokens or words, ``ends`` the position of the last token of each.  A row sums to 1, unless
    nothing is left of it, patterns were taken together, or one was taken from another.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    ends: tuple[int, ...]
    weights: np.ndarray

    def row_of(self, position: int) -> int:
        """The row that reads the token at a position."""
        return int(np.searchsorted(self.ends, position))

    def minus(self, other: AttentionPatterns) -> AttentionPatterns:
        """What these patterns have more of than others of the same heads and tokens."""
        belong_together("patterns", self.names, other.names)
        belong_together("tokens", zip(self.labels, self.ends, strict=True), zip(other.labels, other.ends, strict=True))
        return replace(self, weights=self.weights - other.weights)

    def window(self, row: int, most: int) -> AttentionPatterns:
        """At most ``most`` tokens, ending with the one of a row or, near the start, with the first ``most``."""
        stop = max(row + 1, min(most, len(self.labels)))
        part = slice(max(0, stop - most), stop)
        return replace(self, labels=self.labels[part], ends=self.ends[part], weights=self.weights[:, part, part])

    def hidden_mass(self, threshold: float) -> float:
        """The share of all attention that lies in weights below a threshold."""
        size = np.abs(self.weights)
        total = size.sum()
        return float(size[size < threshold].sum() / total) if total else 0.0

    def frame(self) -> pd.DataFrame:
        """One row per pair of tokens, the reader's and the one looked at, with one column per pattern."""
        query, key = np.tril_indices(len(self.labels))
        labels, ends = np.array(self.labels, dtype=object), np.array(self.ends)
        columns = {"position": ends[query], "reads": labels[query], "key_position": ends[key], "looks_at": labels[key]}
        return pd.DataFrame(columns | dict(zip(self.names, self.weights[:, query, key], strict=True)))


def attention_patterns(
    model: LoadedModel,
    ids: Ids,
    heads: tuple[Head, ...],
    *,
    together: str = "",
    reading: Reading = Reading(),
    edits: Interventions = (),
) -> AttentionPatterns:
    """The patterns of ``heads``, or one pattern, their "mean", "sum" or "max", when they are taken ``together``."""
    weights = []
    for layer, head in heads:
        if reading.contribution:
            weights.append(_contributions(model, ids, (layer, head), edits))
        else:
            weights.append(model.part(ids, "attention_patterns", layer, edits)[head])
    patterns = _read(model, ids, tuple(map(name_of, heads)), torch.stack(weights), reading)
    if not together or len(heads) == 1:
        return patterns
    one = _TOGETHER[together](torch.from_numpy(patterns.weights), 0, keepdim=True).numpy()
    return replace(patterns, names=(f"{together} of {len(heads)} heads",), weights=one)


def attention_rollout(
    model: LoadedModel, ids: Ids, layer: int, *, reading: Reading = Reading(), edits: Interventions = ()
) -> AttentionPatterns:
    """How much of each token reaches each position from layer 0 to ``layer`` if attention, averaged over heads, and the
    residual stream mix in equal parts: the product of (A + I) / 2 over the layers (Abnar and Zuidema 2020).
    """
    rolled = rollout_weights(model, ids, layer, edits)
    return _read(model, ids, (f"rollout to L{layer}",), rolled[None], replace(reading, contribution=False))


def _contributions(model: LoadedModel, ids: Ids, head: Head, edits: Interventions) -> torch.Tensor:
    """The pattern [T, T] of a head weighted by the length of what each key writes, as a share of each row."""
    layer, index = head
    pattern = model.part(ids, "attention_patterns", layer, edits)[index]
    values = model.part(ids, "values", layer, edits)
    serving = index * len(values) // model.info.heads  # key/value heads serve groups of heads
    written = values[serving] @ model.anatomy.head_outputs(layer)[index]  # [T, d]
    norm = model.anatomy.blocks[layer].attention_norm
    if norm is not None:  # its scale is one factor per row, which the share does away with
        written = norm.part(written, torch.ones(1)).float()
    lengths = pattern * written.norm(dim=-1)
    return lengths / lengths.sum(-1, keepdim=True)


def _read(
    model: LoadedModel, ids: Ids, names: tuple[str, ...], weights: torch.Tensor, reading: Reading
) -> AttentionPatterns:
    labels = [token.label for token in spelled(model, ids)]
    ends = tuple(range(len(ids)))
    if reading.hide_first:
        weights = weights.clone()
        weights[..., 0] = 0
    if reading.words:
        starts = word_starts([model.tokens.bytes_of[index] for index in ids], [i in model.tokens.special for i in ids])
        stops = [*starts[1:], len(ids)]
        member = torch.zeros(len(starts), len(ids))
        for word, (start, stop) in enumerate(zip(starts, stops, strict=True)):
            member[word, start:stop] = 1
        weights = member / member.sum(-1, keepdim=True) @ weights @ member.T
        labels = ["".join(labels[start:stop]) for start, stop in zip(starts, stops, strict=True)]
        ends = tuple(stop - 1 for stop in stops)
    if reading.hide_first:
        weights = weights / weights.sum(-1, keepdim=True).clamp_min(1e-12)
    return AttentionPatterns(names, tuple(labels), ends, weights.numpy())
