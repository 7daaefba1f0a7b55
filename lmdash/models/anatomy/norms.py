"""A norm as the linear map that it is on one run: its scale frozen at the real value.

Frozen, it splits a sum into parts that add up, which is what direct logit attribution needs (Elhage et al. 2021).
"""

from __future__ import annotations

import torch
from torch import nn


class FrozenNorm:
    """``norm(x) = scale(x) * gain * (x - mean(x)) + shift``; RMS norms do not subtract the mean and shift nothing.

    Gain, shift and whether the mean goes are found by what the module does, so that every family's own variant (such as
    Gemma's 1 + w) is right.
    """

    def __init__(self, norm: nn.Module, width: int) -> None:
        self._norm = norm
        parameter = next(norm.parameters(), torch.empty(0))
        dtype, device = parameter.dtype, parameter.device if parameter.device.type != "meta" else "cpu"

        def passed(vector: torch.Tensor) -> torch.Tensor:
            with torch.no_grad():
                return norm(vector.to(device, dtype)[None, None])[0, 0].float().cpu()

        # Two values, so many times each that their mean is 0 and their variance 1, large enough to drown epsilon.
        high = (width + 1) // 2
        low = width - high
        probe = torch.cat([torch.full((high,), (low / high) ** 0.5), torch.full((low,), -((high / low) ** 0.5))])
        self.shift = passed(torch.zeros(width))
        self.gain = (passed(1e3 * probe) - self.shift) / probe
        # Where the mean goes, nothing is left of a vector of ones.
        self.centred = bool((passed(torch.ones(width)) - self.shift).norm() < self.gain.norm() / 2)

    def scale(self, inputs: torch.Tensor, outputs: torch.Tensor) -> torch.Tensor:
        """The factor [..., 1] by which the norm scaled ``inputs`` [..., d] to get ``outputs``, float64."""
        shape = self._unscaled(inputs.double())
        return ((outputs.double() - self.shift) * shape).sum(-1, keepdim=True) / shape.square().sum(-1, keepdim=True)

    def part(self, part: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
        """What a part [..., d] of the norm's input becomes under a frozen scale, float64, without the shift."""
        return self._unscaled(part.double()) * scale

    def _unscaled(self, vectors: torch.Tensor) -> torch.Tensor:
        if self.centred:
            vectors = vectors - vectors.mean(-1, keepdim=True)
        return vectors * self.gain
