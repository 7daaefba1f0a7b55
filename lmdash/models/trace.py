"""The named tensors of one forward pass, which every analysis of a prompt shares.

Axes: layer (a tuple's index), position T, residual width d, head H, neuron n.  All float32 on the CPU.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from lmdash.models.hooks import Recording


@dataclass(frozen=True, eq=False)
class Trace:
    """One forward pass over ``ids``.

    ``final_residual`` is the state before the final norm, which is also the last layer's ``resid_post``.
    """

    ids: tuple[int, ...]
    resid_pre: tuple[torch.Tensor, ...]  # [T, d]
    attention_patterns: tuple[torch.Tensor, ...]  # [H, T query, T key]
    attn_out: tuple[torch.Tensor, ...]  # [T, d]
    coefficients: tuple[torch.Tensor, ...]  # [T, n], the inputs of the down projection
    mlp_out: tuple[torch.Tensor, ...]  # [T, d]
    final_residual: torch.Tensor  # [T, d]

    @classmethod
    def of(cls, ids: tuple[int, ...], seen: Recording) -> Trace:
        """The trace of a finished recording."""
        return cls(
            ids=ids,
            resid_pre=tuple(seen.resid_pre),
            attention_patterns=tuple(seen.attention_patterns),
            attn_out=tuple(seen.attn_out),
            coefficients=tuple(seen.coefficients),
            mlp_out=tuple(seen.mlp_out),
            final_residual=seen.final_residual[0],
        )

    @property
    def layers(self) -> int:
        """Number of layers L."""
        return len(self.resid_pre)

    def resid_post(self, layer: int) -> torch.Tensor:
        """The residual stream after a layer, [T, d]."""
        return self.final_residual if layer == self.layers - 1 else self.resid_pre[layer + 1]

    @property
    def nbytes(self) -> int:
        """Bytes that the trace keeps alive."""
        lists = (self.resid_pre, self.attention_patterns, self.attn_out, self.coefficients, self.mlp_out)
        return self.final_residual.nbytes + sum(tensor.nbytes for tensors in lists for tensor in tensors)
