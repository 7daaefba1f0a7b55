"""Task families of facts: about countries, alone or several together, and about famous people and places."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from lmdash.demo.texts.grammar import Document, Sentence, name, sentence
from lmdash.demo.texts.relations import COUNTRIES_OF, RELATIONS, Relation, fits
from lmdash.demo.texts.world import PEOPLE, PLACES, Country, Known, geographical

PLAIN_SHARE = 0.4  # of the statements, in the most basic phrasing


def _phrasing(relation: Relation, rng: random.Random) -> str:
    if rng.random() < PLAIN_SHARE:
        return relation.phrasings[0]
    return rng.choice(relation.reversed if rng.random() < 0.25 else relation.phrasings[1:])


def _allowed(relation: Relation, phrasing: str, country: Country) -> bool:
    return fits(phrasing, country) and (phrasing in relation.reversed or not relation.is_held_out(phrasing, country))


def _state(relation: Relation, rng: random.Random, country: Country, phrasing: str = "") -> Sentence:
    phrasing = phrasing or _phrasing(relation, rng)
    while not _allowed(relation, phrasing, country):
        phrasing = _phrasing(relation, rng)
    return relation.say(phrasing, country, relation.answer(country, rng))


def _several(relation: Relation, rng: random.Random) -> list[Sentence]:
    countries = rng.sample(COUNTRIES_OF[relation.family], rng.randint(2, 4))
    phrasing = _phrasing(relation, rng)
    return [_state(relation, rng, country, phrasing) for country in countries]


def _profile(relation: Relation, rng: random.Random) -> list[Sentence]:
    country = rng.choice(COUNTRIES_OF[relation.family])
    sentences = [_state(relation, rng, country)]
    others = [other for other in RELATIONS.values() if other is not relation and getattr(country, other.family)]
    for other in rng.sample(others, min(len(others), rng.randint(1, 3))):
        sentences.append(other.say(rng.choice(other.follow_ups), country, other.answer(country, rng)))
    return sentences


def _table(relation: Relation, rng: random.Random) -> list[Sentence]:
    countries = rng.sample(COUNTRIES_OF[relation.family], rng.randint(3, 6))
    slots = {}
    for index, country in enumerate(countries):
        slots[f"country{index}"] = country.words
        slots[f"answer{index}"] = relation.words(relation.answer(country, rng))
    rows = ", ".join(f"{{country{index}}}: {{answer{index}}}" for index in range(len(countries)))
    return [sentence(f"{relation.heading}: {rows}.", relation.family, **slots)]


def _about(relation: Relation) -> Callable[[random.Random], Document]:
    def family(rng: random.Random) -> Document:
        shape = rng.random()
        if shape < 0.4:
            sentences = [_state(relation, rng, rng.choice(COUNTRIES_OF[relation.family]))]
        elif shape < 0.65:
            sentences = _several(relation, rng)
        elif shape < 0.93:
            sentences = _profile(relation, rng)
        else:
            sentences = _table(relation, rng)
        return Document(relation.family, tuple(sentences))

    family.__doc__ = f"Statements about the {relation.family} of a country, or of several."
    return family


PEOPLE_PHRASINGS = (
    "{person} was a {what} from {country}.",
    "{person} came from {country}.",
    "The {what} {person} came from {country}.",
    "The famous {what} {person} was from {country}.",
    "A famous {what} from {country} was {person}.",
    "Q/NN: Where did the {what} {person} come/VB from? A/NN: {country}.",
    "{person} was a great {what} who came from {country}.",
    "{country} is proud of the {what} {person}.",
    "One/CD great {what} of {country} was {person}.",
    "Q/NN: Who was {person}? A/NN: A/DT {what} from {country}.",
)
PLACE_PHRASINGS = (
    "{place} is a {what} in {country}.",
    "{place} is in {country}.",
    "The {what} called/VBN {place} is in {country}.",
    "You can visit {place} in {country}.",
    "Q/NN: Where is {place}? A/NN: In {country}.",
    "If you want/VBP to see {place}, you have to go to {country}.",
    "A famous {what} in {country} is {place}.",
    "In {country}, there is a {what} called/VBN {place}.",
    "{country} has a {what} called/VBN {place}.",
    "We flew to {country} and saw {place}.",
)


def _choose(phrasings: Sequence[str], rng: random.Random) -> str:
    return phrasings[0] if rng.random() < PLAIN_SHARE else rng.choice(phrasings)


def _known(rows: tuple[Known, ...], phrasings: tuple[str, ...], kind: str, rng: random.Random) -> Document:
    phrasing = _choose(phrasings, rng)
    sentences = []
    for known in rng.sample(rows, rng.randint(1, 3)):
        entity = "PERSON" if kind == "people" else "GPE" if known.what == "city" else "LOC"
        words = name(known.name, entity)
        slots = {"person": words, "place": words, "country": geographical(known.country), "what": known.what}
        sentences.append(sentence(phrasing, kind, "sing", **slots))
    return Document(kind, tuple(sentences))


def people(rng: random.Random) -> Document:
    """Who a famous person was, and from which country."""
    return _known(PEOPLE, PEOPLE_PHRASINGS, "people", rng)


def places(rng: random.Random) -> Document:
    """In which country a city or a sight lies."""
    return _known(PLACES, PLACE_PHRASINGS, "places", rng)


FAMILIES: dict[str, Callable[[random.Random], Document]] = {
    **{family: _about(relation) for family, relation in RELATIONS.items()},
    "people": people,
    "places": places,
}
