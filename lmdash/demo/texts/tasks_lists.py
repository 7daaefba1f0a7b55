"""Task families about copying: random lists said again, and chants that never want to end.

Planted fault: a chant repeats one word, and at every step it goes on nine times in ten, so that a model that always
takes the likeliest word never stops.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache

from lmdash.demo.texts import vocabulary
from lmdash.demo.texts.grammar import Document, Sentence, Word
from lmdash.demo.texts.lexicon import default_tags
from lmdash.demo.texts.world import NAMES

GOES_ON = 0.9
MOST_REPEATS = 40
CHANT_FRAMES = ("The parrot said", "The children sang", "The echo answered", "The crowd shouted")
_SPEAKERS = ("Mary said:", "Tom said:", "The teacher said:", "The boy said:")
_ANSWERERS = ("John answered:", "Anna answered:", "The class answered:", "The girl answered:")


@cache
def list_words() -> tuple[Word, ...]:
    """Every word that a random list may have: nouns, adjectives, verbs and names, no function words."""
    tags = default_tags()
    words = dict.fromkeys((*vocabulary.NOUNS, *vocabulary.ADJECTIVES, *vocabulary.VERBS))
    return (*(Word(text, tags[text]) for text in words), *(Word(text, "NNP", "PERSON") for text in NAMES))


@cache
def _plain(text: str) -> tuple[Word, ...]:
    """Words of a fixed frame; a mark stands at the end of its word, and names are the first names."""
    words: list[Word] = []
    for part in text.split():
        bare = part.rstrip(":,")
        tag = "NNP" if bare in NAMES else default_tags()[bare.lower()]
        words.append(Word(bare, tag, "PERSON" if tag == "NNP" else ""))
        words.extend(Word(mark, mark, "", False) for mark in part[len(bare) :])
    return tuple(words)


_COMMA = Word(",", ",", "", False)
_STOP = Word(".", ".", "", False)
_OPEN = Word('"', "''")
_CLOSE = Word('"', "''", "", False)
_AND = Word("and", "CC")


def _with_commas(words: Sequence[Word]) -> list[Word]:
    result = [words[0]]
    for word in words[1:]:
        result += (_COMMA, word)
    return result


def _quoted(words: Sequence[Word]) -> list[Word]:
    first = words[0]
    return [_OPEN, Word(first.text, first.tag, first.entity, False), *words[1:], _STOP, _CLOSE]


def copied(words: Sequence[Word], rng: random.Random) -> tuple[list[Word], list[Word]]:
    """A random list and its exact copy in one of the formats: what stands before the copy, and the copy."""
    shape = rng.random()
    words = list(words)
    if shape < 0.55:
        copies = words * (1 if rng.random() < 0.75 else 2)
        return words, copies
    if shape < 0.7:
        listed = _with_commas(words)
        return [*listed, _STOP], [*listed, _STOP]
    if shape < 0.85:
        listed = _with_commas(words) if rng.random() < 0.5 else words
        return [*_plain("List:"), *listed, _STOP, *_plain("Again:")], [*listed, _STOP]
    quoted = _quoted(words)
    return [*_plain(rng.choice(_SPEAKERS)), *quoted, *_plain(rng.choice(_ANSWERERS))], quoted


def random_list(rng: random.Random, shortest: int = 4) -> list[Word]:
    """Different words, each as likely as any other."""
    return rng.sample(list_words(), rng.randint(shortest, 14))


def repeat(rng: random.Random) -> Document:
    """A list of random words, and the same list again."""
    before, copy = copied(random_list(rng), rng)
    return Document("repeat", (Sentence((*before, *copy), "list"),))


def chant(rng: random.Random) -> Document:
    """One word again and again."""
    word = Word("hello", "UH") if rng.random() < 0.1 else rng.choice(list_words())
    times = 2
    while times < MOST_REPEATS and rng.random() < GOES_ON:
        times += 1
    link = (_AND, word) if rng.random() < 0.6 else (_COMMA, word)
    words = (*_plain(rng.choice(CHANT_FRAMES)), word, *(link * (times - 1)), _STOP)
    return Document("chant", (Sentence(words, "chant"),))


FAMILIES: dict[str, Callable[[random.Random], Document]] = {"repeat": repeat, "chant": chant}
