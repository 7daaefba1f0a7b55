"""Task family on number agreement: the verb goes with its subject, whatever noun stands in between."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from lmdash.demo.texts.grammar import Document, Sentence, held_out, sentence
from lmdash.demo.texts.lexicon import plural

HEADS = tuple(
    "key book chair lamp box cup table door window picture car boat truck dog cat horse boy girl teacher farmer tree "
    "house shirt hat bottle plate clock letter ball basket bird doctor friend toy bag map bed bus".split()
)
DISTRACTORS = (*HEADS, *"cabinet garden shop lake river school wall bridge tower church flower nurse".split())
PREPOSITIONS = ("near", "behind", "beside", "by", "with", "in front of", "under", "above", "against", "opposite/IN")
AGREEMENT_QUALITIES = tuple(
    "old new big small clean dirty beautiful black white brown red famous ready quiet wet dry nice special strange "
    "pretty cheap expensive lovely tiny different".split()
)
PAIRS = (("is", "are"), ("is", "are"), ("was", "were"), ("was", "were"), ("has", "have"))
AFTER_BE = ("{quality}.", "very {quality}.", "not {quality}.", "here.", "{quality} and {quality2}.", "still {quality}.")
AFTER_HAVE = ("disappeared/VBN.", "been {quality} for a long time.", "changed/VBN a lot.", "a new color.")
PRESENT_VERBS = (
    ("looks", "look/VBP", "{quality}."),
    ("seems", "seem/VBP", "{quality}."),
    ("stands", "stand/VBP", "in the rain."),
    ("needs", "need/VBP", "some help."),
    ("does", "do", "not look/VB {quality}."),
)


@dataclass(frozen=True)
class Subject:
    """A noun with, mostly, a distractor after a preposition; either may be plural."""

    head: str
    many: bool
    preposition: str = ""
    distractor: str = ""
    distractor_many: bool = False

    @property
    def held_out(self) -> bool:
        """Whether training never has this noun, preposition and distractor together, in any number."""
        return bool(self.distractor) and held_out("agreement", self.head, self.preposition, self.distractor)

    @property
    def text(self) -> str:
        """The subject as a template."""
        head = plural(self.head) if self.many else self.head
        if not self.distractor:
            return f"the {head}"
        distractor = plural(self.distractor) if self.distractor_many else self.distractor
        return f"the {head} {self.preposition} the {distractor}"

    @property
    def number(self) -> str:
        """The number that the verb takes."""
        return "plur" if self.many else "sing"

    @classmethod
    def draw(cls, rng: random.Random, other_number: float) -> Subject:
        """A noun and a distractor; the latter has the other number with the given chance."""
        head = rng.choice(HEADS)
        distractor = rng.choice([noun for noun in DISTRACTORS if noun != head])
        many = rng.random() < 0.5
        distractor_many = many != (rng.random() < other_number)
        if head in ("key", "door") and rng.random() < 0.5:
            return cls(head, many, "to", rng.choice(("cabinet", "house", "car", "school", "shop")), distractor_many)
        return cls(head, many, rng.choice(PREPOSITIONS), distractor, distractor_many)


def _predicate(many: bool, rng: random.Random) -> str:
    if rng.random() < 0.25:
        *forms, rest = rng.choice(PRESENT_VERBS)
        return f"{forms[many]} {rest}"
    forms = rng.choice(PAIRS)
    return f"{forms[many]} {rng.choice(AFTER_HAVE if forms[0] == 'has' else AFTER_BE)}"


def _agreeing(rng: random.Random) -> Sentence:
    subject = Subject.draw(rng, other_number=0.7)
    while subject.held_out:
        subject = Subject.draw(rng, other_number=0.7)
    if rng.random() < 0.15:
        subject = Subject(subject.head, subject.many)
    text = subject.text
    if subject.distractor and rng.random() < 0.06:
        text += " in the " + rng.choice(("gardens", "streets", "park", "village"))
    quality, quality2 = rng.sample(AGREEMENT_QUALITIES, 2)
    template = f"{{subject}} {_predicate(subject.many, rng)}"
    return sentence(template, "agreement", subject.number, subject=text, quality=quality, quality2=quality2)


def agreement(rng: random.Random) -> Document:
    """The verb agrees with the first noun, not with the nearest."""
    return Document("agreement", tuple(_agreeing(rng) for _ in range(rng.randint(1, 3))))


FAMILIES: dict[str, Callable[[random.Random], Document]] = {"agreement": agreement}
