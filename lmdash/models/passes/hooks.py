"""Read and change the tensors of a forward pass, through hooks that are always removed, whatever happens inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle
from transformers import DynamicCache

from lmdash.models.anatomy.modules import Anatomy

PointName = Literal[
    "resid_pre",
    "values",
    "heads",
    "attention_patterns",
    "attn_sum",
    "attn_out",
    "coefficients",
    "ffn_sum",
    "mlp_out",
]
Point = tuple[PointName, int]
"""A place in the forward pass: its name and the layer.

Names, in the order in which a block passes them, each with the batch dimension in front:

- ``resid_pre`` [T, d]: the residual stream as it enters the layer; layer L is the state before the final norm;
- ``values`` [G, T, d/H]: what attention moves, one for each key/value head (read only);
- ``heads`` [T, H * d/H]: the heads' results side by side, before the output projection;
- ``attention_patterns`` [H, T, T] (read only);
- ``attn_sum`` [T, d]: attention's result before the norm that some families put after it (read only);
- ``attn_out`` [T, d]: what attention adds to the stream;
- ``coefficients`` [T, n]: the input of the FFN's down projection;
- ``ffn_sum``, ``mlp_out`` [T, d]: as for attention.
"""

Tap = Callable[[torch.Tensor], torch.Tensor | None]
"""Sees the tensor at a point; what it returns takes the tensor's place, unless it is None."""


@contextmanager
def tapped(anatomy: Anatomy, taps: Mapping[Point, Sequence[Tap]], batch: int) -> Iterator[DynamicCache | None]:
    """Run ``taps`` at their points during every forward pass of ``batch`` rows in the context, in their order.

    Yields the key/value cache that has to be given to the pass where values are tapped, otherwise None.
    """
    handles = []
    values = {layer: list(taps) for (name, layer), taps in taps.items() if name == "values"}
    try:
        for (name, layer), chosen in taps.items():
            if name != "values" and chosen:
                handles.append(_attach(anatomy, name, layer, _Taps(tuple(chosen), batch)))
        yield _TappedCache(values) if values else None
    finally:
        for handle in handles:
            handle.remove()


_BEFORE = {
    "resid_pre": "module",
    "heads": "out",
    "coefficients": "down",
    "attn_sum": "attention_write",
    "ffn_sum": "ffn_write",
}
_AFTER = {"attn_out": "attention_write", "mlp_out": "ffn_write", "attention_patterns": "attention"}


@dataclass(frozen=True)
class _Taps:
    """The taps of one point, as a hook uses them."""

    chosen: tuple[Tap, ...]
    batch: int

    def __call__(self, value: torch.Tensor) -> torch.Tensor | None:
        """The changed tensor, or None if no tap changed it."""
        # OPT folds the batch into the positions on the way through its FFN.
        seen = value if value.ndim > 2 else value.view(self.batch, -1, value.shape[-1])
        changed = None
        for tap in self.chosen:
            new = tap(seen)
            if new is not None:
                seen = changed = new
        return None if changed is None else changed.view_as(value)


def _attach(anatomy: Anatomy, name: str, layer: int, taps: _Taps) -> RemovableHandle:
    if layer == len(anatomy.blocks):
        return _before(anatomy.final_norm, taps)
    block = anatomy.blocks[layer]
    if name in _BEFORE:
        return _before(getattr(block, _BEFORE[name]), taps)
    return _after(getattr(block, _AFTER[name]), taps)


def _before(module: nn.Module, taps: _Taps) -> RemovableHandle:
    def hook(_module, arguments):
        changed = taps(arguments[0])
        return None if changed is None else (changed, *arguments[1:])

    return module.register_forward_pre_hook(hook)


def _after(module: nn.Module, taps: _Taps) -> RemovableHandle:
    def hook(_module, _arguments, output):
        # Attention modules return their pattern second; their output is read elsewhere, at the projection.
        return taps(output[1] if isinstance(output, tuple) else output)

    return module.register_forward_hook(hook)


class _TappedCache(DynamicCache):
    """Every family hands its keys and values to the cache, split into heads: the one place that knows no layout."""

    def __init__(self, taps: Mapping[int, Sequence[Tap]]) -> None:
        super().__init__()
        self._taps = taps

    def update(self, key_states, value_states, layer_idx, *_arguments, **_options):
        """Show the values of a layer and pass both on, keeping nothing."""
        for tap in self._taps.get(layer_idx, ()):
            tap(value_states)
        return key_states, value_states
