"""Where does a logit come from?  Relevance by the rules of AttnLRP and RelP: one forward and one backward pass.

Under these rules (Achtibat et al. 2024, 2402.05602; Rezaei Jafari et al. 2025, 2508.21258) every layer is the linear map
that it is on this very text, so gradient times input gives shares that add up:

- what a norm divides by is a constant, and so are attention weights, an expert's weight and a sigmoid gate;
- an activation multiplies by the constant ratio of its output to its input;
- of a product of two parts, such as a gate and what it lets through, each gets half.

What is then left of a logit belongs to the model's own constants: its biases and its position embeddings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from lmdash.models.passes.hooks import Point, Tap
from lmdash.models.passes.network import Network
from lmdash.models.values import Ids


@dataclass(frozen=True)
class Logit:
    """What is explained at a position: a target's logit, as it stands, less a ``rival``'s, or less that of all the
    ``others``, each as far as the model expects it.
    """

    position: int
    target: int
    rival: int | None = None
    others: bool = False


@dataclass(frozen=True, eq=False)
class Relevance:
    """Shares of a ``value``: of each token [T], of the ``biases`` and of the ``positions``; float64."""

    value: float
    tokens: torch.Tensor
    biases: float
    positions: float


def relevance_of(
    network: Network, taps: Mapping[Point, Sequence[Tap]], ids: Ids, explained: Sequence[Logit]
) -> list[Relevance]:
    """The shares of each of the ``explained`` logits of a text, with ``taps`` in the pass."""
    anatomy = network.anatomy
    embeddings = network.embed(ids).to(network.device, network.dtype)[None].requires_grad_()
    biases, positions = (torch.ones((), dtype=network.dtype, device=network.device).requires_grad_() for _ in range(2))
    with (
        network.passing(taps) as forward,
        torch.enable_grad(),
        _ratios(anatomy.backbone),
        _Rules(biases, positions),
    ):
        hidden = forward(inputs_embeds=embeddings, use_cache=False).last_hidden_state[0]
        places = sorted({each.position for each in explained})
        logits = dict(zip(places, anatomy.logits(hidden[places]), strict=True))
        values = [_value(logits[each.position], each) for each in explained]
        inputs = (embeddings, biases, positions)
        found = [
            torch.autograd.grad(value, inputs, retain_graph=number < len(values), allow_unused=True)
            for number, value in enumerate(values, start=1)
        ]
    return [
        Relevance(
            value=float(value.detach()),
            tokens=(gradient.double() * embeddings.detach().double()).sum(-1)[0].cpu(),
            biases=0.0 if of_biases is None else float(of_biases),
            positions=0.0 if of_positions is None else float(of_positions),
        )
        for value, (gradient, of_biases, of_positions) in zip(values, found, strict=True)
    ]


def _value(logits: torch.Tensor, explained: Logit) -> torch.Tensor:
    target = logits[explained.target]
    if explained.rival is not None:
        return target - logits[explained.rival]
    if not explained.others:
        return target
    expected = logits.detach().clone()
    expected[explained.target] = -torch.inf
    return target - expected.softmax(-1) @ logits


@contextmanager
def _ratios(backbone: nn.Module) -> Iterator[None]:
    """Every activation that is a module is its ratio, however it computes what it gives."""

    def hook(_module: nn.Module, arguments: tuple[torch.Tensor, ...], output: torch.Tensor) -> torch.Tensor:
        return _as_ratio(arguments[0], output)

    handles = [module.register_forward_hook(hook) for module in backbone.modules() if _activates(module)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _activates(module: nn.Module) -> bool:
    """Whether a module is an activation: it has no parts and no weights, and its kind is named as one."""
    kind = type(module)
    known = kind.__module__ in ("transformers.activations", "torch.nn.modules.activation") or kind.__name__ == "BloomGelu"
    return known and not any(module.children()) and not any(True for _ in module.parameters())


def _as_ratio(value: torch.Tensor, output: torch.Tensor) -> torch.Tensor:
    """The output as the input times a constant; where the input is 0 so is the output."""
    ratio = torch.where(value == 0, 0, output.detach() / value.detach())
    return value * ratio


def _depends(value: object) -> bool:
    """Whether it is a tensor that depends on what relevance is shared among."""
    return isinstance(value, torch.Tensor) and value.requires_grad


class _Halved(torch.autograd.Function):
    """A product of which each factor gets half."""

    @staticmethod
    def forward(context: Any, one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        context.save_for_backward(one, other)
        return one * other

    @staticmethod
    def backward(context: Any, upstream: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        one, other = context.saved_tensors
        half = upstream / 2
        return half * other, half * one


_CONSTANT = {torch.rsqrt, torch.Tensor.rsqrt, torch.softmax, torch.Tensor.softmax, functional.softmax, torch.sigmoid,
             torch.Tensor.sigmoid, functional.sigmoid}  # fmt: skip
_RATIO = {torch.tanh, torch.Tensor.tanh, functional.gelu, functional.silu, functional.relu, torch.relu}
_PRODUCT = {torch.mul, torch.Tensor.mul, torch.Tensor.__mul__, torch.Tensor.__rmul__}
_SUM = {torch.add, torch.Tensor.add, torch.Tensor.__add__, torch.Tensor.__radd__}


class _Rules(TorchFunctionMode):
    """The rules, for whatever a family calls by name; biases and position embeddings are multiplied by a 1 each, whose
    gradients are their shares.
    """

    def __init__(self, biases: torch.Tensor, positions: torch.Tensor) -> None:
        super().__init__()
        self._biases, self._positions = biases, positions

    def __torch_function__(
        self, function: Callable[..., Any], types: object, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if function in _CONSTANT:
            return function(*args, **kwargs).detach()
        if function in _RATIO:
            return _as_ratio(args[0], function(*args, **kwargs))
        if function in _PRODUCT and all(_depends(each) for each in args):
            return _Halved.apply(*args)
        if function is functional.layer_norm:
            return self._layer_norm(*args, **kwargs)
        if function is functional.embedding:
            return function(*args, **kwargs) * self._positions
        if function is functional.linear:
            return self._linear(*args, **kwargs)
        if function is torch.addmm:
            bias, *factors = args
            return function(bias * self._biases, *factors, **kwargs)
        if function in _SUM and any(_depends(each) for each in args):  # Gemma's 1 + weight is not a bias
            args = tuple(each * self._biases if isinstance(each, nn.Parameter) else each for each in args)
        return function(*args, **kwargs)

    def _linear(self, value: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
        return functional.linear(value, weight, None if bias is None else bias * self._biases)

    def _layer_norm(
        self,
        value: torch.Tensor,
        shape: Sequence[int],
        weight: torch.Tensor | None = None,
        bias: torch.Tensor | None = None,
        eps: float = 1e-5,
    ) -> torch.Tensor:
        axes = tuple(range(-len(shape), 0))
        scale = (value.detach().var(axes, correction=0, keepdim=True) + eps).rsqrt()
        normed = (value - value.mean(axes, keepdim=True)) * scale
        if weight is not None:
            normed = normed * weight
        return normed if bias is None else normed + bias * self._biases
