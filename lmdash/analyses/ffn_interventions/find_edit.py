"""Which few value vectors would have to change for another answer?  First order by gradient, then verified by running.

The gradient of the target at every coefficient times the change that is possible there ranks all vectors at once
(attribution patching, Nanda 2023); the best are then run, and chosen by what they do elsewhere as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.doses import Variant, divergences, last_logits, shifts
from lmdash.analyses.common.tokens import labels
from lmdash.models.interventions.text import write
from lmdash.models.interventions.values import Intervention, Interventions, Positions, Promote, Set, Site
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


@dataclass(frozen=True)
class Aim:
    """What is wanted: ``target`` as the next token ahead of a ``rival``, or of all tokens, by ``margin`` nats;
    ``lower`` turns it round: behind the rival, or behind another token.
    """

    target: int
    rival: int | None = None
    lower: bool = False
    margin: float = 0.0

    def lacking(self, logits: torch.Tensor) -> float:
        """By how many nats logits [V] miss it; below 0 where it is reached."""
        others = logits.clone()
        others[self.target] = -torch.inf
        lead = float(logits[self.target] - (others.max() if self.rival is None else logits[self.rival]))
        return self.margin + (lead if self.lower else -lead)

    def value(self, logits: torch.Tensor) -> float:
        """The target's log-probability in nats, or its logit minus the rival's."""
        if self.rival is None:
            return float(logits.log_softmax(-1)[self.target])
        return float(logits[self.target] - logits[self.rival])


@dataclass(frozen=True)
class Proposal:
    """Changes to some value vectors and what they did when they were run.

    ``value`` is as in :meth:`Aim.value`, ``before`` the same without them, ``lacking`` how far the aim is missed;
    ``bits_here`` the mean KL divergence in bits at the prompt's other tokens, ``bits_elsewhere`` over the other texts
    (NaN where there is nothing to compare).  ``target`` and ``rival`` are their probabilities before and after;
    ``kept`` of ``texts`` other texts keep their most likely next token.
    """

    edits: Interventions
    before: float
    value: float
    lacking: float
    token: str
    probability: float
    bits_here: float
    bits_elsewhere: float
    target: tuple[float, float] = (float("nan"), float("nan"))
    rival: tuple[float, float] | None = None
    kept: int = 0
    texts: int = 0

    @property
    def reached(self) -> bool:
        """Whether the aim is."""
        return self.lacking < 0

    @property
    def bits(self) -> float:
        """What it costs: the mean of both divergences."""
        known = [bits for bits in (self.bits_here, self.bits_elsewhere) if not np.isnan(bits)]
        return float(np.mean(known)) if known else 0.0


@dataclass(frozen=True, eq=False)
class FoundEdits:
    """``best`` has a proposal of one vector, of two, ...; ``tried`` has one row per change that was run: size, edits
    (as text), first_order (predicted change of the value), value, gain, token, probability, bits_here,
    bits_elsewhere, reached.
    """

    best: tuple[Proposal, ...]
    tried: pd.DataFrame

    @property
    def reached(self) -> bool:
        """Whether one of them does what was wanted."""
        return any(proposal.reached for proposal in self.best)


def find_edit(
    model: LoadedModel,
    ids: Ids,
    aim: Aim,
    *,
    everywhere: bool = True,
    texts: tuple[str, ...] = (),
    most: int = 3,
    candidates: int = 30,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> FoundEdits:
    """Up to ``most`` vectors, added one by one to ``edits``, at all tokens or only at the last.

    In each round the ``candidates`` best by first order, half of them switched off and half promoted, are run on the
    prompt and on the ``texts``, which should stay as they are.  Rounds end when the aim is reached.
    """
    search = _Search(model, ids, aim, Positions("all" if everywhere else "last"), texts, edits, on_step, most)
    best: list[Proposal] = []
    rows: list[dict[str, object]] = []
    chosen, lacking = (), search.lacking
    for left in range(most, 0, -1):
        ranked = list(search.first_order(chosen, candidates))
        proposals = search.verify([(*chosen, edit) for edit, _ in ranked])
        rows += [_row(proposal, predicted) for proposal, (_, predicted) in zip(proposals, ranked, strict=True)]
        proposal = _choose(proposals, lacking, left)
        if proposal is None:
            break
        best.append(proposal)
        chosen, lacking = proposal.edits, proposal.lacking
        if proposal.reached:
            break
    return FoundEdits(tuple(best), pd.DataFrame(rows))


def _choose(proposals: Sequence[Proposal], lacking: float, left: int) -> Proposal | None:
    """The cheapest of those that go at least their share of the way, with ``left`` vectors still to change; where
    none does, the one that comes closest; None where none goes in the right direction.
    """
    share = max(lacking, 0.0) / left
    enough = [each for each in proposals if lacking - each.lacking > share]
    if enough:
        return min(enough, key=lambda each: each.bits)
    farthest = min(proposals, key=lambda each: each.lacking, default=None)
    return farthest if farthest and farthest.lacking < lacking else None


def _row(proposal: Proposal, predicted: float) -> dict[str, object]:
    return {
        "size": len(proposal.edits),
        "edits": "; ".join(map(write, proposal.edits)),
        "first_order": predicted,
        "value": proposal.value,
        "gain": proposal.value - proposal.before,
        "token": proposal.token,
        "probability": proposal.probability,
        "bits_here": proposal.bits_here,
        "bits_elsewhere": proposal.bits_elsewhere,
        "reached": proposal.reached,
    }


@dataclass
class _Search:
    """What all rounds share."""

    model: LoadedModel
    ids: Ids
    aim: Aim
    positions: Positions
    texts: tuple[str, ...]
    edits: Interventions
    on_step: Callable[[int, int], None] | None
    most: int
    done: int = 0
    others: list[Ids] = field(init=False)
    before: float = field(init=False)
    lacking: float = field(init=False)
    plain: torch.Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.others = [self.model.tokens.encode(text).ids for text in self.texts]
        [logits] = last_logits(self.model, self.ids, [Variant(self.edits)])
        self.before, self.lacking = self.aim.value(logits), self.aim.lacking(logits)
        self.plain = logits.softmax(-1)

    def first_order(self, chosen: Interventions, count: int) -> Iterator[tuple[Intervention, float]]:
        """The changes that the gradient expects most of, with the change of the value that it predicts."""
        model, edits = self.model, (*self.edits, *chosen)
        gradients = model.coefficient_gradients(self.ids, self.aim.target, self.aim.rival, edits)
        taken = {edit.site for edit in chosen}
        sign = -1 if self.aim.lower else 1
        rows = slice(None) if self.positions.kind == "all" else slice(-1, None)
        predicted: dict[tuple[str, int], torch.Tensor] = {}
        for layer, gradient in gradients.items():
            now = model.part(self.ids, "coefficients", layer, edits)[rows]
            norms = model.value_norms(layer).clamp_min(1e-12)
            promoted = Promote().factor * (now.abs() * norms).amax(-1, keepdim=True) / norms
            predicted["off", layer] = -(gradient[rows] * now).sum(0)
            predicted["promoted", layer] = (gradient[rows] * (promoted - now)).sum(0)
        for kind, action in (("off", Set(0.0)), ("promoted", Promote())):
            layers = [layer for each, layer in predicted if each == kind]
            every = torch.cat([predicted[kind, layer] for layer in layers])
            starts = np.cumsum([0, *(len(predicted[kind, layer]) for layer in layers)])
            order = (sign * every).topk(min(count // 2 + len(taken), len(every))).indices.tolist()
            found = []
            for index in order:
                place = int(np.searchsorted(starts, index, side="right")) - 1
                site = Site("neuron", layers[place], index - int(starts[place]))
                if site not in taken:
                    found.append((Intervention(site, action, self.positions), float(every[index])))
            yield from found[: count // 2]

    def verify(self, lists: Sequence[Interventions]) -> list[Proposal]:
        """Run the prompt and the other texts under each list."""
        variants = [Variant((*self.edits, *each)) for each in lists]
        logits = last_logits(self.model, self.ids, variants)
        here = divergences(self.model, self.ids, variants, self.edits)[:, :-1].double().mean(-1)
        self._step()
        elsewhere, kept = [], torch.zeros(len(lists), dtype=torch.long)
        for other in self.others:
            bits, same = shifts(self.model, other, variants, self.edits)
            elsewhere.append(bits.double().mean(-1))
            kept += same
            self._step()
        there = torch.stack(elsewhere).mean(0) if elsewhere else torch.full((len(lists),), float("nan"))
        tops = logits.argmax(-1)
        shares = logits.softmax(-1)
        target, rival = self.aim.target, self.aim.rival
        return [
            Proposal(
                edits=each,
                before=self.before,
                value=self.aim.value(logits[row]),
                lacking=self.aim.lacking(logits[row]),
                token=labels(self.model, [int(tops[row])])[0].label,
                probability=float(shares[row, tops[row]]),
                bits_here=float(here[row]),
                bits_elsewhere=float(there[row]),
                target=(float(self.plain[target]), float(shares[row, target])),
                rival=None if rival is None else (float(self.plain[rival]), float(shares[row, rival])),
                kept=int(kept[row]),
                texts=len(self.others),
            )
            for row, each in enumerate(lists)
        ]

    def _step(self) -> None:
        self.done += 1
        if self.on_step:
            self.on_step(self.done, self.most * (1 + len(self.others)))
