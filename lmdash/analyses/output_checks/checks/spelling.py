"""Is every word spelt as the dictionary has it?  Names and words of the prompt are let through."""

from __future__ import annotations

from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.dictionary import counts, exists, is_common_slip, suggestions
from lmdash.analyses.output_checks.checks.languages import foreign_stretches, within
from lmdash.analyses.output_checks.checks.reading import Reading, Word
from lmdash.analyses.output_checks.checks.values import ERROR, HINT, WARNING, Mark

MOST_FAR = 40  # different words of one text whose correction is looked for two slips away, which takes 50 ms each
_ACRONYM = 5  # most letters of a word in capitals that is taken for an abbreviation
_VERY_COMMON = 1_000_000  # uses of a word that a name at a sentence's start is rather a slip of
_COMMON, _COMMON_FAR = 1_000, 5_000  # uses of a word that an unknown one surely stands for, one or two slips away
_LONG = 7  # letters of a word with two slips
_NAMES = {"PERSON", "GPE", "LOC", "ORG", "NORP", "FAC", "PRODUCT", "LANGUAGE", "EVENT", "WORK_OF_ART"}


def spelling(reading: Reading) -> Iterator[Mark]:
    """Words that no dictionary has: an error where one is near, otherwise a warning."""
    foreign = foreign_stretches(reading)
    far: set[str] = set()
    for word in reading.words:
        text = word.lower
        if len(text) < 2 or exists(text) or text in reading.known_names or within(foreign, word.start):
            continue
        if not word.text.isascii() and not word.text.replace("’", "'").isascii():
            if word.text[0].islower():
                yield Mark(word.start, word.end, f"“{word.text}” is not in the dictionary.", severity=HINT)
            continue
        if not reading.finished and word.end == len(reading.text.rstrip()):
            continue  # cut off at a length
        if _is_name(reading, word):
            continue
        if text not in far and len(far) < MOST_FAR:
            far.add(text)
        near = suggestions(text, far=text in far)
        if near:
            right, severity = _as_written(word.text, near[0]), ERROR if _is_sure(text, near[0]) else WARNING
            yield Mark(
                word.start, word.end, f"“{word.text}” is not in the dictionary, but “{right}” is.", right, severity
            )
        else:
            reason = f"“{word.text}” is not in the dictionary, nor is a similar word. It may be a name or a rare word."
            yield Mark(word.start, word.end, reason, severity=WARNING)


def _is_name(reading: Reading, word: Word) -> bool:
    """Whether an unknown word is rather a name: a capital letter, unless it begins a sentence and the tagger says
    otherwise, or it is a slip of a very common word.
    """
    if word.text[0].islower():
        return any(letter.isupper() for letter in word.text)  # iPhone
    if word.text.isupper() and len(word.text) <= _ACRONYM:
        return True
    if not word.sentence_start:
        return not word.text.isupper()
    near = suggestions(word.lower)
    if near and counts().get(near[0], 0) >= _VERY_COMMON and is_common_slip(word.lower, near[0]):
        return False
    token = reading.token_at(word.start)
    return token is not None and (token.ent_type_ in _NAMES or token.pos_ == "PROPN" or not token.pos_)


def _is_sure(word: str, other: str) -> bool:
    """Whether an unknown word is surely the other one: a rare word's neighbour may be just as rare and right."""
    if abs(len(word) - len(other)) <= 1 and (is_common_slip(word, other) or _one_slip(word, other)):
        return counts().get(other, 0) >= _COMMON
    known = " " in other or "'" in other
    return known or (len(word) >= _LONG and counts().get(other, 0) >= _COMMON_FAR)


def _one_slip(word: str, other: str) -> bool:
    """Whether one letter is missing, too many or another."""
    start = next((at for at, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    return other[start + (len(other) >= len(word)) :] == word[start + (len(word) >= len(other)) :]


def _as_written(word: str, other: str) -> str:
    if len(word) > 1 and word.isupper():
        return other.upper()
    return other[:1].upper() + other[1:] if word[0].isupper() else other
