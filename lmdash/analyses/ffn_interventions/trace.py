"""What did each layer's FFN write, and did it move the answer?  (Geva et al. 2022; the trace of LM-Debugger).

Before and after every FFN stands the logit lens; between them the value vectors that write most there, |m| ||v||, each
with its direct effect on a token under the frozen final norm (Elhage et al. 2021), so that effects add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.tokens import labels
from lmdash.analyses.common.vectors import VectorTokens, strongest_tokens, written
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.trace import Trace
from lmdash.models.values import Ids

PARTS = ("attention", "ffn")
LENS = ("before", "after")
VECTOR_COLUMNS = ["layer", "neuron", "coefficient", "length", "score", "effect", "pushes", "against"]
TOKENS = 6  # of the lens, of an update, and of each side of a vector


@dataclass(frozen=True, eq=False)
class FfnTrace:
    """The FFNs of all layers at one position.

    ``layers``: layer, attention and ffn (direct effects of what they wrote, in logits).  ``lens``: layer, point
    (:data:`LENS`; in a parallel block "before" is what the layer read plus what its attention wrote), rank, token, id,
    probability.  ``updates``: layer, part (:data:`PARTS`), side ("promoted", "suppressed"), rank, token, id, score
    (logits).  ``vectors``: layer, neuron, coefficient, length, score (coefficient times length), effect (logits),
    pushes and against: the tokens that it makes more and less likely here, which a coefficient below 0 swaps.
    """

    layers: pd.DataFrame
    lens: pd.DataFrame
    updates: pd.DataFrame
    vectors: pd.DataFrame
    parallel: bool

    @property
    def strongest(self) -> tuple[int, str, float]:
        """Layer, part and effect of the update that moved the token most, in either direction."""
        values = self.layers[list(PARTS)].to_numpy()
        row, part = np.unravel_index(np.nanargmax(np.abs(values)), values.shape)
        return int(self.layers["layer"].iloc[int(row)]), list(PARTS)[part], float(values[row, part])

    def layers_that_matter(self, count: int) -> tuple[int, ...]:
        """The layers with the largest effects, in their order."""
        size = self.layers.set_index("layer")[list(PARTS)].abs().max(axis=1)
        return tuple(sorted(size.nlargest(count).index.tolist()))


def ffn_trace(
    model: LoadedModel,
    ids: Ids,
    position: int,
    token: int,
    rival: int | None = None,
    *,
    shown: int = 10,
    edits: Interventions = (),
) -> FfnTrace:
    """Trace the FFNs at ``position``, with the ``shown`` dominant vectors of each layer; effects are on the logit of
    ``token``, minus that of ``rival`` if there is one.
    """
    run = _Run(model, ids, position, (token, rival), edits)
    chosen = {}
    for layer in run.ffns:
        coefficients = run.coefficients(layer)
        neurons = run.strengths(layer).abs().topk(min(shown, len(coefficients))).indices
        chosen[layer] = (neurons, coefficients[neurons])
    return _assembled(run, chosen)


def ffn_trace_difference(
    model: LoadedModel,
    ids: Ids,
    position: int,
    token: int,
    rival: int | None = None,
    *,
    shown: int = 10,
    edits: Interventions = (),
) -> FfnTrace:
    """What ``edits`` change: effects and coefficients are those with them minus those without, the vectors are those
    that change most, and the lens shows the state after each layer without them ("before") and with them ("after").
    """
    changed, plain = (_Run(model, ids, position, (token, rival), each) for each in (edits, ()))
    chosen = {}
    for layer in changed.ffns:
        moved = changed.strengths(layer) - plain.strengths(layer)
        neurons = moved.abs().topk(min(shown, int(moved.count_nonzero()))).indices
        chosen[layer] = (neurons, (changed.coefficients(layer) - plain.coefficients(layer))[neurons])
    return _assembled(changed, chosen, minus=plain)


Chosen = dict[int, tuple[torch.Tensor, torch.Tensor]]
"""By layer, the neurons that are shown and the coefficient of each."""


@dataclass(frozen=True)
class _Run:
    """One forward pass at one position, and what its parts do to a token's logit."""

    model: LoadedModel
    ids: Ids
    position: int
    tokens: tuple[int, int | None]
    edits: Interventions

    @property
    def trace(self) -> Trace:
        """The forward pass, which the model keeps."""
        return self.model.trace(self.ids, self.edits)

    @property
    def ffns(self) -> list[int]:
        """The layers that have neurons."""
        return [layer for layer, neurons in enumerate(self.model.anatomy.neurons) if neurons]

    @cached_property
    def scale(self) -> torch.Tensor:
        """The factor of the final norm at this position."""
        return self.model.final_scale(self.trace.final_residual[self.position])

    @cached_property
    def towards(self) -> torch.Tensor:
        """The direction [d] whose size is the token's logit, minus the rival's."""
        rows = self.model.anatomy.unembedding([token for token in self.tokens if token is not None]).double()
        return rows[0] - rows[1] if len(rows) > 1 else rows[0]

    def coefficients(self, layer: int) -> torch.Tensor:
        """The coefficients [n] of a layer."""
        return self.model.part(self.ids, "coefficients", layer, self.edits)[self.position]

    def strengths(self, layer: int) -> torch.Tensor:
        """What each neuron writes, as a signed length [n]."""
        return self.coefficients(layer) * self.model.value_norms(layer)

    def writes(self, layer: int, rows: torch.Tensor) -> torch.Tensor:
        """What some neurons add to the stream, [rows, d]; a norm after the FFN acts with its real scale."""
        model, trace = self.model, self.trace
        added = self.coefficients(layer)[rows, None] * written(model, layer)[rows]
        norm = model.anatomy.blocks[layer].ffn_norm
        if norm is None:
            return added
        return added * norm.scale(trace.ffn_sum[layer][self.position], trace.mlp_out[layer][self.position])

    def update(self, layer: int, part: str) -> torch.Tensor:
        """What attention or the FFN adds to the stream, [d]."""
        outputs = self.trace.attn_out if part == "attention" else self.trace.mlp_out
        return outputs[layer][self.position]

    def updates(self) -> torch.Tensor:
        """All of them, [2 L, d]."""
        return torch.stack([self.update(layer, part) for layer in range(self.trace.layers) for part in PARTS])

    def normed(self, writes: torch.Tensor) -> torch.Tensor:
        """Writes [..., d] as the output head sees them, the final norm's scale frozen."""
        return self.model.anatomy.final_frozen.part(writes, self.scale)

    def effects(self, writes: torch.Tensor) -> np.ndarray:
        """The direct effect [...] of writes [..., d] on the token's logit."""
        return (self.normed(writes) @ self.towards).numpy()

    def states(self, point: str) -> torch.Tensor:
        """The residual stream before, or after, every FFN, [L, d]."""
        trace, here = self.trace, self.position
        if point == "after":
            return torch.stack([trace.resid_post(layer)[here] for layer in range(trace.layers)])
        return torch.stack([(trace.resid_pre[layer] + trace.attn_out[layer])[here] for layer in range(trace.layers)])


