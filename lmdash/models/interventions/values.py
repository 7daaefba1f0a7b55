"""What can be changed in a forward pass: where, what and at which tokens; what makes no sense is refused.

An intervention is a plain value: ``text`` says, writes and reads it, ``files`` keeps many; ``passes.edits`` carries
them out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, NewType

from lmdash.errors import InputError
from lmdash.models.interventions.checked import LARGEST, Checked
from lmdash.models.values import ModelInfo

PartName = Literal["neuron", "head", "residual", "attention", "ffn"]
PositionKind = Literal["all", "last", "from", "list"]


@dataclass(frozen=True)
class Site(Checked):
    """A part of a layer: "neuron" or "head" with its index, "residual", "attention" or "ffn" without.

    "residual" is the stream as it enters the layer; layer L of a model of L layers is the stream before the final norm.
    """

    part: PartName
    layer: int
    index: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not (part := PARTS.get(self.part)):
            raise InputError(f"The part of a layer must be one of {', '.join(PARTS)}.")
        if part.many != (self.index is not None) or self.index == -1:
            remedy = f"give its number, as in L2{part.letter}3" if part.many else f"write L{self.layer}{part.letter}"
            raise InputError(f"A layer has {'several' if part.many else 'one'} {part.name}{'s' * part.many}: {remedy}.")

    def __str__(self) -> str:
        return f"L{self.layer}{PARTS[self.part].letter}{'' if self.index is None else self.index}"


@dataclass(frozen=True)
class Positions(Checked):
    """The tokens concerned, counted from 0: "all", "last" of the prompt, "from" one on, or a "list" of them."""

    kind: PositionKind = "all"
    values: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "values", tuple(sorted(set(self.values))))
        if {"all": 0, "last": 0, "from": 1, "list": len(self.values) or 1}.get(self.kind) != len(self.values):
            raise InputError("Choose all tokens, the last (@last), from one on (@3:) or a list of them (@1,2,5).")


@dataclass(frozen=True)
class TokenDirection(Checked):
    """The unembedding vector of a token."""

    text: str


@dataclass(frozen=True)
class ValueDirection(Checked):
    """The value vector of an FFN neuron."""

    layer: int
    neuron: int


@dataclass(frozen=True)
class VectorDirection(Checked):
    """A vector of the residual stream's width."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        if math.hypot(*self.values) < 1 / LARGEST:
            raise InputError("A direction of zeros points nowhere: give at least one other number, as in [0.1,-0.2].")


@dataclass(frozen=True)
class Set(Checked):
    """The coefficient becomes ``value``; 0 suppresses the neuron."""

    value: float


@dataclass(frozen=True)
class Scale(Checked):
    """The part is multiplied by ``factor``; 0 ablates it."""

    factor: float


@dataclass(frozen=True)
class Add(Checked):
    """``amount`` is added to the coefficient."""

    amount: float


@dataclass(frozen=True)
class Mean:
    """The part becomes its mean over a reference text."""


@dataclass(frozen=True)
class Promote(Checked):
    """The neuron writes ``factor`` times as much as the layer's strongest one at that position."""

    factor: float = 1.1


@dataclass(frozen=True)
class Push(Checked):
    """``strength`` times the direction, at unit length, is added."""

    strength: float
    direction: Direction


@dataclass(frozen=True)
class Patch(Checked):
    """The part becomes what it is in another prompt: at the same position, or at ``position`` of that prompt, where -1
    is its last token.  On "last", None is that prompt's last token too: `resolve` makes it -1.
    """

    prompt: str
    position: int | None = None


Direction = TokenDirection | ValueDirection | VectorDirection
Action = Set | Scale | Add | Mean | Promote | Push | Patch
_FORMS = {Set: "=0", Scale: "*0", Add: "+1", Mean: "=mean", Promote: "^", Push: '+4*" music"', Patch: '<"A prompt"'}


class Part(NamedTuple):
    """What a part is called, the letter it is written with, what can be done to it, and whether a layer has many."""

    name: str
    letter: str
    actions: tuple[type[Action], ...]
    many: bool = False


PARTS: dict[PartName, Part] = {
    "neuron": Part("neuron", "D", (Set, Scale, Add, Mean, Promote, Patch), many=True),
    "head": Part("head", "H", (Scale, Mean, Patch), many=True),
    "residual": Part("residual stream", "R", (Push, Patch)),
    "attention": Part("attention", "A", (Scale, Push, Patch)),
    "ffn": Part("feed-forward part", "F", (Scale, Push, Patch)),
}


@dataclass(frozen=True)
class Intervention(Checked):
    """One change of a forward pass; one that is not ``on`` is kept and does nothing."""

    site: Site
    action: Action
    positions: Positions = Positions()
    on: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        part = PARTS[self.site.part]
        if not isinstance(self.action, part.actions):
            takes = ", ".join(f"{self.site}{_FORMS[kind]} ({kind.__name__.lower()})" for kind in part.actions)
            raise InputError(f"{self.site}: this {part.name} takes {takes}.")


Interventions = tuple[Intervention, ...]

Resolved = NewType("Resolved", tuple[Intervention, ...])
"""Interventions that are on, with every “last” token as a number: what :func:`resolve` made of them."""


def validate(interventions: Iterable[Intervention], info: ModelInfo) -> None:
    """Refuse what the model does not have, in those that are off too."""
    for each in interventions:
        site, stream = each.site, each.site.part == "residual"
        words = "the residual stream can be changed at layers" if stream else "this model has layers"
        _within(site, words, site.layer, info.layers + stream)
        index = site.index or 0  # heads and neurons have one
        if site.part == "head":
            _within(site, f"layer {site.layer} has heads", index, info.heads)
        elif site.part == "neuron":
            _neuron_within(site, site.layer, index, info)
        match each.action:
            case Push(_, ValueDirection(layer, neuron)):
                _within(site, "this model has value vectors in layers", layer, info.layers)
                _neuron_within(site, layer, neuron, info)
            case Push(_, VectorDirection(values)) if len(values) != info.width:
                raise InputError(f"{site}: a direction of this model has {info.width} numbers, not {len(values)}.")
            case Patch(_, int(position)):
                _within(site, "this model reads tokens", position, info.context)
        _within(site, "this model reads tokens", max(each.positions.values, default=0), info.context)


def _neuron_within(site: Site, layer: int, neuron: int, info: ModelInfo) -> None:
    if not info.neurons:
        raise InputError(
            f"{site}: a mixture of experts has no fixed neurons; change the whole feed-forward part, as in L{layer}F*0."
        )
    _within(site, f"layer {layer} has neurons", neuron, info.neurons)


def _within(site: Site, words: str, number: int, count: int) -> None:
    if number >= count:
        raise InputError(f"{site}: {words} 0 to {count - 1}.")


def resolve(interventions: Iterable[Intervention], length: int) -> Resolved:
    """Those that are on, with "last" as the number of the last of ``length`` tokens, for when the text has grown."""
    resolved = []
    for each in interventions:
        action, positions = each.action, each.positions
        if positions.kind == "last":
            positions = Positions("list", (length - 1,))
            if isinstance(action, Patch) and action.position is None:
                action = replace(action, position=-1)
        if each.on:
            resolved.append(replace(each, action=action, positions=positions))
    return Resolved(tuple(resolved))
