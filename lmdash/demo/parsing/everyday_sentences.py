"""Templates of everyday English beside the corpus, for the constructions that the corpus has seldom or never.

They are only for the pipeline of :mod:`lmdash.demo.train_pipeline`; the model never reads them.  Slots: {n} {ns} nouns,
{adj}, {adv}, verbs by tag {vb} {vbp} {vbz} {vbd} {vbn} {vbg}, {person}, {surname}, {place}, {day}, {num}, {year}; a
digit after the name draws another word.  Brackets and ``n't``, ``'s``... stand apart, and are joined when written.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from lmdash.demo.parsing import everyday_words
from lmdash.demo.parsing.dependencies import Tree, parse
from lmdash.demo.texts.grammar import Word, fill, finish, name
from lmdash.demo.texts.world import COUNTRIES

TEMPLATES: tuple[tuple[str, str], ...] = tuple(
    (template, number)
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    for template, _, number in [line.partition(" | ")]
)
"""Template, and the number of its subject ('sing', 'plur' or '')."""
_PREPOSITIONS = (
    "in on at over under behind near beside across through into with for from around along past after against".split()
)
_OPEN_CLASSES = {"n": "NN", "ns": "NNS", "adj": "JJ", "adv": "RB"} | {
    tag.lower(): tag for tag in "VB VBP VBZ VBD VBN VBG".split()
}
_JOINED = frozenset("n't 'm 're 's 'll 've )".split())


def _tagged(words: tuple[str, ...], tag: str) -> Callable[[random.Random], str]:
    return lambda rng: f"{rng.choice(words)}/{tag}"


def _names(words: tuple[str, ...], entity: str) -> Callable[[random.Random], tuple[Word, ...]]:
    return lambda rng: name(rng.choice(words), entity)


@cache
def _slots() -> dict[str, Callable[[random.Random], str | tuple[Word, ...]]]:
    from lmdash.demo.parsing.treebank import word_pool
    from lmdash.demo.texts.world import NAMES

    pool = word_pool()
    people = (*NAMES, *everyday_words.NAMES)
    places = tuple(country.name for country in COUNTRIES if " " not in country.name)
    cities = tuple(country.capital for country in COUNTRIES if country.capital and " " not in country.capital)
    slots: dict[str, Callable[[random.Random], str | tuple[Word, ...]]] = {
        slot: _tagged(pool[tag], tag) for slot, tag in _OPEN_CLASSES.items()
    }
    return slots | {
        "in": _tagged(tuple(_PREPOSITIONS), "IN"),
        "adjr": _tagged(tuple("bigger smaller older younger better worse taller warmer cheaper faster".split()), "JJR"),
        "adjs": _tagged(tuple("biggest smallest oldest youngest best worst tallest cheapest fastest".split()), "JJS"),
        "person": _names(people, "PERSON"),
        "surname": _names(everyday_words.SURNAMES, "PERSON"),
        "place": _names((*places, *cities, *everyday_words.CITIES), "GPE"),
        "dayname": _tagged(tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()), "NNP"),
        "days": _tagged(tuple("Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays".split()), "NNPS"),
        "loc": _tagged(_PLACE_ADVERBS, "RB"),
        "day": _tagged(tuple("day week month year morning evening summer winter night weekend".split()), "NN"),
        "tad": _tagged(tuple("today tomorrow yesterday tonight".split()), "RB"),
        "num": lambda rng: f"{rng.choice((rng.randrange(2, 12), rng.randrange(10, 5000), *_NUMBERS))}/CD",
        "year": lambda rng: f"{rng.randrange(1700, 2030)}/CD",
    }


_PLACE_ADVERBS = tuple(
    "here nearby abroad upstairs downstairs outside inside everywhere together again soon late early alone".split()
)
_NUMBERS = "two three four five six seven eight nine ten twelve twenty thirty fifty hundred".split()


def filled(template: str, rng: random.Random) -> tuple[Word, ...]:
    """The words of a template with random words in its slots."""
    template = re.sub(r"([()])", r" \1 ", template.replace("/x}", "}"))
    slots = {slot: _slots()[slot.rstrip("234")](rng) for slot in re.findall(r"\{(\w+)\}", template)}
    template = template.replace("(", "*/LRB").replace(")", "*/RRB")
    words, glue = [], False
    for word in fill(re.sub(r" +", " ", template), **slots):
        if word.tag in ("LRB", "RRB"):
            opening = word.tag == "LRB"
            word = Word("(" if opening else ")", f"-{word.tag}-", space=opening)  # noqa: PLW2901
        if glue or word.text in _JOINED:
            word = replace(word, space=False)  # noqa: PLW2901
        glue = word.text == "("
        words.append(word)
    return finish(words)


def everyday_trees(seed: int, count: int) -> Iterator[list[Tree]]:
    """So many documents of one to three everyday sentences."""
    rng = random.Random(f"everyday {seed}")
    while count > 0:
        found = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            template, number = rng.choice(TEMPLATES)
            tree = parse(filled(template, rng), number, strict=True)
            if tree is not None:
                found.append(tree)
        if found:
            count -= 1
            yield found
