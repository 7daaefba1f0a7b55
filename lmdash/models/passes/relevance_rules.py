"""The rules of relevance (AttnLRP and RelP), put on whatever a family calls by name during a forward pass.

Under these rules (Achtibat et al. 2024, 2402.05602; Rezaei Jafari et al. 2025, 2508.21258) every layer is a linear map
with a constant, the ones of this very text, so gradient times input gives shares that add up:

- what a norm divides by is a constant, and so is an expert's weight or a sigmoid gate;
- an activation multiplies by the constant ratio of its output to its input;
- of a product of two parts (a gate and what it lets through, attention's weights and its values, a query and a key)
  each gets half;
- attention's softmax is its tangent, whose constant is a share of its own.

What is then left of a logit belongs to the model's own constants: its biases, its positions, and these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode


@contextmanager
def ratios(backbone: nn.Module) -> Iterator[None]:
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
    known = (
        kind.__module__ in ("transformers.activations", "torch.nn.modules.activation") or kind.__name__ == "BloomGelu"
    )
    return known and not any(module.children()) and not any(True for _ in module.parameters())


def _as_ratio(value: torch.Tensor, output: torch.Tensor) -> torch.Tensor:
    """The output as the input times a constant; where the input is 0 so is the output."""
    ratio = torch.where(value == 0, 0, output.detach() / value.detach())
    return value * ratio


def _depends(value: object) -> bool:
    """Whether it is a tensor that depends on what relevance is shared among."""
    return isinstance(value, torch.Tensor) and value.requires_grad


def _is_constant(value: object) -> bool:
    """Whether it is a tensor of numbers that is added to one that depends on the text: a bias, a slope, a mask."""
    return isinstance(value, torch.Tensor) and not value.requires_grad and value.is_floating_point()


class _Half(torch.autograd.Function):
    """The same value, with half of its gradient."""

    @staticmethod
    def forward(_context: Any, value: torch.Tensor) -> torch.Tensor:
        return value.clone()  # some families go on in its place

    @staticmethod
    def backward(_context: Any, upstream: torch.Tensor) -> torch.Tensor:
        return upstream / 2


_ACTIVATIONS = ("transformers.activations", "torch.nn.modules.activation")
_CONSTANT = {torch.rsqrt, torch.Tensor.rsqrt, torch.sigmoid, torch.Tensor.sigmoid, functional.sigmoid}
_SOFTMAX = {torch.softmax, torch.Tensor.softmax, functional.softmax}
_RATIO = {torch.tanh, torch.Tensor.tanh, functional.gelu, functional.silu, functional.relu, torch.relu}
_PRODUCT = {torch.mul, torch.Tensor.mul, torch.Tensor.__mul__, torch.Tensor.__rmul__, torch.matmul, torch.Tensor.matmul,
            torch.Tensor.__matmul__, torch.bmm}  # fmt: skip
_SUM = {torch.add, torch.Tensor.add, torch.Tensor.__add__, torch.Tensor.__radd__}


class Rules(TorchFunctionMode):
    """The rules, for whatever a family calls by name; every constant is multiplied by ``one``, whose gradient is then
    the share of all of them.
    """

    def __init__(self, one: torch.Tensor) -> None:
        super().__init__()
        self._one = one
        self._own: dict[object, Callable[..., torch.Tensor]] = {
            functional.layer_norm: self._layer_norm,
            functional.linear: self._linear,
            functional.embedding: self._embedding,
            torch.addmm: self._addmm,
            torch.Tensor.baddbmm: self._baddbmm,
        }

    def __torch_function__(
        self,
        function: Callable[..., Any],
        types: object,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        kwargs = kwargs or {}
        if function in self._own:
            return self._own[function](*args, **kwargs)
        if function in _SUM and any(_depends(each) for each in args):  # Gemma's 1 + weight is not a bias
            args = tuple(each * self._one if _is_constant(each) else each for each in args)
        found = function(*args, **kwargs)
        if function in _CONSTANT:
            found = found.detach()
        elif function in _SOFTMAX:
            found = self._softmax(args[0], found)
        elif function in _RATIO:
            found = _as_ratio(args[0], found)
        elif function in _PRODUCT and args and all(_depends(each) for each in args):
            found = _Half.apply(found)
        return found

    def _embedding(self, *args: Any, **kwargs: Any) -> torch.Tensor:
        return functional.embedding(*args, **kwargs) * self._one

    def _addmm(self, bias: torch.Tensor, one: torch.Tensor, other: torch.Tensor, **kwargs: Any) -> torch.Tensor:
        return torch.addmm(bias * self._one, one, other, **kwargs)

    def _baddbmm(self, slopes: torch.Tensor, batch1: torch.Tensor, batch2: torch.Tensor, **kwargs: Any) -> torch.Tensor:
        """BLOOM's slopes and its products of queries and keys."""
        return (slopes * self._one).baddbmm(_Half.apply(batch1), _Half.apply(batch2), **kwargs)

    def _softmax(self, scores: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        if scores.ndim < 3:  # not attention's: an expert's weight is a constant
            return weights.detach()
        known, fixed = weights.detach(), torch.where(weights == 0, 0, scores.detach())
        tangent = known * (fixed - (known * fixed).sum(-1, keepdim=True))
        return weights + (known - tangent) * (self._one - self._one.detach())

    def _linear(self, value: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
        return functional.linear(value, weight, None if bias is None else bias * self._one)

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
        return normed if bias is None else normed + bias * self._one
