"""What does each head do on this prompt?  Four numbers per head, for a map of layers and heads."""

from __future__ import annotations

import pandas as pd
import torch

from lmdash.analyses.common.heads import written_by_heads
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


def head_scores(model: LoadedModel, ids: Ids, edits: Interventions = ()) -> pd.DataFrame:
    """One row per head: layer, head and means over the tokens that read.

    - ``first``: the share of attention on the first token (without the first token's own row, which has no choice);
    - ``entropy``: how spread the attention is, in bits;
    - ``distance``: how far back it looks on average, in tokens;
    - ``norm``: the length of what the head adds to the residual stream.
    """
    places = torch.arange(len(ids), dtype=torch.float32)
    back = (places[:, None] - places).clamp_min(0)
    tables = []
    for layer in range(model.info.layers):
        pattern = model.part(ids, "attention_patterns", layer, edits)
        tables.append(
            pd.DataFrame(
                {
                    "layer": layer,
                    "head": range(model.info.heads),
                    "first": pattern[:, min(1, len(ids) - 1) :, 0].mean(-1).numpy(),
                    "entropy": (-torch.xlogy(pattern, pattern).sum(-1).mean(-1) / torch.log(torch.tensor(2.0))).numpy(),
                    "distance": (pattern * back).sum(-1).mean(-1).numpy(),
                    "norm": written_by_heads(model, ids, layer, edits).norm(dim=-1).mean(0).numpy(),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
