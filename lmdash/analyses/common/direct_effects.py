"""What moved the answer?  Direct logit attribution (Elhage et al. 2021): the final norm's scale is frozen at its real
value, so every write to the residual stream adds its own amount to a logit, and the amounts add up to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.difference import belong_together
from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.common.heads import name_of, written_by_heads
from lmdash.analyses.common.plural import plural
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

EDITED = 1e-6  # logits below which a change by interventions is rounding


@dataclass(frozen=True, eq=False)
class DirectEffects:
    """What each part of the model adds to a logit, or to one logit minus another.

    ``parts`` has one row per part, in the order of the forward pass: part (``L3 FFN``), kind (embedding, attention,
    head, ffn, bias or intervention), layer (-1 where there is none), effect (logits).  ``logit`` is the model's own;
    where it has a soft cap, parts add up to ``total`` before the cap and to ``capped`` after it.
    """

    parts: pd.DataFrame
    logit: float
    capped: float
    soft_cap: bool

    @property
    def total(self) -> float:
        """The sum of all parts."""
        return float(self.parts["effect"].sum())

    @property
    def strongest(self) -> pd.Series:
        """The attention or FFN with the largest effect of either sign."""
        writes = self.parts[self.parts["kind"].isin(("attention", "head", "ffn"))]
        return row_of_most(writes, writes["effect"].abs())

    def minus(self, other: DirectEffects) -> DirectEffects:
        """The effects minus those of another pass on the same logit; what only one of them has counts as 0 there."""
        belong_together("model's layers and heads", _writers(self.parts), _writers(other.parts))
        own, before = self.parts.set_index("part"), other.parts.set_index("part")
        parts = own.combine_first(before).reindex([*own.index, *before.index.difference(own.index)])
        plain, changed = (each["effect"].reindex(parts.index, fill_value=0.0) for each in (before, own))
        frame = parts.assign(effect=changed - plain).rename_axis("part").reset_index()[list(self.parts.columns)]
        return replace(self, parts=frame, logit=self.logit - other.logit, capped=self.capped - other.capped)


def _writers(parts: pd.DataFrame) -> list[str]:
    return parts.loc[parts["kind"].isin(("embedding", "attention", "head", "ffn")), "part"].tolist()


@dataclass(frozen=True)
class _Write:
    part: str
    kind: str
    layer: int
    vector: torch.Tensor  # [d]


def direct_effects(
    model: LoadedModel,
    ids: Ids,
    position: int,
    token: int,
    *,
    rival: int | None = None,
    by_head: bool = False,
    edits: Interventions = (),
) -> DirectEffects:
    """Split the logit of ``token`` after ``position``, minus the one of ``rival`` if there is one, into its parts."""
    trace, anatomy = model.trace(ids, edits), model.anatomy
    tokens = [token] if rival is None else [token, rival]
    residual = trace.final_residual[position]
    frozen, scale = anatomy.final_frozen, model.final_scale(residual)
    towards = anatomy.unembedding(tokens).double()  # [tokens, d]
    writes = list(_writes(model, ids, position, by_head, edits))
    effects = frozen.part(torch.stack([write.vector for write in writes]), scale) @ towards.T
    biases = frozen.shift.double() @ towards.T + torch.tensor([anatomy.unembedding_bias(each) for each in tokens])
    sign = torch.tensor([1.0, -1.0][: len(tokens)], dtype=torch.float64)
    rows = pd.DataFrame(
        {
            "part": [write.part for write in writes],
            "kind": [write.kind for write in writes],
            "layer": [write.layer for write in writes],
            "effect": (effects @ sign).numpy(),
        }
    )
    if float(biases.abs().max()):
        rows.loc[len(rows)] = ("final norm and head", "bias", -1, float(biases @ sign))
    small = (rows["kind"].isin(("intervention", "bias")) & (rows["effect"].abs() < EDITED)).to_numpy()
    return DirectEffects(
        parts=rows[~small].reset_index(drop=True),
        logit=float(model.unembed(residual)[tokens].double() @ sign),
        capped=float(anatomy.squash(effects.sum(0) + biases) @ sign),
        soft_cap=anatomy.logit_softcap is not None,
    )


def _writes(model: LoadedModel, ids: Ids, position: int, by_head: bool, edits: Interventions) -> Iterator[_Write]:
    """Everything that was added to the residual stream at a position."""
    trace = model.trace(ids, edits)

    def pushed(layer: int) -> Iterator[_Write]:
        change = trace.pushed(layer)
        if isinstance(change, torch.Tensor):
            where = "final state" if layer == trace.layers else f"what enters L{layer}"
            yield _Write(f"intervention on {where}", "intervention", min(layer, trace.layers - 1), change[position])

    yield _Write("embedding", "embedding", -1, trace.unedited.get(0, trace.resid_pre[0])[position])
    for layer in range(trace.layers):
        yield from pushed(layer)
        if by_head:
            yield from _heads(model, ids, position, layer, edits)
        else:
            yield _Write(f"L{layer} attention", "attention", layer, trace.attn_out[layer][position])
        yield _Write(f"L{layer} FFN", "ffn", layer, trace.mlp_out[layer][position])
    yield from pushed(trace.layers)


def _heads(model: LoadedModel, ids: Ids, position: int, layer: int, edits: Interventions) -> Iterator[_Write]:
    """What each head of a layer wrote, and the rest of what its attention wrote: its bias, unless it was changed."""
    trace = model.trace(ids, edits)
    heads = written_by_heads(model, ids, layer, edits, slice(position, position + 1))[0]
    for head, written in enumerate(heads):
        yield _Write(name_of((layer, head)), "head", layer, written)
    changed = any(edit.site.part == "attention" and edit.site.layer == layer for edit in edits)
    rest = f"intervention on L{layer} attention" if changed else f"L{layer} attention bias"
    kind = "intervention" if changed else "bias"
    yield _Write(rest, kind, layer, trace.attn_out[layer][position] - heads.sum(0))


def in_short(parts: pd.DataFrame, shown: int) -> pd.DataFrame:
    """The parts, in their order; beyond ``shown`` of them the weakest are one row, so that the sum stays."""
    if len(parts) <= shown:
        return parts
    order = np.argsort(-parts["effect"].abs().to_numpy(), kind="stable")
    kept, rest = np.sort(order[: shown - 1]), order[shown - 1 :]
    others = pd.DataFrame(
        [
            {
                "part": plural(len(rest), "other"),
                "kind": "others",
                "layer": -1,
                "effect": parts["effect"].iloc[rest].sum(),
            }
        ]
    )
    return pd.concat([parts.iloc[kept], others], ignore_index=True)
