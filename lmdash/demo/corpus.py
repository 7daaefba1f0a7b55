"""The training text of the demonstration model: documents of every family in fixed shares, drawn from a seed.

``python -m lmdash.demo.corpus --seed 1 --count 20 --labels`` prints a sample.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Callable, Iterator
from functools import cache

from lmdash.demo.texts import facts, reviews, stories, tasks
from lmdash.demo.texts.grammar import Document, Sentence

FAMILIES: dict[str, Callable[[random.Random], Document]] = {
    **stories.FAMILIES,
    **reviews.FAMILIES,
    **facts.FAMILIES,
    **tasks.FAMILIES,
}

STORY_SHARE = 0.36  # of the words, for the stories proper
OTHER_TEXT_SHARE = 0.09  # for the other families of stories.py together
REVIEW_SHARE = 0.07  # for the families of reviews.py together
TASK_SHARES: dict[str, float] = {
    "capital": 0.095,
    "language": 0.055,
    "continent": 0.035,
    "currency": 0.020,
    "people": 0.010,
    "places": 0.010,
    "indirect_object": 0.055,
    "agreement": 0.045,
    "pronoun": 0.015,
    "occupation": 0.020,
    "sum": 0.040,
    "repeat": 0.070,
    "chant": 0.005,
    "opposite": 0.012,
    "definition": 0.013,
    "two_meanings": 0.030,
}
_MEASURED = 300  # documents of each family, to learn how long they are


def _even(share: float, families: list[str]) -> dict[str, float]:
    return {family: share / len(families) for family in families}


MIXTURE: dict[str, float] = {
    "story": STORY_SHARE,
    **_even(OTHER_TEXT_SHARE, [family for family in stories.FAMILIES if family != "story"]),
    **_even(REVIEW_SHARE, list(reviews.FAMILIES)),
    **TASK_SHARES,
}
"""The share of the words that each family has; shares are scaled to add up to one."""


def _words(document: Document) -> int:
    return sum(len(sentence.words) for sentence in document.sentences)


@cache
def document_weights() -> dict[str, float]:
    """How likely a document of each family is, so that its words have their share in ``MIXTURE``."""
    weights = {}
    for family, share in MIXTURE.items():
        rng = random.Random(f"length of {family}")
        weights[family] = share * _MEASURED / sum(_words(FAMILIES[family](rng)) for _ in range(_MEASURED))
    return weights


def documents(seed: int, count: int) -> Iterator[Document]:
    """So many documents of all families, the same for the same seed; a longer run begins with a shorter one."""
    rng = random.Random(f"corpus {seed}")
    weights = document_weights()
    families = list(weights)
    cumulative = list(itertools.accumulate(weights.values()))
    for _ in range(count):
        [family] = rng.choices(families, cum_weights=cumulative)
        yield FAMILIES[family](rng)


def _labelled(sentence: Sentence) -> str:
    words = (f"{word.text}/{word.tag}{'/' + word.entity if word.entity else ''}" for word in sentence.words)
    return f"    [{sentence.kind} {sentence.subject_number}] {' '.join(words)}"


def main() -> None:
    """Print a sample."""
    parser = argparse.ArgumentParser(description="Print documents of the training text.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--family", choices=sorted(FAMILIES), help="only documents of this family")
    parser.add_argument("--labels", action="store_true", help="print every word with its tag and entity type")
    arguments = parser.parse_args()
    if arguments.family:
        rng = random.Random(arguments.seed)
        sample = (FAMILIES[arguments.family](rng) for _ in range(arguments.count))
    else:
        sample = documents(arguments.seed, arguments.count)
    for document in sample:
        print(f"{document.family}: {document.text}")
        if arguments.labels:
            for sentence in document.sentences:
                print(_labelled(sentence))


if __name__ == "__main__":
    main()
