"""Which text is a page about?  The word that the person named, or else the model's own next token; decided here."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from lmdash.analyses.common.tokens import labels
from lmdash.analyses.common.watch import watch
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


@dataclass(frozen=True)
class Target:
    """Tokens after a prompt, what they are called and how likely they are there, all together; ``chosen`` by the
    person, or the most likely one.  ``first_label`` and ``first_probability`` are of the first token.  ``probability``
    is NaN where the whole text does not fit into the context.  ``rival`` is a text to compare with, where there is one.
    """

    ids: Ids
    label: str
    probability: float
    chosen: bool
    first_label: str
    first_probability: float
    rival: Target | None = None

    @property
    def token(self) -> int:
        """Its first token."""
        return self.ids[0]

    @property
    def several(self) -> bool:
        """Whether it has more than one."""
        return len(self.ids) > 1

    @property
    def style(self) -> str:
        """How sentences mark it."""
        return "target" if self.chosen else "token"

    @property
    def first(self) -> Target:
        """Its first token alone, against the first one of its rival unless that is the same."""
        rival = self.rival.first if self.rival and self.rival.token != self.token else None
        return replace(self, ids=self.ids[:1], label=self.first_label, probability=self.first_probability, rival=rival)

    @property
    def fitting(self) -> Target:
        """All of it, or its first token alone where the rest does not fit into the context."""
        return self.first if math.isnan(self.probability) else self


def target_of(
    model: LoadedModel, ids: Ids, position: int, word: str = "", *, rival: str = "", edits: Interventions = ()
) -> Target:
    """The typed ``word`` as the text after ``position``, or the most likely token there; with a typed ``rival``."""
    found = _typed(model, ids[: position + 1], word, edits) or _own(model, ids, position, edits)
    return replace(found, rival=_typed(model, ids[: position + 1], rival, edits))


def _typed(model: LoadedModel, ids: Ids, word: str, edits: Interventions) -> Target | None:
    if not word.strip():
        return None
    for watched in watch(model, ids, (word.strip(),), True, edits):
        return Target(
            ids=tuple(token.id for token in watched.tokens),
            label="".join(token.label for token in watched.tokens),
            probability=watched.probability,
            chosen=True,
            first_label=watched.tokens[0].label,
            first_probability=watched.first_probability,
        )
    return None


def _own(model: LoadedModel, ids: Ids, position: int, edits: Interventions) -> Target:
    """The most likely token, from the pass that all pages share."""
    if position == len(ids) - 1:
        logits = model.logit_summary(ids, edits).last_logits
    else:
        logits = model.unembed(model.trace(ids, edits).final_residual[position])
    log_probabilities = logits.log_softmax(-1)
    index = int(log_probabilities.topk(1).indices)
    [token] = labels(model, [index])
    share = float(log_probabilities.exp()[index])
    return Target((index,), token.label, share, False, token.label, share)
