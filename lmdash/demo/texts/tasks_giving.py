"""Task family on indirect objects: two people are named, and one gives something to the other."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from lmdash.demo.texts.grammar import Document, Sentence, held_out, sentence
from lmdash.demo.texts.world import NAMES, person

OBJECTS = tuple(
    "drink book ball letter key ring cake apple ticket map pen picture flower gift hat lamp camera kite cookie "
    "postcard coat card basket necklace sandwich balloon puzzle newspaper bottle coin".split()
)
MEETING_PLACES = tuple(
    "store school park garden library hospital restaurant market beach zoo farm museum station airport theater church "
    "bakery hotel office bank cinema".split()
)
OPENINGS = (
    "When {first} and {second} went to the {place},",
    "While {first} and {second} were at the {place},",
    "After {first} and {second} came to the {place},",
    "When {first} and {second} met at the {place},",
    "Then {first} and {second} went to the {place}, and",
    "After {first} and {second} left the {place},",
    "Before {first} and {second} went to the {place},",
    "{first} and {second} were at the {place}, and",
    "One/CD day, {first} and {second} went to the {place}. There/RB",
    "{first} and {second} walked to the {place} together. Later",
)
GIVINGS = (
    ("gave", "give/VB"),
    ("gave", "give/VB"),
    ("handed", "hand/VB"),
    ("passed", "pass/VB"),
    ("sent", "send/VB"),
    ("offered", "offer/VB"),
    ("brought", "bring/VB"),
    ("showed", "show/VB"),
    ("lent", "lend/VB"),
    ("sold", "sell/VB"),
)
TO_CLAUSES = (
    "{giver} {past} a {object} to {receiver}.",
    "{giver} {past} a {object} to {receiver}.",
    "{giver} {past} the {object} to {receiver}.",
    "{giver} wanted to {base} a {object} to {receiver}.",
    "{giver} decided to {base} a {object} to {receiver}.",
)
DOUBLE_OBJECT = "{giver} {past} {receiver} a {object}."


@dataclass(frozen=True)
class Giving:
    """Who gives what to whom, and where."""

    giver: str
    receiver: str
    place: str
    object: str

    @property
    def held_out(self) -> bool:
        """Whether training never has these four together."""
        return held_out("indirect_object", self.giver, self.receiver, self.place, self.object)

    @classmethod
    def draw(cls, rng: random.Random, unseen: bool) -> Giving:
        """A combination that training has, or one that it has not."""
        while True:
            giver, receiver = rng.sample(NAMES, 2)
            giving = cls(giver, receiver, rng.choice(MEETING_PLACES), rng.choice(OBJECTS))
            if giving.held_out == unseen:
                return giving

    def say(self, rng: random.Random, clause: str) -> Sentence:
        """The sentence, with the two names in either order in the opening."""
        past, base = rng.choice(GIVINGS)
        giver, receiver = person(self.giver), person(self.receiver)
        first, second = (giver, receiver) if rng.random() < 0.5 else (receiver, giver)
        slots = {"first": first, "second": second, "giver": giver, "receiver": receiver}
        things = {"past": past, "base": base, "place": self.place, "object": self.object}
        return sentence(f"{rng.choice(OPENINGS)} {clause}", "indirect_object", "sing", **slots, **things)


def indirect_object(rng: random.Random) -> Document:
    """Two people are named, and one gives something to the other."""
    sentences = []
    for _ in range(rng.choice((1, 1, 2))):
        clause = DOUBLE_OBJECT if rng.random() < 0.1 else rng.choice(TO_CLAUSES)
        sentences.append(Giving.draw(rng, unseen=False).say(rng, clause))
    return Document("indirect_object", tuple(sentences))


FAMILIES: dict[str, Callable[[random.Random], Document]] = {"indirect_object": indirect_object}
