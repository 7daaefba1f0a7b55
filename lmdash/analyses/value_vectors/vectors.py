"""What do value vectors write?  The tokens they promote, their neighbours, and their coefficients in a prompt."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import torch

from lmdash.analyses.common.vectors import Vector, VectorTokens, layers_with_neurons, strongest_tokens, written
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


def vector_tokens(model: LoadedModel, vectors: tuple[Vector, ...], count: int) -> VectorTokens:
    """The strongest tokens of value vectors."""
    return strongest_tokens(model, gathered(model, vectors), count)


def gathered(model: LoadedModel, vectors: tuple[Vector, ...]) -> torch.Tensor:
    """What the neurons write, [N, d] in their order."""
    result = torch.empty(len(vectors), model.info.width)
    for layer in {layer for layer, _ in vectors}:
        places = [place for place, vector in enumerate(vectors) if vector[0] == layer]
        result[places] = written(model, layer)[[vectors[place][1] for place in places]]
    return result


def nearest_vectors(model: LoadedModel, vector: Vector, count: int) -> pd.DataFrame:
    """The ``count`` other value vectors, of all layers, that point most nearly the same way: layer, neuron, cosine."""
    layer, neuron = vector
    direction = torch.nn.functional.normalize(written(model, layer)[neuron], dim=0)
    found = []
    for other in layers_with_neurons(model):
        vectors = written(model, other)
        cosine = vectors @ direction / vectors.norm(dim=-1).clamp_min(1e-12)
        if other == layer:
            cosine[neuron] = -torch.inf
        best = cosine.topk(min(count, len(cosine) - (other == layer)))
        found.append(pd.DataFrame({"layer": other, "neuron": best.indices.numpy(), "cosine": best.values.numpy()}))
    return pd.concat(found).nlargest(count, "cosine").reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class Coefficients:
    """A neuron's coefficients in a prompt.  ``frame`` has one row per position: position, coefficient, dominance (its
    size times the vector's length), rank (1 = the most dominant neuron of its layer there); ``neurons`` of the layer.
    """

    frame: pd.DataFrame
    length: float
    neurons: int


def coefficients(model: LoadedModel, ids: Ids, vector: Vector, edits: Interventions = ()) -> Coefficients:
    """The coefficient of a neuron at every position."""
    layer, neuron = vector
    found = model.part(ids, "coefficients", layer, edits)
    lengths = model.value_norms(layer)
    dominance = found.abs() * lengths
    own = dominance[:, neuron]
    frame = pd.DataFrame(
        {
            "position": range(len(ids)),
            "coefficient": found[:, neuron].numpy(),
            "dominance": own.numpy(),
            "rank": (dominance > own[:, None]).sum(-1).numpy() + 1,
        }
    )
    return Coefficients(frame, float(lengths[neuron]), len(lengths))


def layer_vectors(model: LoadedModel, ids: Ids, layer: int, edits: Interventions = ()) -> pd.DataFrame:
    """All neurons of a layer: neuron, length of what it writes, coefficient and dominance at the last of ``ids``."""
    lengths = model.value_norms(layer)
    last = model.part(ids, "coefficients", layer, edits)[-1]
    return pd.DataFrame(
        {
            "neuron": range(len(lengths)),
            "length": lengths.numpy(),
            "coefficient": last.numpy(),
            "dominance": (last.abs() * lengths).numpy(),
        }
    )
