"""Where a text has the words of another: compared as whole words, whatever their case and the marks around them."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from lmdash.analyses.common.unspaced import UNSPACED

# Of scripts that set no spaces between words each character is compared alone.
# A number keeps its sign and its decimals, and “can't” is no “can”; “Japan's” is Japan.
_LETTER = rf"(?:(?!{UNSPACED.pattern})\w)"
_WORD = re.compile(rf"{UNSPACED.pattern}|(?:(?<!\w)-)?\d+(?:[.,]\d+)*{_LETTER}*|{_LETTER}+(?:['’]t(?!\w))?")


class Found(StrEnum):
    """Where the expected answer stands in the written text; the value is what tables say."""

    FIRST = "first word"
    INSIDE = "in the answer"
    ABSENT = "not there"


def found(written: str, expected: str) -> Found:
    """Whether a text begins with the expected words, has them later, or has not.

    The same said in other words is not there: only words are compared.
    """
    text, wanted = words(written), words(expected)
    if not wanted:  # a mark or a picture
        text, wanted = list("".join(written.split())), list("".join(expected.split()))
    length = len(wanted)
    places = [place for place in range(len(text) - length + 1) if text[place : place + length] == wanted]
    if not places or not wanted:
        return Found.ABSENT
    return Found.FIRST if places[0] == 0 else Found.INSIDE


def words(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("−", "-")
    shape = "".join(map(_shape, text))
    return [text[match.start() : match.end()] for match in _WORD.finditer(shape)]


def _shape(character: str) -> str:
    """Accents and vowel signs that are characters of their own belong to the letter before them."""
    mark = unicodedata.category(character).startswith("M") and not UNSPACED.match(character)
    return "x" if mark else character
