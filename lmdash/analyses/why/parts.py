"""Which head and which value vector did most for an answer?  First order by gradient, then verified by switching off.

One backward pass estimates for every head and value vector what the answer loses without it (attribution patching,
Nanda 2023); the most promising are really switched off, and ranked by what that did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from lmdash.analyses.common.doses import Variant, last_logits
from lmdash.analyses.common.heads import name_of as head_name
from lmdash.analyses.common.tokens import labels, spelled
from lmdash.analyses.common.vectors import name_of as vector_name
from lmdash.analyses.common.vectors import strongest_tokens, written
from lmdash.models.interventions.values import Intervention, Interventions, Scale, Set, Site
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.gradients import log_odds
from lmdash.models.passes.hooks import Point
from lmdash.models.values import Ids

VERIFIED = 6  # heads, and as many value vectors, that are switched off
WRITTEN = 3  # tokens that say what a value vector writes


@dataclass(frozen=True)
class Part:
    """A head or a value vector: ``off`` switches it off, ``drop`` (nats) is what the answer's log-odds then lose,
    ``expected`` what the gradient expected them to; ``probability`` of the answer without it, and the likeliest
    ``token`` then with its ``share``.

    ``about``: the labels of the tokens that a value vector writes most of at the last token, or of the one that a head
    looks at most from there.
    """

    name: str
    off: Intervention
    expected: float
    drop: float
    probability: float
    token: str
    share: float
    about: tuple[str, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Its layer and its number in that layer."""
        return _place(self.off)

    @property
    def is_head(self) -> bool:
        """Whether it is a head, and not a value vector."""
        return self.off.site.part == "head"


@dataclass(frozen=True)
class PartsBehind:
    """The parts that were switched off, by what that took from the answer, the most first; ``probability`` is the
    answer's with all of them, and ``overrated`` one that the gradient ranked first and that did little.
    """

    parts: tuple[Part, ...]
    probability: float
    overrated: Part | None

    @property
    def most(self) -> Part:
        """The one that the answer needs most."""
        return self.parts[0]


def parts_behind(model: LoadedModel, ids: Ids, target: int, edits: Interventions = ()) -> PartsBehind:
    """What the log-odds of ``target`` after ``ids`` lose without single heads and value vectors."""
    expected = _expected(model, ids, target, edits)
    variants = [Variant(edits), *(Variant((*edits, off)) for off, _ in expected)]
    logits = last_logits(model, ids, variants)
    every, [full, *left] = logits.softmax(-1), log_odds(logits, target).tolist()
    tops = every[1:].argmax(-1).tolist()
    names = [token.label for token in labels(model, tops)]
    parts = [
        Part(
            name=(head_name if off.site.part == "head" else vector_name)(_place(off)),
            off=off,
            expected=guess,
            drop=full - odds,
            probability=float(row[target]),
            token=name,
            share=float(row[top]),
            about=_about(model, ids, off, edits),
        )
        for (off, guess), row, odds, top, name in zip(expected, every[1:], left, tops, names, strict=True)
    ]
    first = max(parts, key=lambda part: part.expected)
    parts.sort(key=lambda part: -part.drop)
    return PartsBehind(tuple(parts), float(every[0, target]), first if _overrated(first, parts[0]) else None)


def _overrated(first: Part, most: Part) -> bool:
    """Whether what the gradient ranked first does less than half of what it expected, and than another one does."""
    return first is not most and 2 * first.drop < min(first.expected, most.drop)


def _place(off: Intervention) -> tuple[int, int]:
    assert off.site.index is not None
    return off.site.layer, off.site.index


def _expected(model: LoadedModel, ids: Ids, target: int, edits: Interventions) -> list[tuple[Intervention, float]]:
    """The heads and value vectors without which the answer should lose most, with what it should lose in nats."""
    layers = range(model.info.layers)
    heads: list[Point] = [("heads", layer) for layer in layers]
    neurons: list[Point] = [("coefficients", layer) for layer in layers if model.anatomy.neurons[layer]]
    gradients = model.part_gradients(ids, target, [*heads, *neurons], edits)

    def lost(point: Point) -> torch.Tensor:
        """Gradient times what is there, summed over tokens: to first order, what goes with it."""
        name, layer = point
        here = (gradients[point] * model.part(ids, name, layer, edits)).sum(0)
        return here.unflatten(-1, (model.info.heads, -1)).sum(-1) if name == "heads" else here

    chosen = [_most(heads, [lost(point) for point in heads], "head")]
    if neurons:
        chosen.append(_most(neurons, [lost(point) for point in neurons], "neuron"))
    return [each for kind in chosen for each in kind]


def _most(points: Sequence[Point], lost: Sequence[torch.Tensor], part: str) -> Iterator[tuple[Intervention, float]]:
    every = torch.cat(list(lost))
    places = [(layer, index) for (_, layer), values in zip(points, lost, strict=True) for index in range(len(values))]
    for place in every.topk(min(VERIFIED, len(every))).indices.tolist():
        site = Site("head", *places[place]) if part == "head" else Site("neuron", *places[place])
        yield Intervention(site, Scale(0.0) if part == "head" else Set(0.0)), float(every[place])


def _about(model: LoadedModel, ids: Ids, off: Intervention, edits: Interventions) -> tuple[str, ...]:
    layer, index = _place(off)
    if off.site.part == "head":
        looks = model.part(ids, "attention_patterns", layer, edits)[index, -1]
        return (spelled(model, ids)[int(looks.argmax())].label,)
    coefficient = float(model.part(ids, "coefficients", layer, edits)[-1, index])
    tokens = strongest_tokens(model, written(model, layer)[index : index + 1], WRITTEN)
    return tuple(tokens.of(0, "promoted" if coefficient >= 0 else "suppressed")["token"])
