"""How a prediction would change if something inside were a little different: gradients at embeddings and neurons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from lmdash.models.interventions.values import Interventions
from lmdash.models.passes.hooks import Point, Tap
from lmdash.models.values import Ids

if TYPE_CHECKING:
    from lmdash.models.loaded import LoadedModel


def _value(logits: torch.Tensor, target: int, rival: int | None, logit: bool = False) -> torch.Tensor:
    """Of each row [B, V]: the target's log-probability, its logit, or its logit minus the rival's."""
    if rival is not None:
        return logits[:, target] - logits[:, rival]
    return (logits if logit else logits.log_softmax(-1))[:, target]


def embedding_gradients(
    model: LoadedModel, embeddings: torch.Tensor, target: int, rival: int | None, edits: Interventions, *, logit: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """Value [B] and gradient [B, T, d] at ``embeddings`` [B, T, d]."""
    taps = model.edits(edits, embeddings.shape[1]).taps
    with model.passing(taps, len(embeddings)) as forward, torch.enable_grad():
        inputs = embeddings.detach().to(model.anatomy.device, model.model.dtype, copy=True).requires_grad_()
        hidden = forward(inputs_embeds=inputs, use_cache=False).last_hidden_state[:, -1]
        value = _value(model.anatomy.logits(hidden), target, rival, logit)
        (gradient,) = torch.autograd.grad(value.sum(), inputs)
    return value.detach().cpu(), gradient.cpu()


def coefficient_gradients(
    model: LoadedModel, ids: Ids, target: int, rival: int | None, edits: Interventions
) -> dict[int, torch.Tensor]:
    """The gradient [T, n] in float32 at the coefficients of every layer with neurons, all later effects included.

    :class:`InputError` where no layer has any.
    """
    if not any(model.anatomy.neurons):
        model.neurons(0)
    inputs, taps = model.inputs([ids]), dict(model.edits(edits, len(ids)).taps)
    offsets: dict[int, torch.Tensor] = {}

    def offset(layer: int) -> Tap:
        def tap(coefficients: torch.Tensor) -> torch.Tensor:
            offsets[layer] = torch.zeros_like(coefficients, requires_grad=True)
            return coefficients + offsets[layer]

        return tap

    for layer, neurons in enumerate(model.anatomy.neurons):
        if neurons:
            point: Point = ("coefficients", layer)
            taps[point] = [*taps.get(point, ()), offset(layer)]
    with model.passing(taps) as forward, torch.enable_grad():
        hidden = forward(inputs, use_cache=False).last_hidden_state[:, -1]
        value = _value(model.anatomy.logits(hidden), target, rival)
        found = torch.autograd.grad(value.sum(), list(offsets.values()))
    return {layer: gradient[0].float().cpu() for layer, gradient in zip(offsets, found, strict=True)}