def _assembled(run: _Run, chosen: Chosen, minus: _Run | None = None) -> FfnTrace:
    """The result for chosen neurons; less another run of the same prompt, where there is one."""
    model, layers = run.model, run.trace.layers
    updates, effects = run.updates(), run.effects(run.updates())
    if minus:
        updates, effects = updates - minus.updates(), effects - minus.effects(minus.updates())
    effects = effects.reshape(layers, len(PARTS))
    states = [minus.states("after") if minus else run.states("before"), run.states("after")]
    vectors = [written(model, layer)[neurons] for layer, (neurons, _) in chosen.items()]
    # One batch through the output head: the shown vectors as they are, the updates under the frozen norm.
    found = strongest_tokens(model, torch.cat([*vectors, run.normed(updates).float()]), TOKENS)
    return FfnTrace(
        layers=pd.DataFrame({"layer": range(layers), **dict(zip(PARTS, effects.T, strict=True))}),
        lens=_lens(model, torch.cat(states), layers),
        updates=_updates(found, sum(map(len, vectors))),
        vectors=_vectors(run, minus, chosen, found),
        parallel=run.trace.parallel,
    )


def _lens(model: LoadedModel, states: torch.Tensor, layers: int) -> pd.DataFrame:
    top = model.unembed(states).softmax(-1).topk(TOKENS)
    point, layer, rank = np.indices((len(LENS), layers, TOKENS)).reshape(3, -1)
    ids = top.indices.flatten().tolist()
    return pd.DataFrame(
        {
            "layer": layer,
            "point": np.array(LENS, dtype=object)[point],
            "rank": rank + 1,
            "token": [each.label for each in labels(model, ids)],
            "id": ids,
            "probability": top.values.flatten().numpy(),
        }
    )


def _updates(found: VectorTokens, start: int) -> pd.DataFrame:
    table = found.frame[(found.frame["vector"] >= start) & (found.frame["score"] != 0)]  # no change pushes nothing
    place = table["vector"] - start
    table = table.assign(layer=place // len(PARTS), part=[PARTS[each % len(PARTS)] for each in place])
    return table[["layer", "part", "side", "rank", "token", "id", "score"]].reset_index(drop=True)


def _vectors(run: _Run, minus: _Run | None, chosen: Chosen, found: VectorTokens) -> pd.DataFrame:
    sides = found.frame.groupby(["vector", "side"])["token"].agg(tuple)
    parts, place = [], 0
    for layer, (neurons, coefficients) in chosen.items():
        effects = run.effects(run.writes(layer, neurons))
        if minus:
            effects = effects - minus.effects(minus.writes(layer, neurons))
        lengths = run.model.value_norms(layer)[neurons]
        part = pd.DataFrame({"layer": layer, "neuron": neurons.numpy(), "coefficient": coefficients.numpy()})
        part = part.assign(length=lengths.numpy(), score=(coefficients * lengths).numpy(), effect=effects)
        turned = part["coefficient"] < 0
        for column, sides_of in (("pushes", ("promoted", "suppressed")), ("against", ("suppressed", "promoted"))):
            part[column] = [sides[place + row, sides_of[int(swap)]] for row, swap in enumerate(turned)]
        parts.append(part)
        place += len(part)
    if not parts:
        return pd.DataFrame(columns=VECTOR_COLUMNS)
    return pd.concat(parts, ignore_index=True)
