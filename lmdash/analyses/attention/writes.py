"""What does a head write, and which heads push towards a word?  Direct logit attribution (Elhage et al. 2021).

The final norm's scale is frozen at its real value on this run, so that parts add up to the logit, before a soft cap
where the model has one.  Only direct effects: what later layers make of a head's result is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import torch

from lmdash.analyses.common.difference import belong_together
from lmdash.analyses.common.direct_effects import direct_effects
from lmdash.analyses.common.heads import Head, written_by_heads
from lmdash.analyses.common.tokens import labels
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

ROWS = 4096  # rows of the output head read together


@dataclass(frozen=True, eq=False)
class HeadWrites:
    """The tokens that a head's result at one position raises and lowers most: token, id, push (logit)."""

    promoted: pd.DataFrame
    suppressed: pd.DataFrame


@dataclass(frozen=True, eq=False)
class HeadPushes:
    """The push of every head at one position on the logit of a token, or on that of A minus that of B.

    ``heads`` has layer, head, push, the strongest first; ``others`` what else the logit is made of, by its kind; all
    pushes together are the logit, before a soft cap where there is one (``soft_cap``).
    """

    heads: pd.DataFrame
    others: dict[str, float]
    soft_cap: bool

    @property
    def strongest(self) -> Head:
        """The head that raises it most."""
        first = self.heads.iloc[0]
        return int(first["layer"]), int(first["head"])

    @property
    def from_heads(self) -> float:
        """The push of all heads together."""
        return float(self.heads["push"].sum())

    @property
    def together(self) -> float:
        """The push of all parts: the logit, or the difference of the two."""
        return self.from_heads + sum(self.others.values())

    def minus(self, other: HeadPushes) -> HeadPushes:
        """How much more the parts push than in another pass."""
        places = ["layer", "head"]
        belong_together(
            "heads", *(sorted(zip(each.heads["layer"], each.heads["head"], strict=True)) for each in (self, other))
        )
        change = (self.heads.set_index(places) - other.heads.set_index(places)).reset_index()
        kinds = dict.fromkeys([*self.others, *other.others])
        return HeadPushes(
            heads=change.sort_values("push", ascending=False, ignore_index=True),
            others={kind: self.others.get(kind, 0.0) - other.others.get(kind, 0.0) for kind in kinds},
            soft_cap=self.soft_cap,
        )


def head_writes(
    model: LoadedModel,
    ids: Ids,
    head: Head,
    position: int,
    *,
    shown: int = 10,
    edits: Interventions = (),
    change: bool = False,
) -> HeadWrites:
    """What the result of a head at ``position`` does to every logit, or with ``change`` what edits change of that."""
    direction = _direction(model, ids, head, position, edits)
    if change:
        direction = direction - _direction(model, ids, head, position, ())
    vocabulary = model.info.vocabulary
    pushes = torch.cat(
        [
            model.anatomy.unembedding(list(range(start, min(start + ROWS, vocabulary)))) @ direction
            for start in range(0, vocabulary, ROWS)
        ]
    )
    return HeadWrites(_table(model, pushes.topk(shown)), _table(model, (-pushes).topk(shown), sign=-1))


def _direction(model: LoadedModel, ids: Ids, head: Head, position: int, edits: Interventions) -> torch.Tensor:
    """The result of a head at a position as the final norm passes it on, [d]."""
    layer, index = head
    here = slice(position, position + 1)
    written = written_by_heads(model, ids, layer, edits, here)[0, index]
    scale = model.final_scale(model.trace(ids, edits).final_residual[here])
    return model.anatomy.final_frozen.part(written, scale[0]).float()


def _table(model: LoadedModel, top: torch.return_types.topk, sign: int = 1) -> pd.DataFrame:
    ids = top.indices.tolist()
    return pd.DataFrame(
        {"token": [token.label for token in labels(model, ids)], "id": ids, "push": sign * top.values.numpy()}
    )


def head_pushes(
    model: LoadedModel, ids: Ids, position: int, token: int, *, rival: int | None = None, edits: Interventions = ()
) -> HeadPushes:
    """How every head at ``position`` pushes the logit of ``token``, or of ``token`` minus ``rival``."""
    effects = direct_effects(model, ids, position, token, rival=rival, by_head=True, edits=edits)
    parts = effects.parts
    heads = parts[parts["kind"] == "head"]
    table = pd.DataFrame(
        {
            "layer": heads["layer"],
            "head": heads.groupby("layer").cumcount(),
            "push": heads["effect"],
        }
    )
    others = parts[parts["kind"] != "head"].groupby("kind", sort=False)["effect"].sum()
    return HeadPushes(
        heads=table.sort_values("push", ascending=False, ignore_index=True),
        others={str(kind): float(effect) for kind, effect in others.items()},
        soft_cap=effects.soft_cap,
    )
