"""What is in one state?  Its numbers, and the tokens whose embeddings point the same way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.stream import StreamPoint, state
from lmdash.analyses.common.tokens import labels
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


def state_vector(
    model: LoadedModel, ids: Ids, position: int, point: StreamPoint, edits: Interventions = ()
) -> np.ndarray:
    """The residual stream [d] at one point and position, float32."""
    return state(model.trace(ids, edits), point)[position].numpy()


def nearest_embeddings(
    model: LoadedModel, ids: Ids, position: int, point: StreamPoint, *, shown: int = 10, edits: Interventions = ()
) -> pd.DataFrame:
    """The tokens whose input embeddings have the largest cosine with a state: place, token, id, cosine."""
    wanted = torch.nn.functional.normalize(state(model.trace(ids, edits), point)[position], dim=0)
    vocabulary, together = range(model.info.vocabulary), model.info.context
    blocks = (model.embed(tuple(vocabulary[start : start + together])) for start in vocabulary[::together])
    cosines = torch.cat([torch.nn.functional.normalize(block, dim=1) @ wanted for block in blocks])
    top = cosines.topk(min(shown, len(cosines)))
    return pd.DataFrame(
        {
            "place": range(1, len(top.indices) + 1),
            "token": [token.label for token in labels(model, top.indices.tolist())],
            "id": top.indices.numpy(),
            "cosine": top.values.numpy(),
        }
    )
