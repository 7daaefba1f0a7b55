"""Which value vectors, of all layers, promote these words?  Exact, without an index (after LM-Debugger's search).

A vector's score of a token is v . u, one product for all vectors.  Vectors of different lengths, and tokens that every
vector likes, are made comparable by the standard score over the vocabulary: how many standard deviations of the
vector's own scores the token lies above their mean.  Mean and variance have a closed form, v . mu and v' C v, with mu
and C the mean and covariance of the rows of the output head, so the vocabulary is never gone through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.named import Named
from lmdash.analyses.common.tokens import Token, labels, spelled
from lmdash.analyses.common.vectors import VOCABULARY_ROWS, Vector, layers_with_neurons, unembedding_rows, written
from lmdash.models.loaded import LoadedModel


class Combined(Named):
    """How several words are combined: vectors good for them on average, or for every single one."""

    MEAN = "mean", "On average"
    MINIMUM = "minimum", "Every one"


TOGETHER = {Combined.MEAN: np.mean, Combined.MINIMUM: np.min}


@dataclass(frozen=True)
class ValueSpread:
    """What a vector's scores of the whole vocabulary are like: their mean and standard deviation, float32 [N], for the
    vectors of ``layer`` and ``neuron`` [N].  Two of the same model are the same.
    """

    model: str
    revision: str
    layer: np.ndarray = field(compare=False, repr=False)
    neuron: np.ndarray = field(compare=False, repr=False)
    mean: np.ndarray = field(compare=False, repr=False)
    deviation: np.ndarray = field(compare=False, repr=False)


def value_spread(model: LoadedModel, on_step: Callable[[int, int], None] | None = None) -> ValueSpread:
    """The preparation of a search, once per model."""
    layers = layers_with_neurons(model)
    parts = -(-model.info.vocabulary // VOCABULARY_ROWS)  # each takes about as long as a layer
    total = parts + len(layers)
    mean, covariance = _moments(model, on_part=lambda done: on_step(done, total) if on_step else None)
    means, deviations, counts = [], [], []
    for done, layer in enumerate(layers, parts + 1):
        vectors = written(model, layer)
        means.append(vectors @ mean)
        deviations.append(((vectors @ covariance) * vectors).sum(-1).clamp_min(0).sqrt())
        counts.append(len(vectors))
        if on_step:
            on_step(done, total)
    return ValueSpread(
        model=model.info.id,
        revision=model.info.revision,
        layer=np.repeat(np.array(layers, dtype=np.int32), counts),
        neuron=np.concatenate([np.arange(count, dtype=np.int32) for count in counts]),
        mean=torch.cat(means).numpy(),
        deviation=torch.cat(deviations).numpy(),
    )


def _moments(model: LoadedModel, on_part: Callable[[int], None]) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean [d] and covariance [d, d] of the rows of the output head.

    The mean is taken off before the products, or a common part of all rows would drown the differences in float32.
    """
    zero = torch.zeros((), dtype=torch.float64)
    total = sum((rows.double().sum(0) for _, rows in unembedding_rows(model)), zero)
    mean = (total / model.info.vocabulary).float()
    covariance = torch.zeros(model.info.width, model.info.width)
    for done, (_, rows) in enumerate(unembedding_rows(model), 1):
        centred = rows - mean
        covariance.addmm_(centred.T, centred)
        on_part(done)
    return mean, covariance / model.info.vocabulary


@dataclass(frozen=True)
class SearchWord:
    """A word as it is searched: its spellings that are one token, or the ``first`` token of several it consists of."""

    word: str
    tokens: tuple[Token, ...]
    several: tuple[Token, ...] = ()


def search_words(model: LoadedModel, words: tuple[str, ...], variants: bool = True) -> tuple[SearchWord, ...]:
    """The tokens to search for each word: with ``variants`` also with and without a leading space and a capital."""
    found = []
    for word in words:
        spellings = [" " + word, word]
        if variants:
            spellings = [space + each for each in (word, word.lower(), word.capitalize()) for space in (" ", "")]
        encoded = [ids for spelling in dict.fromkeys(spellings) if (ids := model.tokens.encode_word(spelling))]
        single = tuple(dict.fromkeys(ids[0] for ids in encoded if len(ids) == 1))
        if single:
            found.append(SearchWord(word, labels(model, single)))
        elif encoded:  # some begin with a lone space or letter, which says less than a longer beginning
            several = max(encoded, key=lambda ids: len(model.tokens.bytes_of[ids[0]].strip()))
            found.append(SearchWord(word, labels(model, several[:1]), spelled(model, several)))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class ValueHits:
    """``frame`` has one row per vector, best first: layer, neuron, score (of all words, in standard deviations) and
    "word 0", "word 1", ... with the score of each; ``searched`` is how many vectors were compared.
    """

    frame: pd.DataFrame
    searched: int

    @property
    def vectors(self) -> tuple[Vector, ...]:
        """The vectors, best first."""
        return tuple(zip(self.frame["layer"].tolist(), self.frame["neuron"].tolist(), strict=True))


def value_search(
    model: LoadedModel,
    spread: ValueSpread,
    words: tuple[tuple[int, ...], ...],
    *,
    count: int,
    promote: bool = True,
    together: str = Combined.MEAN,
    layers: tuple[int, int] | None = None,
) -> ValueHits:
    """The ``count`` vectors that promote (or suppress) ``words`` most, of layers from the first to the last named.

    Each word is the ids of its spellings, of which the one that is promoted (or suppressed) most counts.
    """
    first, last = layers or (0, model.info.layers - 1)
    chosen = (spread.layer >= first) & (spread.layer <= last)
    towards = model.anatomy.unembedding([index for ids in words for index in ids]).T
    scores = [written(model, layer) @ towards for layer in layers_with_neurons(model) if first <= layer <= last]
    if not scores:
        return ValueHits(pd.DataFrame({"layer": [], "neuron": [], "score": []}), 0)
    deviation = np.maximum(spread.deviation[chosen], np.finfo(np.float32).tiny)[:, None]
    standard = (torch.cat(scores).numpy() - spread.mean[chosen][:, None]) / deviation
    sign = 1 if promote else -1
    ends = np.cumsum([len(ids) for ids in words])[:-1]
    by_word = np.stack([spellings.max(1) for spellings in np.split(sign * standard, ends, axis=1)], 1)
    together_score = TOGETHER[Combined.read(together)](by_word, axis=1)
    best = np.argsort(-together_score, kind="stable")[:count]
    frame = pd.DataFrame(
        {
            "layer": spread.layer[chosen][best],
            "neuron": spread.neuron[chosen][best],
            "score": sign * together_score[best],
            **{f"word {number}": sign * by_word[best, number] for number in range(len(words))},
        }
    )
    return ValueHits(frame, int(chosen.sum()))
