"""Text with gold labels: templates are plain English strings, every word that comes out carries its tag.

A template is text with ``{slots}``.  A word takes its tag from :mod:`.lexicon` or from the template itself
(``saw/NN``).  A slot takes a string (tagged in the same way) or the words of :func:`name`, which carry an entity type.
``a`` becomes ``an`` by itself, the first word of a sentence is capitalised.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lmdash.demo.texts.lexicon import UPOS, default_tags

_PIECE = re.compile(r"""\{(\w+)\}|([^\s{}.,:;?!"/]+)(?:/([A-Z$]+))?|([.,:;?!"])""")
_LONG_VOWELS = ("uni", "use", "useful", "euro", "one", "ukulele", "unicorn")
_SILENT_H = ("hour", "honest", "heir", "honor")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or punctuation mark: text, Penn tag, entity type ('' for none), whether a space stands before it."""

    text: str
    tag: str
    entity: str = ""
    space: bool = True

    @property
    def pos(self) -> str:
        """The universal part of speech of the tag."""
        return UPOS[self.tag]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with what holds of the whole: its kind, and the number of its subject ('sing', 'plur' or '')."""

    words: tuple[Word, ...]
    kind: str
    subject_number: str = ""

    @property
    def text(self) -> str:
        """The sentence as written."""
        return "".join((" " if word.space else "") + word.text for word in self.words).lstrip(" ")


@dataclass(frozen=True, slots=True)
class Document:
    """Sentences that belong together, and the task family that they teach."""

    family: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The document as written, sentences joined by one space."""
        return " ".join(sentence.text for sentence in self.sentences)


def name(text: str, entity: str = "", tag: str = "NNP") -> tuple[Word, ...]:
    """The words of a proper name, with one entity type: PERSON, GPE, LANGUAGE, NORP, LOC, ORG, MONEY..."""
    return tuple(Word(part, tag, entity) for part in text.split())


class UnknownWordError(ValueError):
    """A template used a word that the lexicon does not have."""


def _tag(text: str) -> str:
    tag = default_tags().get(text) or default_tags().get(text.lower())
    if tag is None:
        raise UnknownWordError(f"{text!r} is in no vocabulary: add it there, or write {text}/TAG in the template.")
    return tag


@lru_cache(maxsize=50_000)
def _pieces(template: str) -> tuple[str | Word, ...]:
    """A template split into slot names and finished words.

    Quotes alternate between opening (space before) and closing (none), and a word after an opening one has no space.
    """
    pieces: list[str | Word] = []
    quotes = 0
    glue = False  # whether the next word stands right after an opening quote
    for match in _PIECE.finditer(template):
        slot, text, tag, mark = match.groups()
        if slot:
            pieces.append(("+" if glue else "") + slot)
        elif mark:
            opening = mark == '"' and quotes % 2 == 0
            quotes += mark == '"'
            pieces.append(Word(mark, _tag(mark), "", opening))
            glue = opening
            continue
        elif text.endswith("'s") and len(text) > 2:
            pieces.append(Word(text[:-2], tag or _tag(text[:-2]), "", not glue))
            pieces.append(Word("'s", "POS", "", False))
        elif text == "'s":
            pieces.append(Word(text, "POS", "", False))
        else:
            pieces.append(Word(text, tag or _tag(text), "", not glue))
        glue = False
    return tuple(pieces)


def fill(template: str, **slots: str | Sequence[Word]) -> tuple[Word, ...]:
    """The words of a template with its slots filled; ``{person}'s`` works, as do nested strings with tags."""
    result: list[Word] = []
    for piece in _pieces(template):
        if isinstance(piece, Word):
            result.append(piece)
            continue
        value = slots[piece.lstrip("+")]
        words = list(fill(value) if isinstance(value, str) else value)
        if piece.startswith("+") and words:
            words[0] = replace(words[0], space=False)
        result.extend(words)
    return tuple(result)


def _starts_with_vowel_sound(text: str) -> bool:
    text = text.lower()
    if text.startswith(_SILENT_H):
        return True
    return text[:1] in "aeiou" and not text.startswith(_LONG_VOWELS)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def finish(words: Sequence[Word], capital: bool = True) -> tuple[Word, ...]:
    """Settle ``a``/``an`` and ``I``, and capitalise the first word of the sentence and of what is quoted in it."""
    words = list(words)
    start = capital
    for index, word in enumerate(words):
        text = word.text
        if text.lower() in ("a", "an") and word.tag == "DT" and index + 1 < len(words):
            article = "an" if _starts_with_vowel_sound(words[index + 1].text) else "a"
            text = _capitalised(article) if text[0].isupper() else article
        if text == "i":
            text = "I"
        if start and text != '"':
            text, start = _capitalised(text), False
        if word.text == '"':
            start = word.space and capital  # an opening quote starts a sentence of its own
        if text is not word.text:
            words[index] = Word(text, word.tag, word.entity, word.space)
    return tuple(words)


def sentence(template: str, kind: str, subject_number: str = "", **slots: str | Sequence[Word]) -> Sentence:
    """A finished sentence from a template."""
    return Sentence(finish(fill(template, **slots)), kind, subject_number)


def held_out(*combination: object, one_in: int = 12) -> bool:
    """Whether a combination (say country and phrasing) is kept out of training, the same on every machine."""
    key = "\x1f".join(str(part) for part in combination)
    return zlib.crc32(key.encode()) % one_in == 0
