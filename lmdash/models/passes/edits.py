"""Interventions compiled for one model: what each does to the tensor at its point of the forward pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from lmdash.errors import InputError
from lmdash.models.interventions.values import (
    Add,
    Intervention,
    Mean,
    Patch,
    Positions,
    Promote,
    Push,
    Scale,
    Set,
    Site,
    TokenDirection,
    ValueDirection,
)
from lmdash.models.passes.hooks import Point, Tap

if TYPE_CHECKING:
    from lmdash.models.loaded import LoadedModel

_POINTS = {
    "neuron": "coefficients",
    "head": "heads",
    "residual": "resid_pre",
    "attention": "attn_out",
    "ffn": "mlp_out",
}

Change = Callable[[torch.Tensor, "Rows"], torch.Tensor]
"""From the whole tensor [batch, T, width] and the rows concerned to what their columns become."""


@dataclass(frozen=True)
class Rows:
    """Which rows of a tensor are concerned, and the absolute position of each."""

    index: torch.Tensor
    position: torch.Tensor


class Edits:
    """Interventions ready to run; ``places`` are the positions of the tokens of the coming pass, if not 0, 1, 2, ..."""

    def __init__(self, model: LoadedModel, interventions: tuple[Intervention, ...]) -> None:
        self.places: torch.Tensor | None = None
        at: dict[Point, list[tuple[Positions, slice, Change]]] = {}
        for intervention in interventions:
            point = (_POINTS[intervention.site.part], intervention.site.layer)
            compiled = (intervention.positions, _columns(model, intervention.site), _change(model, intervention))
            at.setdefault(point, []).append(compiled)
        self.taps: dict[Point, list[Tap]] = {point: [self._tap(changes)] for point, changes in at.items()}

    def _tap(self, changes: list[tuple[Positions, slice, Change]]) -> Tap:
        def tap(value: torch.Tensor) -> torch.Tensor | None:
            changed = None
            for positions, columns, change in changes:
                places = torch.arange(value.shape[1]) if self.places is None else self.places
                rows = _rows(positions, places.to(value.device))
                if rows is None:
                    continue
                if changed is None:
                    changed = value.clone()
                changed[:, rows.index, columns] = change(changed, rows).to(changed.dtype)
            return changed

        return tap


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


def _columns(model: LoadedModel, site: Site) -> slice:
    match site.part:
        case "neuron":
            model.neurons(site.layer)  # says where there are none
            return slice(site.index, site.index + 1)
        case "head":
            width = model.info.head_width
            return slice(site.index * width, (site.index + 1) * width)
    return slice(None)


def _change(model: LoadedModel, intervention: Intervention) -> Change:
    site, columns = intervention.site, _columns(model, intervention.site)
    match intervention.action:
        case Set(value):
            change = _constant(torch.tensor([value]))
        case Scale(factor):
            change = _moved(columns, factor, torch.zeros(1))
        case Add(amount):
            change = _moved(columns, 1.0, torch.tensor([amount]))
        case Push(strength, direction):
            change = _moved(columns, 1.0, strength * _unit(model, direction))
        case Mean():
            change = _constant(model.mean(_POINTS[site.part], site.layer)[columns])
        case Promote(factor):
            change = _promotion(model, site, factor)
        case Patch():
            change = _patch(model, intervention, columns)
    return change


def _constant(vector: torch.Tensor) -> Change:
    return lambda tensor, rows: vector.to(tensor).expand(tensor.shape[0], len(rows.index), -1)


def _moved(columns: slice, factor: float, shift: torch.Tensor) -> Change:
    return lambda tensor, rows: tensor[:, rows.index, columns] * factor + shift.to(tensor)


def _promotion(model: LoadedModel, site: Site, factor: float) -> Change:
    """Above the layer's strongest write at each position: the largest |m| * ||v||, over this vector's norm."""
    norms = model.value_norms(site.layer)
    own = norms[site.index].clamp_min(1e-12)

    def change(tensor: torch.Tensor, rows: Rows) -> torch.Tensor:
        strongest = (tensor[:, rows.index].float().abs() * norms.to(tensor.device)).amax(-1, keepdim=True)
        return factor * strongest / own.to(tensor.device)

    return change


def _unit(model: LoadedModel, direction: object) -> torch.Tensor:
    match direction:
        case TokenDirection(text):
            ids = model.tokens.encode_word(text)
            if len(ids) != 1:
                raise InputError(
                    f"“{text}” is {len(ids)} tokens for this model, and a direction needs one. "
                    + (f"Its first is “{model.tokens.decode(ids[:1])}”." if ids else "Type a word.")
                )
            vector = model.anatomy.unembedding(list(ids))[0]
        case ValueDirection(layer, neuron):
            vector = model.value_vectors(layer)[neuron]
        case _:
            vector = torch.tensor(direction.values)
    return vector / vector.norm()


def _patch(model: LoadedModel, intervention: Intervention, columns: slice) -> Change:
    """What the part was in the other prompt, which runs without interventions."""
    site, patch = intervention.site, intervention.action
    ids = model.tokens.encode(patch.prompt).ids
    source = model.part(ids, _POINTS[site.part], site.layer)[:, columns]
    there = len(source)
    if patch.position is not None:
        if patch.position >= there:
            raise InputError(_beyond(patch.position, there))
        return _constant(source[patch.position])
    positions = intervention.positions
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
