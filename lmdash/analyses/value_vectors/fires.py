"""Where in a text does each neuron fire?  Its largest and smallest coefficients, with the words around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.corpus import Corpus
from lmdash.analyses.common.vectors import Vector, layers_with_neurons
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.hooks import Point, Tap
from lmdash.models.text.tokens import visible
from lmdash.models.values import Ids

MOST_TOKENS = 20_000  # of a corpus that are read
PLACES = 8  # remembered of each neuron and side
BATCH_TOKENS, WINDOW = 2048, 256
AROUND = 12  # tokens shown on either side


@dataclass(frozen=True, eq=False)
class Firing:
    """The strongest places of all neurons of a model in a corpus.

    By layer, ``values`` float32 [2, K, n] are the largest coefficients and the smallest, strongest first, ``places``
    int32 [2, K, n] where they are in ``ids``, and ``positive`` [n] the share of tokens with a coefficient above 0.
    ``start`` says for every token where its text begins, ``pieces`` has the bytes of every id that was read, ``whole``
    says whether that is the whole corpus.
    """

    values: dict[int, np.ndarray]
    places: dict[int, np.ndarray]
    positive: dict[int, np.ndarray]
    ids: np.ndarray
    start: np.ndarray
    pieces: dict[int, bytes]
    whole: bool

    def of(self, vector: Vector) -> pd.DataFrame:
        """One row per place of a neuron: side ("largest" or "smallest"), coefficient, before, token, after."""
        layer, neuron = vector
        rows = []
        for side, name in enumerate(("largest", "smallest")):
            values, places = self.values[layer][side, :, neuron], self.places[layer][side, :, neuron]
            for value, place in zip(values.tolist(), places.tolist(), strict=True):
                if np.isfinite(value):
                    rows.append((name, value, *self._around(place)))
        return pd.DataFrame(rows, columns=["side", "coefficient", "before", "token", "after"])

    def _around(self, place: int) -> tuple[str, str, str]:
        first = max(int(self.start[place]), place - AROUND)
        later = np.flatnonzero(self.start[place : place + AROUND + 1] != self.start[place])
        last = place + (int(later[0]) if len(later) else AROUND + 1)
        pieces = [self.pieces[index] for index in self.ids[first:last].tolist()]
        before, after = b"".join(pieces[: place - first]), b"".join(pieces[place - first + 1 :])
        return before.decode("utf-8", "replace"), visible(pieces[place - first]), after.decode("utf-8", "replace")


def value_fires(model: LoadedModel, corpus: Corpus, on_step: Callable[[int, int], None] | None = None) -> Firing:
    """Read a corpus, up to :data:`MOST_TOKENS`, without interventions.

    A text's first token is left out: attention uses it as a resting place, which makes its coefficients huge.
    """
    texts, whole = _texts(model, corpus)
    starts = np.cumsum([0, *map(len, texts)])
    layers = layers_with_neurons(model)
    best = {layer: _Best(model.anatomy.neurons[layer]) for layer in layers}
    done, total = 0, int(starts[-1])
    for group in _batches(texts):
        offsets = torch.from_numpy(starts[group])[:, None] + torch.arange(len(texts[group[0]]))
        # The coefficients of one layer are freed before those of the next one come.
        taps: dict[Point, list[Tap]] = {("coefficients", layer): [_tap(best[layer], offsets)] for layer in layers}
        with torch.no_grad(), model.passing(taps, len(group)) as forward:
            forward(model.inputs([texts[index] for index in group]), use_cache=False)
        done += offsets.numel()
        if on_step:
            on_step(done, total)
    ids = np.concatenate([np.array(text, dtype=np.int32) for text in texts]) if texts else np.zeros(0, np.int32)
    used = np.unique(ids).tolist()
    return Firing(
        values={layer: best[layer].values.numpy() * _SIGNS[:, None, None].numpy() for layer in layers},
        places={layer: best[layer].places.numpy() for layer in layers},
        positive={layer: (best[layer].positive / max(1, best[layer].seen)).numpy() for layer in layers},
        ids=ids,
        start=np.repeat(starts[:-1], np.diff(starts)),
        pieces={index: model.tokens.bytes_of[index] for index in used},
        whole=whole,
    )


_SIGNS = torch.tensor([1.0, -1.0])


class _Best:
    """The largest and smallest coefficients of a layer so far, the smallest with their sign turned round."""

    def __init__(self, neurons: int) -> None:
        self.values = torch.full((2, PLACES, neurons), -torch.inf)
        self.places = torch.zeros(2, PLACES, neurons, dtype=torch.int32)
        self.positive, self.seen = torch.zeros(neurons), 0

    def update(self, found: torch.Tensor, places: torch.Tensor) -> None:
        """Take in coefficients [tokens, n] of tokens at ``places`` [tokens]."""
        self.positive += (found > 0).sum(0)
        self.seen += len(found)
        for side, sign in enumerate(_SIGNS.tolist()):
            top = (sign * found.T).topk(min(PLACES, len(found)))  # along rows that lie together in memory
            values = torch.cat([self.values[side], top.values.T])
            where = torch.cat([self.places[side], places[top.indices].T.int()])
            self.values[side], order = values.topk(PLACES, dim=0)
            self.places[side] = where.gather(0, order)


def _tap(best: _Best, offsets: torch.Tensor) -> Callable[[torch.Tensor], None]:
    def tap(value: torch.Tensor) -> None:
        found = value[:, 1:].to("cpu", torch.float32).flatten(0, 1)
        if len(found):
            best.update(found, offsets[:, 1:].flatten())

    return tap


def _texts(model: LoadedModel, corpus: Corpus) -> tuple[list[Ids], bool]:
    """The corpus in texts of at most a window of tokens, and whether that is all of it."""
    window, left = min(WINDOW, model.info.context), MOST_TOKENS
    texts: list[Ids] = []
    for document in corpus.documents:
        ids = model.tokens.encode(document).ids
        for cut in range(0, len(ids), window):
            if left <= 0:
                return texts, False
            texts.append(ids[cut : cut + window][:left])
            left -= len(texts[-1])
    return texts, True


def _batches(texts: list[Ids]) -> Iterator[list[int]]:
    """Texts of one length share a batch, so that no padding touches a number."""
    lengths: dict[int, list[int]] = {}
    for index, text in enumerate(texts):
        lengths.setdefault(len(text), []).append(index)
    for length, group in lengths.items():
        size = max(1, BATCH_TOKENS // length)
        yield from (group[start : start + size] for start in range(0, len(group), size))
