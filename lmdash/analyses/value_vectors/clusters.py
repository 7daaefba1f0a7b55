"""Which value vectors write alike?  Clusters by direction, of all layers together.

k-means on vectors of length 1 (spherical k-means, Dhillon and Modha 2001) in mini-batches (Sculley 2010): its memory
grows with the number of vectors, where LM-Debugger's agglomerative clustering needs one number for every pair of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.disk_cache import Arrays, kept_on_disk
from lmdash.analyses.common.vectors import Vector, VectorTokens, layers_with_neurons, strongest_tokens, written
from lmdash.models.loaded import LoadedModel

METHOD = 1  # of the clustering: files of another one are not read
BATCH, PASSES, SEED = 4096, 6, 0


@dataclass(frozen=True, eq=False)
class ValueClusters:
    """``clusters`` has one row per cluster, tightest first: cluster (its number, from 1 on), size, tightness (mean
    cosine of its members with its centre); ``members`` one row per vector: cluster, layer, neuron, cosine with the
    centre, closest first; ``tokens`` those that the centres, in the order of ``clusters``, promote and suppress.
    """

    clusters: pd.DataFrame
    members: pd.DataFrame
    tokens: VectorTokens

    def of(self, cluster: int) -> pd.DataFrame:
        """The members of a cluster, closest to its centre first."""
        return self.members[self.members["cluster"] == cluster]

    def with_vector(self, vector: Vector) -> int:
        """The cluster that a vector is in."""
        layer, neuron = vector
        found = self.members[(self.members["layer"] == layer) & (self.members["neuron"] == neuron)]
        return int(found["cluster"].iloc[0])


def value_clusters(
    model: LoadedModel, number: int, tokens: int, on_step: Callable[[int, int], None] | None = None
) -> ValueClusters:
    """All value vectors in at most ``number`` clusters, each with its strongest ``tokens``; kept on the disk."""
    layers = layers_with_neurons(model)
    vectors = torch.cat([written(model, layer) for layer in layers])
    digest = hashlib.sha256(vectors.numpy().data).hexdigest()[:32]
    vectors = torch.nn.functional.normalize(vectors, dim=-1)
    number = min(number, len(vectors))

    def fits(kept: Arrays) -> bool:
        label, centres = kept["label"], kept["centres"]
        return label.shape == (len(vectors),) and centres.shape[1:] == vectors.shape[1:] and label.max() < len(centres)

    found = kept_on_disk(
        f"clusters-{METHOD}-{digest}-{number}", lambda: _cluster(vectors.numpy(), number, on_step), fits
    )
    label, centres = found["label"], torch.from_numpy(found["centres"])
    sizes = [model.anatomy.neurons[layer] for layer in layers]
    members = pd.DataFrame(
        {
            "cluster": label,
            "layer": np.repeat(layers, sizes),
            "neuron": np.concatenate([np.arange(size) for size in sizes]),
            "cosine": (vectors * centres[torch.from_numpy(label).long()]).sum(-1).numpy(),
        }
    ).sort_values("cosine", ascending=False, ignore_index=True)
    clusters = members.groupby("cluster", as_index=False).agg(size=("cosine", "size"), tightness=("cosine", "mean"))
    clusters = clusters.sort_values("tightness", ascending=False, kind="stable", ignore_index=True)
    order = clusters["cluster"].tolist()
    number_of = {cluster: place for place, cluster in enumerate(order, 1)}
    return ValueClusters(
        clusters.assign(cluster=range(1, len(order) + 1)),
        members.assign(cluster=members["cluster"].map(number_of)),
        strongest_tokens(model, centres[order], tokens),
    )


def _cluster(unit: np.ndarray, number: int, on_step: Callable[[int, int], None] | None) -> Arrays:
    """Labels [N] and centres of length 1 [clusters, d] of unit vectors [N, d]; the same for the same vectors."""
    from sklearn.cluster import MiniBatchKMeans

    batch = max(BATCH, 3 * number)  # the first one has to offer enough different starting points
    means = MiniBatchKMeans(number, batch_size=batch, n_init=3, random_state=SEED)  # pyright: ignore[reportArgumentType]  # or a number
    shuffle, steps = np.random.default_rng(SEED), -(-len(unit) // batch)
    for done in range(PASSES * steps):
        if done % steps == 0:
            order = shuffle.permutation(len(unit))
        part = unit[order[done % steps * batch :][:batch]]
        if len(part) >= number:
            means.partial_fit(part)
        if on_step:
            on_step(done + 1, PASSES * steps)
    centres = torch.nn.functional.normalize(torch.from_numpy(np.asarray(means.cluster_centers_, np.float32)), dim=-1)
    label = np.concatenate([(part @ centres.T).argmax(-1) for part in torch.from_numpy(unit).split(BATCH)])
    used, label = np.unique(label, return_inverse=True)
    return {"label": label.astype(np.int32), "centres": centres.numpy()[used]}
