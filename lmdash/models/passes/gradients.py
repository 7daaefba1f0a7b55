"""How a prediction would change if something inside were a little different: gradients at embeddings and neurons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from lmdash.models.passes.hooks import Point, Tap
from lmdash.models.passes.network import Network
from lmdash.models.values import Ids

Taps = Mapping[Point, Sequence[Tap]]


def _value(logits: torch.Tensor, target: int, rival: int | None, logit: bool = False) -> torch.Tensor:
    """Of each row [B, V]: the target's log-probability, its logit, or its logit minus the rival's."""
    if rival is not None:
        return logits[:, target] - logits[:, rival]
    return (logits if logit else logits.log_softmax(-1))[:, target]


def embedding_gradients(
    network: Network, taps: Taps, embeddings: torch.Tensor, target: int, rival: int | None, *, logit: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """Value [B] and its gradient [B, T, d] at ``embeddings`` [B, T, d], with ``taps`` in the pass."""
    with network.passing(taps, len(embeddings)) as forward, torch.enable_grad():
        inputs = embeddings.detach().to(network.device, network.dtype, copy=True).requires_grad_()
        hidden = forward(inputs_embeds=inputs, use_cache=False).last_hidden_state[:, -1]
        value = _value(network.anatomy.logits(hidden), target, rival, logit)
        (gradient,) = torch.autograd.grad(value.sum(), inputs)
    return value.detach().cpu(), gradient.cpu()


def coefficient_gradients(
    network: Network, taps: Taps, ids: Ids, target: int, rival: int | None
) -> dict[int, torch.Tensor]:
    """The gradient [T, n] in float32 at the coefficients of every layer with neurons, all later effects included; the
    coefficients are as ``taps`` leave them.  :class:`InputError` where no layer has any.
    """
    if not any(network.anatomy.neurons):
        network.neurons(0)
    inputs, every = network.inputs([ids]), dict(taps)
    offsets: dict[int, torch.Tensor] = {}

    def offset(layer: int) -> Tap:
        def tap(coefficients: torch.Tensor) -> torch.Tensor:
            offsets[layer] = torch.zeros_like(coefficients, requires_grad=True)
            return coefficients + offsets[layer]

        return tap

    for layer, neurons in enumerate(network.anatomy.neurons):
        if neurons:
            point: Point = ("coefficients", layer)
            every[point] = [*every.get(point, ()), offset(layer)]
    with network.passing(every) as forward, torch.enable_grad():
        hidden = forward(inputs, use_cache=False).last_hidden_state[:, -1]
        value = _value(network.anatomy.logits(hidden), target, rival)
        found = torch.autograd.grad(value.sum(), list(offsets.values()))
    return {layer: gradient[0].float().cpu() for layer, gradient in zip(offsets, found, strict=True)}
