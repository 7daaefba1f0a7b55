"""What is each head's habit?  Scores on random words read twice, where only copying can predict the second time.

Olsson et al. 2022, "In-context Learning and Induction Heads".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.heads import Head
from lmdash.analyses.common.tokens import Token, labels
from lmdash.errors import InputError
from lmdash.models.interventions.values import Intervention, Scale, Site
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

WORDS = 20  # a sequence says so many words twice, or as many as fit the context
LEAST_WORDS = 5
SEQUENCES = 4  # scores are means over so many
CLEAR = 0.3  # a score from which a habit is named; a head without it looks there one time in 2 * WORDS
_ORDINARY = (rb" [a-z]{3,}", rb"[ A-Za-z][A-Za-z]*", rb"(?s).+")  # the first with enough tokens is taken


@dataclass(frozen=True)
class Habit:
    """What a head with a high score does; ``score`` and ``control`` are columns, the latter empty where there is none;
    ``one`` and ``several`` say what such a head, or such heads, do.
    """

    score: str
    control: str
    one: str
    several: str


HABITS = (
    Habit(
        "induction",
        "induction_control",
        "copies: it looks at what followed the same word earlier on",
        "copy: they look at what followed the same word earlier on",
    ),
    Habit("duplicate", "duplicate_control", "looks at the same word earlier on", "look at the same word earlier on"),
    Habit("previous", "", "looks at the token just before", "look at the token just before"),
)


@dataclass(frozen=True, eq=False)
class HeadProbe:
    """Scores of each head on ``words`` random words read twice, and what it read.

    ``scores`` has one row per head: layer, head, and mean attention in the second copy

    - ``previous``: to the token just before;
    - ``duplicate``: to the same word in the first copy;
    - ``induction``: to the word that followed it there, with ``induction_control``: to the same places when the second
      copy is shuffled (``duplicate_control`` likewise).

    ``said`` and ``shuffled`` are the sequences.
    """

    seed: int
    words: int
    scores: pd.DataFrame
    said: tuple[tuple[Token, ...], ...]
    shuffled: tuple[tuple[Token, ...], ...]

    def habits(self) -> dict[Habit, tuple[Head, ...]]:
        """The heads that clearly have a habit, the clearest first; habits that none has are left out."""
        found = {}
        for habit in HABITS:
            above = self.scores[habit.score] - (self.scores[habit.control] if habit.control else 0)
            places = above[above >= CLEAR].sort_values(ascending=False).index
            if len(places):
                rows = self.scores.loc[places]
                found[habit] = tuple(zip(rows["layer"].tolist(), rows["head"].tolist(), strict=True))
        return found


def head_probe(
    model: LoadedModel, seed: int = 0, *, on_step: Callable[[int, int], None] = lambda *_: None
) -> HeadProbe:
    """Probe every head on sequences drawn from ``seed``; :class:`InputError` if the context is too short for it.

    ``on_step(done, total)`` is called after every sequence.
    """
    front, pairs = _sequences(model, seed)
    words = (len(pairs[0][0]) - front) // 2
    copies, controls = [], []
    for said_ids, shuffled_ids in pairs:
        for scores, ids in ((copies, said_ids), (controls, shuffled_ids)):
            scores.append(_scores(model, ids, front, words))
            on_step(len(copies) + len(controls), 2 * len(pairs))
    said, shuffled = _mean(copies), _mean(controls)
    layers, heads = said["induction"].shape
    scores = pd.DataFrame(
        {
            "layer": np.repeat(range(layers), heads),
            "head": np.tile(range(heads), layers),
            **{name: score.ravel() for name, score in said.items()},
            "duplicate_control": shuffled["duplicate"].ravel(),
            "induction_control": shuffled["induction"].ravel(),
        }
    )
    return HeadProbe(
        seed=seed,
        words=words,
        scores=scores,
        said=tuple(labels(model, said) for said, _ in pairs),
        shuffled=tuple(labels(model, shuffled) for _, shuffled in pairs),
    )


def copying_accuracy(model: LoadedModel, without: tuple[Head, ...] = (), seed: int = 0) -> float:
    """The share of the second copy that the model predicts, its unannounced first word aside, when the results of the
    heads that it is to do ``without`` are set to zero.
    """
    edits = tuple(Intervention(Site("head", layer, head), Scale(0.0)) for layer, head in without)
    front, pairs = _sequences(model, seed)
    second = (len(pairs[0][0]) + front) // 2  # entry i of the ranks is of token i + 1
    right = [(model.logit_summary(said, edits).rank[second:] == 1).float().mean() for said, _ in pairs]
    return float(torch.stack(right).mean())


def _sequences(model: LoadedModel, seed: int) -> tuple[int, list[tuple[Ids, Ids]]]:
    """How many marks stand in front, and each sequence read twice and with its second copy shuffled."""
    front = tuple(index for index in model.tokens.encode("a").ids if index in model.tokens.special)
    words = min(WORDS, (model.info.context - len(front)) // 2)
    pool = _ordinary_words(model, words)
    if words < LEAST_WORDS or len(pool) < words:
        raise InputError(
            f"The habits of heads cannot be measured here: that takes at least {LEAST_WORDS} words read twice, "
            f"and this model has a context of {model.info.context} tokens and {len(pool)} words to choose from."
        )
    generator = torch.Generator().manual_seed(seed)
    pairs = []
    for _ in range(SEQUENCES):
        once = [pool[place] for place in torch.randperm(len(pool), generator=generator)[:words].tolist()]
        again = [once[place] for place in torch.randperm(words, generator=generator).tolist()]
        pairs.append(((*front, *once, *once), (*front, *once, *again)))
    return len(front), pairs


def _ordinary_words(model: LoadedModel, needed: int) -> list[int]:
    """Tokens that are a word each; where the vocabulary has too few, anything that is not a mark."""
    pool: list[int] = []
    for form in _ORDINARY:
        pool = [
            index
            for index, piece in enumerate(model.tokens.bytes_of[: model.info.vocabulary])
            if re.fullmatch(form, piece) and index not in model.tokens.special
        ]
        if len(pool) >= 4 * needed:
            break
    return pool


def _scores(model: LoadedModel, ids: Ids, front: int, words: int) -> dict[str, np.ndarray]:
    """Mean attention [L, H] of the second copy to each place of interest; its first word is not announced."""
    reading = torch.arange(front + words + 1, front + 2 * words)
    places = {"previous": reading - 1, "duplicate": reading - words, "induction": reading - words + 1}
    patterns = [model.part(ids, "attention_patterns", layer) for layer in range(model.info.layers)]
    return {
        name: torch.stack([pattern[:, reading, keys].mean(-1) for pattern in patterns]).numpy()
        for name, keys in places.items()
    }


def _mean(scores: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    return {name: np.mean([each[name] for each in scores], axis=0) for name in scores[0]}
