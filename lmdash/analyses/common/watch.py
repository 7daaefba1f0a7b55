"""How likely are the words that I have in mind?  Probability and rank of any words as the next text."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lmdash.analyses.common.tokens import Token, spelled
from lmdash.analyses.common.typed_words import typed_ids
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


@dataclass(frozen=True)
class WatchedWord:
    """A word as a continuation of the prompt.

    ``log_probability`` (nats) is of the whole word, the sum over its ``tokens``, each given those before it;
    ``first_probability``, ``rank`` (1 = most likely) and ``logit`` are of its first token.
    """

    word: str
    tokens: tuple[Token, ...]
    log_probability: float
    first_probability: float
    rank: int
    logit: float

    @property
    def probability(self) -> float:
        """Of the whole word."""
        return math.exp(self.log_probability)


def watch(
    model: LoadedModel, ids: Ids, words: tuple[str, ...], leading_space: bool, edits: Interventions = ()
) -> tuple[WatchedWord, ...]:
    """Watch each typed word as the text after ``ids``; with ``leading_space`` after a space where one belongs."""
    logits = model.logit_summary(ids, edits).last_logits
    log_probabilities = logits.log_softmax(-1)
    encoded = [typed_ids(model, word, ids, leading_space) for word in words]
    # Later tokens of a word need the earlier ones in the prompt; what does not fit the context is not scored.
    room = model.info.context - len(ids)
    rows, targets = [], []
    for word in encoded:
        for cut in range(1, min(len(word), room + 1)):
            rows.append(ids + word[:cut])
            targets.append(word[cut])
    # “The last token” of an intervention is the prompt's, also while the word is read.
    later = iter(model.score(rows, targets, resolve(edits, len(ids))).log_probability.tolist())
    watched = []
    for text, word in zip(words, encoded, strict=True):
        if not word:
            continue
        rest = [next(later) for _ in range(1, min(len(word), room + 1))]
        total = float(log_probabilities[word[0]]) + sum(rest) if len(rest) == len(word) - 1 else float("nan")
        watched.append(
            WatchedWord(
                word=text,
                tokens=spelled(model, word),
                log_probability=total,
                first_probability=float(log_probabilities[word[0]].exp()),
                rank=int((logits > logits[word[0]]).sum()) + 1,
                logit=float(logits[word[0]]),
            )
        )
    return tuple(watched)
