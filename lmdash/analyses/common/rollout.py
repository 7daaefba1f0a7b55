"""Attention rollout: how attention and the residual stream mix tokens, layer by layer (Abnar and Zuidema 2020)."""

from __future__ import annotations

import torch

from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


def rollout_weights(model: LoadedModel, ids: Ids, layer: int, edits: Interventions = ()) -> torch.Tensor:
    """How much of each token reaches each position from layer 0 to ``layer``, float32 [T, T]: the product of
    (A + I) / 2 over the layers, A the mean over heads.
    """
    identity = torch.eye(len(ids), dtype=torch.float64)
    rolled = identity
    for each in range(layer + 1):
        pattern = model.part(ids, "attention_patterns", each, edits).double().mean(0)
        mixed = (pattern + identity) / 2
        rolled = mixed / mixed.sum(-1, keepdim=True) @ rolled
    return rolled.float()
