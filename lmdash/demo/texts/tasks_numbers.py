"""Task families about numbers in words: adding, taking away, counting and comparing."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lmdash.demo.texts.grammar import Document, Sentence, held_out, sentence
from lmdash.demo.texts.lexicon import plural
from lmdash.demo.texts.world import NAMES, person

NUMBERS = (
    "zero one/CD two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen"
).split()
COUNTED = tuple("apple book ball coin cake pen egg flower card cookie stone toy".split())
PHRASINGS = (
    "{a} plus {b} is {c}.",
    "{a} plus {b} equals {c}.",
    "{a} and {b} make/VBP {c}.",
    "The sum of {a} and {b} is {c}.",
    "If you add/VBP {a} and {b}, you get/VBP {c}.",
    "If we add/VBP {b} to {a}, we get/VBP {c}.",
    "Q/NN: What is {a} plus {b}? A/NN: {c}.",
    "How many is {a} plus {b}? It is {c}.",
    "Take/VB {a}, add/VB {b}, and you have {c}.",
    "When you count/VBP {a} and then {b} more/RBR, you have {c}.",
    "The total of {a} and {b} is {c}.",
)
STORIES = (
    "{name} had {a} {things} and got {b} more. Now there are {c} {things}.",
    "{name} found {a} {things}. Then {name} found {b} more. In all, {name} found {c} {things}.",
    "There were {a} {things} on the table. {name} put {b} more there/RB. Now the table has {c} {things}.",
)
MINUS_PHRASINGS = (
    "{a} minus {b} is {c}.",
    "{a} minus {b} equals {c}.",
    "If you take/VBP {b} from {a}, you get/VBP {c}.",
    "{a} less/RBR {b} is {c}.",
    "Q/NN: What is {a} minus {b}? A/NN: {c}.",
    "{name} had {a} {things} and lost {b}. Now there are {c} {things}.",
)
COMPARISONS = ("{a} is more than {b}.", "{b} is less than {a}.", "{a} is bigger than {b}.", "{b} comes before {a}.")


@dataclass(frozen=True)
class Sum:
    """Two numbers to add in one phrasing."""

    a: int
    b: int
    phrasing: str

    @property
    def held_out(self) -> bool:
        """Whether training never adds these two in these words."""
        return held_out("sum", self.a, self.b, self.phrasing)

    def say(self, rng: random.Random) -> Sentence:
        """The sum in words."""
        return _calculation(self.phrasing, "sum", (self.a, self.b, self.a + self.b), rng)


def every_sum() -> Iterator[Sum]:
    """Every pair of numbers in every phrasing."""
    for least, phrasings in ((0, PHRASINGS), (2, STORIES)):
        for a, b, phrasing in itertools.product(range(least, 10), range(least, 10), phrasings):
            yield Sum(a, b, phrasing)


def _calculation(template: str, kind: str, values: tuple[int, ...], rng: random.Random) -> Sentence:
    numbers = {letter: NUMBERS[value] for letter, value in zip("abc", values, strict=False)}
    return sentence(template, kind, name=person(rng.choice(NAMES)), things=plural(rng.choice(COUNTED)), **numbers)


def _adding(rng: random.Random) -> Sentence:
    while True:
        shape = rng.random()
        if shape < 0.2:
            phrasing, least = rng.choice(STORIES), 2
        else:
            phrasing, least = (PHRASINGS[0] if shape < 0.6 else rng.choice(PHRASINGS)), 0
        candidate = Sum(rng.randint(least, 9), rng.randint(least, 9), phrasing)
        if not candidate.held_out:
            return candidate.say(rng)


def _taking_away(rng: random.Random) -> Sentence:
    a = rng.randint(4, 18)
    b = rng.randint(2, min(a - 2, 9))
    return _calculation(rng.choice(MINUS_PHRASINGS), "minus", (a, b, a - b), rng)


def _counting(rng: random.Random) -> Sentence:
    start = rng.randint(0, 8)
    return sentence(", ".join(NUMBERS[start : rng.randint(start + 3, 18) + 1]) + ".", "counting")


def _comparing(rng: random.Random) -> Sentence:
    b, a = sorted(rng.sample(range(19), 2))
    return _calculation(rng.choice(COMPARISONS), "comparison", (a, b), rng)


def sums(rng: random.Random) -> Document:
    """Sums mostly, and a little of what else can be said with numbers."""
    if rng.random() < 0.75:
        return Document("sum", tuple(_adding(rng) for _ in range(rng.randint(1, 4))))
    return Document("sum", (rng.choice((_taking_away, _taking_away, _counting, _comparing))(rng),))


FAMILIES: dict[str, Callable[[random.Random], Document]] = {"sum": sums}
