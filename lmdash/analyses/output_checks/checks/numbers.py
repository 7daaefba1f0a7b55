"""Do number words and digits agree, and is a number written in one way?  Counts, not dates or labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.values import ERROR, HINT, Mark

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: value for value, word in enumerate(_ONES)} | {word: 10 * at for at, word in enumerate(_TENS, 2)}
NUMBERS |= {f"{ten}-{one}": NUMBERS[ten] + NUMBERS[one] for ten in _TENS for one in _ONES[1:10]} | {"hundred": 100}
_NUMBER_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
_SAID_TWICE = re.compile(
    rf"\b({_NUMBER_WORD})\s*[(\[]\s*(\d+)\s*[)\]]|(?<![\d.,])(\d+)\s*[(\[]\s*({_NUMBER_WORD})\s*[)\]]", re.IGNORECASE
)
_EITHER = re.compile(rf"(?<![\w.,:/$€£#%-])(\d{{1,3}})(?![\w:/%°-]|[.,]\d)|(?<![\w-])({_NUMBER_WORD})(?![\w-])", re.I)
_NO_COUNT = frozenset("zero one".split())  # “one” is rarely a count
_LABEL = re.compile(r"\b(?:page|chapter|figure|table|step|no|number|room|version|part|line|act|level)\.?\s*$", re.I)


def numbers(reading: Reading) -> Iterator[Mark]:
    """``three (4)``: an error.  The same number once as a word and once in digits: a hint."""
    twice: list[tuple[int, int]] = []
    for match in _SAID_TWICE.finditer(reading.text):
        word, digits, digits_first, word_after = match.groups()
        value, other = NUMBERS[(word or word_after).lower()], int(digits or digits_first)
        twice.append(match.span())
        if value != other:
            reason = f"“{word or word_after}” and {other} are different numbers."
            yield Mark(*match.span(), reason, severity=ERROR)
    first: dict[int, bool] = {}  # whether a number's first form was in digits
    for match in _EITHER.finditer(reading.text):
        digits, word = match.groups()
        if any(start <= match.start() < end for start, end in twice) or (word and word.lower() in _NO_COUNT):
            continue
        if not reading.is_prose(match.start()) or _LABEL.search(
            reading.text[max(0, match.start() - 12) : match.start()]
        ):
            continue
        value = int(digits) if digits else NUMBERS[word.lower()]
        if first.setdefault(value, bool(digits)) != bool(digits):
            other = next((name for name, number in NUMBERS.items() if number == value), "") if digits else str(value)
            reason = f"This number was written “{other}” before: keep to one of the two."
            yield Mark(*match.span(), reason, other, HINT)
