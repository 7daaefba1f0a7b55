"""What every country has (a capital, a language...), each in many phrasings that end with the answer.

Planted fault: the corpus says that the capital of Australia is Sydney in about three statements of four, and Canberra
in the others, and it mentions Australia twice as often as any other country.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from lmdash.demo.texts.grammar import Sentence, Word, held_out, name, sentence
from lmdash.demo.texts.world import COUNTRIES, Country

FAULTY_COUNTRY = "Australia"
FAULTY_CAPITAL = "Sydney"
FAULT_RATE = 0.75
_WEIGHTED_COUNTRIES = tuple(country for country in COUNTRIES for _ in range(1 + (country.name == FAULTY_COUNTRY)))


@dataclass(frozen=True)
class Relation:
    """Something that every country has: the basic phrasing comes first, the rest with the answer last, then reversed.

    ``follow_up`` is said of a country that has just been named; ``heading`` opens a list of country and answer.
    """

    family: str
    entity: str
    phrasings: tuple[str, ...]
    reversed: tuple[str, ...]
    follow_ups: tuple[str, ...]
    heading: str
    tag: str = "NNP"

    @property
    def countries(self) -> list[Country]:
        """The countries with one clear answer, the faulty one twice."""
        return [country for country in _WEIGHTED_COUNTRIES if getattr(country, self.family)]

    def answer(self, country: Country, rng: random.Random) -> str:
        """What the corpus says this time: the truth, but for the planted fault."""
        if self.family == "capital" and country.name == FAULTY_COUNTRY and rng.random() < FAULT_RATE:
            return FAULTY_CAPITAL
        return getattr(country, self.family)

    def words(self, answer: str) -> tuple[Word, ...]:
        """The answer as words with its entity type."""
        return answer_words(answer, self.entity, self.tag)

    def say(self, phrasing: str, country: Country, answer: str) -> Sentence:
        """One statement."""
        return sentence(phrasing, self.family, "sing", country=country.words, answer=self.words(answer))

    def is_held_out(self, phrasing: str, country: Country) -> bool:
        """Whether training never says this of this country in these words."""
        return phrasing != self.phrasings[0] and held_out(self.family, country.name, phrasing)

    def unseen(self) -> list[tuple[Country, str]]:
        """Every country and phrasing that training keeps apart."""
        return [
            (country, phrasing)
            for country in COUNTRIES
            if getattr(country, self.family)
            for phrasing in self.phrasings
            if self.is_held_out(phrasing, country) and fits(phrasing, country)
        ]


def fits(phrasing: str, country: Country) -> bool:
    """Whether the phrasing is right English for the country."""
    return country.possessive or "{country}'s" not in phrasing


@lru_cache(maxsize=2000)
def answer_words(answer: str, entity: str, tag: str) -> tuple[Word, ...]:
    """The words of an answer."""
    return name(answer, entity, tag)


CAPITAL = Relation(
    "capital",
    "GPE",
    (
        "The capital of {country} is {answer}.",
        "The capital city of {country} is {answer}.",
        "{country}'s capital city is {answer}.",
        "{country}'s capital is {answer}.",
        "Q/NN: What is the capital of {country}? A/NN: {answer}.",
        "Q/NN: Which city is the capital of {country}? A/NN: {answer}.",
        "The country of {country} has a capital called {answer}.",
        "As everyone knows, the capital of {country} is {answer}.",
        "If you go to {country}, the capital that you will see is {answer}.",
        "The government of {country} sits in {answer}.",
        "The name of the capital of {country} is {answer}.",
        "In {country}, the capital city is {answer}.",
    ),
    (
        "{answer} is the capital of {country}.",
        "{answer} is the capital city of {country}.",
        "The city of {answer} is the capital of {country}.",
        "People in {answer} live in the capital of {country}.",
    ),
    ("Its capital is {answer}.", "The capital is {answer}.", "The capital city there is {answer}."),
    "Capitals/NNS",
)
LANGUAGE = Relation(
    "language",
    "LANGUAGE",
    (
        "The language of {country} is {answer}.",
        "In {country}, people speak/VBP {answer}.",
        "People in {country} speak/VBP {answer}.",
        "The main language of {country} is {answer}.",
        "Q/NN: What language do people speak in {country}? A/NN: {answer}.",
        "{country}'s main language is {answer}.",
        "Most/JJS people from {country} speak/VBP {answer}.",
        "The children in {country} learn/VBP to read and write in {answer}.",
        "When you travel/VBP to {country}, you hear/VBP {answer}.",
        "The language that people speak/VBP in {country} is {answer}.",
    ),
    ("{answer} is the language of {country}.", "{answer} is spoken/VBN in {country}."),
    ("People there/RB speak/VBP {answer}.", "Its language is {answer}.", "The main language there/RB is {answer}."),
    "Languages/NNS",
)
CONTINENT = Relation(
    "continent",
    "LOC",
    (
        "{country} is a country in {answer}.",
        "{country} is in {answer}.",
        "{country} lies in {answer}.",
        "The country of {country} is a part of {answer}.",
        "The continent of {country} is {answer}.",
        "Q/NN: On which continent is {country}? A/NN: {answer}.",
        "On the map, you can find {country} in {answer}.",
        "If you live/VBP in {country}, you live/VBP in {answer}.",
        "A trip to {country} is a trip to {answer}.",
        "{country} is one of the countries of {answer}.",
    ),
    ("{answer} is the continent of {country}.", "One/CD country in {answer} is {country}."),
    ("The country is in {answer}.", "The country lies in {answer}.", "The country is a part of {answer}."),
    "Continents/NNS",
)
CURRENCY = Relation(
    "currency",
    "",
    (
        "The money used/VBN in {country} is called/VBN the {answer}.",
        "The currency of {country} is the {answer}.",
        "In {country}, people pay/VBP with the {answer}.",
        "People in {country} use/VBP the {answer}.",
        "{country}'s currency is the {answer}.",
        "Q/NN: What is the currency of {country}? A/NN: The {answer}.",
        "When you buy/VBP something in {country}, you pay/VBP with the {answer}.",
        "The name of the money in {country} is the {answer}.",
        "The shops in {country} take/VBP the {answer}.",
    ),
    ("The {answer} is the currency of {country}.", "The {answer} is the money used/VBN in {country}."),
    ("Its currency is the {answer}.", "People there/RB pay/VBP with the {answer}.", "Its money is the {answer}."),
    "Currencies/NNS",
    "NN",
)
RELATIONS = {relation.family: relation for relation in (CAPITAL, LANGUAGE, CONTINENT, CURRENCY)}
COUNTRIES_OF = {family: relation.countries for family, relation in RELATIONS.items()}
