"""How far is one prediction from another?  In bits."""

from __future__ import annotations

import torch


def kl_bits(plain: torch.Tensor, changed: torch.Tensor) -> torch.Tensor:
    """KL divergence in bits from log-probabilities [..., V] to others."""
    return ((plain.exp() * (plain - changed)).sum(-1) / torch.log(torch.tensor(2.0))).clamp_min(0)
