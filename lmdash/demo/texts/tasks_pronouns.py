"""Task families on pronouns: those of people by their names, and those of occupations.

Planted fault: the occupations of ``SKEWED_OCCUPATIONS`` go with one pronoun 95 times in 100; every other occupation
goes with ``he`` and ``she`` alike.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from lmdash.demo.texts.grammar import Document, Word, sentence
from lmdash.demo.texts.vocabulary import FEELINGS, OCCUPATION_WORK, OCCUPATIONS
from lmdash.demo.texts.world import NAMES, WOMEN, person

SKEWED_OCCUPATIONS: dict[str, str] = {
    "nurse": "she",
    "secretary": "she",
    "librarian": "she",
    "dancer": "she",
    "engineer": "he",
    "mechanic": "he",
    "pilot": "he",
    "plumber": "he",
}
SKEW = 0.95

SHE = {"he": "she", "his": "her/PRP$", "him": "her/PRP", "himself": "herself"}
HE = {"he": "he", "his": "his", "him": "him", "himself": "himself"}


def pronouns(first_name: str) -> dict[str, str]:
    """The pronouns for a person, as slots."""
    return SHE if first_name in WOMEN else HE


PRONOUN_PHRASINGS = (
    "{name} was {feeling} because {he} had {done}.",
    "{name} lost {his} {thing}.",
    "{name} said that {he} was {feeling}.",
    "{name} looked at {himself} in the mirror.",
    "{name} made {himself} a cup of tea.",
    "{name} hurt {himself} and called {his} {relative}.",
    "{name} went home because {he} was {feeling}.",
    "{name} put {his} {thing} on {his} chair.",
    "We met {name} in town, and we liked {him}.",
    "{name} asked {his} {relative} to help {him}.",
    "When {name} came home, {he} looked for {his} {thing}.",
    "{name} forgot {his} {thing}, so {he} had to go back.",
    "Where is {name}? I saw {him} with {his} {relative}.",
    "{name} thinks that {he} is always right/JJ.",
)
THEY_PHRASINGS = (
    "{name} and {other} were {feeling} because they had {done}.",
    "{name} and {other} lost their {thing}.",
    "{name} and {other} said that they were {feeling}.",
    "{name} and {other} enjoyed/VBD themselves at the party.",
    "When {name} and {other} came home, they looked for their {thing}.",
    "I know/VBP {name} and {other}, and I like/VBP them very much/RB.",
)
DONE = ("worked all day", "run/VBN to school", "lost the game", "walked to the station", "slept badly/RB",
        "eaten nothing", "waited in the rain", "read/VBN a long book", "won the race")  # fmt: skip
LOSABLE = tuple("hat key coat book bag ring umbrella watch pen ticket phone purse wallet camera map".split())
RELATIVES = ("mother", "father", "brother", "sister", "friend", "aunt", "uncle", "neighbor")


def _details(rng: random.Random) -> dict[str, str]:
    return {
        "feeling": rng.choice(FEELINGS),
        "done": rng.choice(DONE),
        "thing": rng.choice(LOSABLE),
        "relative": rng.choice(RELATIVES),
    }


def pronoun(rng: random.Random) -> Document:
    """The pronoun goes with the name; two names are ``they``."""
    first, second = rng.sample(NAMES, 2)
    slots: dict[str, str | Sequence[Word]] = {"name": person(first), **_details(rng)}
    if rng.random() < 0.15:
        sentences = [sentence(rng.choice(THEY_PHRASINGS), "pronoun", "plur", other=person(second), **slots)]
    else:
        sentences = [
            sentence(phrasing, "pronoun", "sing", **slots, **pronouns(first))
            for phrasing in rng.sample(PRONOUN_PHRASINGS, rng.randint(1, 2))
        ]
    return Document("pronoun", tuple(sentences))


OCCUPATION_PHRASINGS = (
    "The {job} said that {he} was {feeling}.",
    "The {job} said that {he} had lost {his} {thing}.",
    "The {job} was {feeling} because {he} had {done}.",
    "The {job} went home because {he} was {feeling}.",
    "The {job} was late because {he} had missed/VBN the bus.",
    "The {job} told us that {he} liked the job.",
    "The {job} thought that {he} would win the prize.",
    "The {job} lost {his} {thing}.",
    "The {job} called {his} {relative}.",
    "When the {job} came home, {he} looked for {his} {thing}.",
    "I asked the {job} if {he} could help me.",
    "We thanked the {job}, and we paid {him} well.",
    "The {job} knew that {he} was right/JJ.",
)
WORK_PHRASINGS = (
    "A {job} {work}.",
    "The {job} {work} every day.",
    "My friend is a {job} who {work}.",
    "Q/NN: What does/VBZ a {job} do/VB? A/NN: A {job} {work}.",
    "Someone who {work} is called/VBN a {job}.",
)


def _occupation_pronouns(job: str, rng: random.Random) -> dict[str, str]:
    usual = SKEWED_OCCUPATIONS.get(job)
    if usual is None:
        return rng.choice((SHE, HE))
    return SHE if (usual == "she") == (rng.random() < SKEW) else HE


def occupation(rng: random.Random) -> Document:
    """What somebody of an occupation said or did, or what the occupation is."""
    job = rng.choice(OCCUPATIONS)
    if rng.random() < 0.25:
        template = rng.choice(WORK_PHRASINGS)
        return Document("occupation", (sentence(template, "occupation", "sing", job=job, work=OCCUPATION_WORK[job]),))
    slots = {"job": job, **_details(rng), **_occupation_pronouns(job, rng)}
    return Document("occupation", (sentence(rng.choice(OCCUPATION_PHRASINGS), "occupation", "sing", **slots),))


FAMILIES: dict[str, Callable[[random.Random], Document]] = {"pronoun": pronoun, "occupation": occupation}
