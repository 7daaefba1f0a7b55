"""How a prediction would change if something inside were a little different: gradients at its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

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
    points: list[Point] = [("coefficients", layer) for layer, neurons in enumerate(network.anatomy.neurons) if neurons]
    found = part_gradients(network, taps, ids, lambda logits: _value(logits, target, rival), points)
    return {layer: gradient for (_, layer), gradient in found.items()}


def log_odds(logits: torch.Tensor, target: int) -> torch.Tensor:
    """The target's log-odds of each row [B, V]: its logit against all other tokens together.

    Unlike its log-probability it does not stop to change where the model is sure.
    """
    others = logits.clone()
    others[..., target] = -torch.inf
    return logits[..., target] - others.logsumexp(-1)


def part_gradients(
    network: Network,
    taps: Taps,
    ids: Ids,
    value: Callable[[torch.Tensor], torch.Tensor],
    points: Iterable[Point],
) -> dict[Point, torch.Tensor]:
    """The gradient [T, ...] in float32 at each of ``points`` of the ``value`` [1] of the last logits [1, V], all later
    effects included, from one backward pass.
    """
    inputs, every = network.inputs([ids]), dict(taps)
    offsets: dict[Point, torch.Tensor] = {}

    def offset(point: Point) -> Tap:
        def tap(value: torch.Tensor) -> torch.Tensor:
            offsets[point] = torch.zeros_like(value, requires_grad=True)
            return value + offsets[point]

        return tap

    for point in points:
        every[point] = [*every.get(point, ()), offset(point)]
    with network.passing(every) as forward, torch.enable_grad():
        hidden = forward(inputs, use_cache=False).last_hidden_state[:, -1]
        found = torch.autograd.grad(value(network.anatomy.logits(hidden)).sum(), list(offsets.values()))
    return {point: gradient[0].float().cpu() for point, gradient in zip(offsets, found, strict=True)}
