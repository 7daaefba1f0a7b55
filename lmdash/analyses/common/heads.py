"""What does each head add to the residual stream?  Shared by what is asked of heads."""

from __future__ import annotations

import torch

from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

Head = tuple[int, int]
"""Layer and head, both counted from 0."""


def name_of(head: Head) -> str:
    """``L5H3``."""
    return f"L{head[0]}H{head[1]}"


def written_by_heads(
    model: LoadedModel, ids: Ids, layer: int, edits: Interventions = (), rows: slice = slice(None)
) -> torch.Tensor:
    """What each head of a layer adds to the residual stream at the chosen ``rows``, [T, H, d].

    A norm after attention acts with its scale frozen at what it was on this run.
    """
    trace, anatomy = model.trace(ids, edits), model.anatomy
    results = trace.heads[layer][rows].unflatten(-1, (anatomy.heads, -1))
    written = torch.einsum("thw,hwd->thd", results, anatomy.head_outputs(layer))
    norm = anatomy.blocks[layer].attention_norm
    if norm is None:
        return written
    scale = norm.scale(trace.attn_sum[layer][rows], trace.attn_out[layer][rows])
    return norm.part(written, scale[:, None]).float()
