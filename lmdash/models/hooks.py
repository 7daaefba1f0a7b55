"""Read the tensors of a forward pass through hooks that are always removed, whatever happens inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter

import torch
from torch import nn

from lmdash.models.architectures import Architecture


@dataclass
class Recording:
    """What the hooks saw, one entry a layer in order; batch dimension dropped, float32, on the CPU."""

    resid_pre: list[torch.Tensor] = field(default_factory=list)
    attention_patterns: list[torch.Tensor] = field(default_factory=list)
    attn_out: list[torch.Tensor] = field(default_factory=list)
    coefficients: list[torch.Tensor] = field(default_factory=list)
    mlp_out: list[torch.Tensor] = field(default_factory=list)
    final_residual: list[torch.Tensor] = field(default_factory=list)


def _kept(value: torch.Tensor) -> torch.Tensor:
    return value[0].detach().float().cpu()  # no copy where it is float32 on the CPU already


@contextmanager
def recording(backbone: nn.Module, row: Architecture) -> Iterator[Recording]:
    """Record one forward pass of ``backbone`` (batch of one) for as long as the context lasts."""
    seen = Recording()

    def keep_input(into: list[torch.Tensor]):
        return lambda _module, arguments: into.append(_kept(arguments[0]))

    def keep_output(into: list[torch.Tensor]):
        return lambda _module, _arguments, output: into.append(_kept(output))

    def keep_attention(_module, _arguments, output) -> None:
        seen.attn_out.append(_kept(output[0]))
        seen.attention_patterns.append(_kept(output[1]))

    handles = []
    try:
        for block in row.layer_list(backbone):
            handles += [
                block.register_forward_pre_hook(keep_input(seen.resid_pre)),
                attrgetter(row.attention)(block).register_forward_hook(keep_attention),
                attrgetter(row.down)(block).register_forward_pre_hook(keep_input(seen.coefficients)),
                attrgetter(row.mlp)(block).register_forward_hook(keep_output(seen.mlp_out)),
            ]
        final_norm = attrgetter(row.final_norm)(backbone)
        handles.append(final_norm.register_forward_pre_hook(keep_input(seen.final_residual)))
        yield seen
    finally:
        for handle in handles:
            handle.remove()
