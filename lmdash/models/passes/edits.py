"""Interventions compiled for one model: what each does to the tensor at its point of the forward pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import torch

from lmdash.errors import InputError
from lmdash.models.interventions.values import (
    Add,
    Direction,
    Intervention,
    Mean,
    PartName,
    Patch,
    Positions,
    Promote,
    Push,
    Resolved,
    Scale,
    Set,
    Site,
    TokenDirection,
    ValueDirection,
    VectorDirection,
)
from lmdash.models.passes.hooks import Point, PointName, Tap
from lmdash.models.passes.network import Network
from lmdash.models.text.reference import REFERENCE_TEXT
from lmdash.models.values import Ids

_POINTS: dict[PartName, PointName] = {
    "neuron": "coefficients",
    "head": "heads",
    "residual": "resid_pre",
    "attention": "attn_out",
    "ffn": "mlp_out",
}

CleanPart = Callable[[Ids, PointName, int], torch.Tensor]
"""A part of a layer in a pass without interventions: ids, name and layer to [T, width]."""

EditsOf = Callable[[int], "Edits"]
"""Interventions made ready for a prompt of so many tokens."""

Change = Callable[[torch.Tensor, "Rows"], torch.Tensor]
"""From the whole tensor [batch, T, width] and the rows concerned to what their columns become."""


@dataclass(frozen=True)
class Rows:
    """Which rows of a tensor are concerned, and the absolute position of each."""

    index: torch.Tensor
    position: torch.Tensor


class _Ready(NamedTuple):
    """One intervention at its point: the tokens, its columns, and what these become."""

    positions: Positions
    columns: slice
    change: Change


class Edits:
    """Interventions made ready for one network; :class:`InputError` for what it cannot do.

    ``clean_part(ids, part, layer)`` gives a part [T, width] of a pass without interventions, which patches and means
    are taken from.
    """

    def __init__(self, network: Network, interventions: Resolved, clean_part: CleanPart) -> None:
        self._at: dict[Point, list[_Ready]] = {}
        making = _Making(network, clean_part)
        for each in interventions:
            point = (_POINTS[each.site.part], each.site.layer)
            columns = making.columns(each.site)
            self._at.setdefault(point, []).append(_Ready(each.positions, columns, making.change(each, columns)))

    def taps(self, places: torch.Tensor | None = None) -> dict[Point, list[Tap]]:
        """What carries them out in passes whose tokens stand at ``places`` [T] of the text; None is 0, 1, 2, ..."""
        return {point: [partial(_carry_out, ready, places)] for point, ready in self._at.items()}


def _carry_out(ready: Sequence[_Ready], places: torch.Tensor | None, value: torch.Tensor) -> torch.Tensor | None:
    """The tensor [batch, T, width] with all changes of one point, each on top of those before; None for no change."""
    changed = None
    for positions, columns, change in ready:
        there = torch.arange(value.shape[1]) if places is None else places
        rows = _rows(positions, there.to(value.device))
        if rows is None:
            continue
        if changed is None:
            changed = value.clone()
        changed[:, rows.index, columns] = change(changed, rows).to(changed.dtype)
    return changed


def _rows(positions: Positions, places: torch.Tensor) -> Rows | None:
    match positions.kind:
        case "all":
            chosen = torch.ones_like(places, dtype=torch.bool)
        case "from":
            chosen = places >= positions.values[0]
        case _:
            chosen = torch.isin(places, torch.tensor(positions.values, device=places.device))
    [index] = chosen.nonzero(as_tuple=True)
    return Rows(index, places[index]) if len(index) else None


def _constant(vector: torch.Tensor) -> Change:
    return lambda tensor, rows: vector.to(tensor).expand(tensor.shape[0], len(rows.index), -1)


def _moved(columns: slice, factor: float, shift: torch.Tensor) -> Change:
    return lambda tensor, rows: tensor[:, rows.index, columns] * factor + shift.to(tensor)


@dataclass(frozen=True)
class _Making:
    """What each kind of intervention needs to be made ready."""

    network: Network
    clean_part: CleanPart

    def columns(self, site: Site) -> slice:
        """The columns of the tensor at the site's point that are the site's own."""
        index = site.index or 0
        match site.part:
            case "neuron":
                self.network.neurons(site.layer)  # says where there are none
                return slice(index, index + 1)
            case "head":
                width = self.network.info.head_width
                return slice(index * width, (index + 1) * width)
        return slice(None)

    def change(self, intervention: Intervention, columns: slice) -> Change:
        """What becomes of the site's columns."""
        site = intervention.site
        match intervention.action:
            case Set(value):
                change = _constant(torch.tensor([value]))
            case Scale(factor):
                change = _moved(columns, factor, torch.zeros(1))
            case Add(amount):
                change = _moved(columns, 1.0, torch.tensor([amount]))
            case Push(strength, direction):
                change = _moved(columns, 1.0, strength * self._unit(direction))
            case Mean():
                change = _constant(self._mean(_POINTS[site.part], site.layer)[columns])
            case Promote(factor):
                change = self._promotion(site, factor)
            case Patch() as patch:
                change = self._patch(site, intervention.positions, patch, columns)
        return change

    def _mean(self, part: PointName, layer: int) -> torch.Tensor:
        """The mean [width] of a part of a layer over the reference text, without its first token, which attention uses
        as a resting place.
        """
        ids = self.network.tokens.encode(REFERENCE_TEXT).ids
        return self.network.fact(("mean", part, layer), lambda: self.clean_part(ids, part, layer)[1:].mean(0))

    def _promotion(self, site: Site, factor: float) -> Change:
        """Above the layer's strongest write at each position: the largest |m| * ||v||, over this vector's norm."""
        norms = self.network.value_norms(site.layer)
        own = norms[site.index].clamp_min(1e-12)

        def change(tensor: torch.Tensor, rows: Rows) -> torch.Tensor:
            strongest = (tensor[:, rows.index].float().abs() * norms.to(tensor.device)).amax(-1, keepdim=True)
            return factor * strongest / own.to(tensor.device)

        return change

    def _unit(self, direction: Direction) -> torch.Tensor:
        """The direction [d] at length 1."""
        network = self.network
        match direction:
            case TokenDirection(text):
                ids = network.tokens.encode_word(text)
                if len(ids) != 1:
                    raise InputError(
                        f"“{text}” is {len(ids)} tokens for this model, and a direction needs one. "
                        + (f"Its first is “{network.tokens.decode(ids[:1])}”." if ids else "Type a word.")
                    )
                vector = network.anatomy.unembedding(list(ids))[0]
            case ValueDirection(layer, neuron):
                vector = network.value_vectors(layer)[neuron]
            case VectorDirection(values):
                vector = torch.tensor(values)
        return vector / vector.norm()

    def _patch(self, site: Site, positions: Positions, patch: Patch, columns: slice) -> Change:
        """What the part was in the other prompt, which runs without interventions."""
        ids = self.network.tokens.encode(patch.prompt).ids
        source = self.clean_part(ids, _POINTS[site.part], site.layer)[:, columns]
        there = len(source)
        if patch.position is not None:
            if patch.position >= there:
                raise InputError(_beyond(patch.position, there))
            return _constant(source[patch.position])
        if positions.kind == "list" and positions.values[-1] >= there:
            raise InputError(_beyond(positions.values[-1], there))

        def change(tensor: torch.Tensor, rows: Rows) -> torch.Tensor:
            result = tensor[:, rows.index, columns].clone()
            known = rows.position < there  # what comes after the other prompt's end stays as it is
            result[:, known] = source.to(tensor)[rows.position[known]]
            return result

        return change


def _beyond(position: int, there: int) -> str:
    return f"Token {position} is not in the prompt that the patch comes from: it has tokens 0 to {there - 1}."
