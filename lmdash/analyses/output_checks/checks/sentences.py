"""Do sentences begin and end as they should, have a verb, and stay short?  By their edges and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.confusion import mixed_up
from lmdash.analyses.output_checks.checks.languages import foreign_stretches, within
from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.sign_offs import is_signed
from lmdash.analyses.output_checks.checks.spacy_types import Token
from lmdash.analyses.output_checks.checks.values import HINT, Mark
from lmdash.analyses.output_checks.checks.verbs import COMMON_VERBS, base_form

_BEGINS = re.compile(r"(?:^|[.!?…][\"”’')\]]*\s+|\n\s*\n\s*)[\"“‘'(\[]*([a-z][\w'’-]*)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|etc|e\.g|i\.e|vs|No|Inc|Co|Fig|approx|a\.m|p\.m|[A-Z])|\.\.)\.$"
)
_END = re.compile(r"[.!?…。！？:;][\"”’'»)\]*_]*\s*$|[^\w\s,(\[{“–—-]\s*$")
_LONGEST = 40  # words of a sentence
_FINITE = {"VBZ", "VBP", "VBD", "MD", "VB"}
_SHORT = 3  # words: “Good morning.”, “Yes, please!” are no fragments
_OPENERS = frozenset(
    "yes no oh hello thank thanks good happy dear welcome please sorry what how congratulations".split()
)


def lower_case(reading: Reading) -> Iterator[Mark]:
    """Sentences that begin with a small letter; where the text continues its prompt, not its first one."""
    for match in _BEGINS.finditer(reading.text):
        word = match.group(1)
        before = reading.text[: match.start(1)].rstrip("\"“‘'([ \n")
        if _ABBREVIATION.search(before[-10:]) or any(letter.isupper() for letter in word):
            continue
        if before.endswith("...") or before.endswith("…") or not reading.is_prose(match.start(1)):
            continue
        if re.search(r"[!?…][\"”’']\s+$", reading.text[: match.start(1)]) or within(
            foreign_stretches(reading), match.start(1)
        ):
            continue  # "Come!" she said
        right = word[0].upper() + word[1:]
        yield Mark(*match.span(1), f"This sentence begins with a small letter: write “{right}”.", right)


def fragment(reading: Reading) -> Iterator[Mark]:
    """Sentences of more than a few words without a verb that could carry them."""
    if not reading.doc.has_annotation("TAG"):
        return
    for sentence in reading.sentences:
        words = list(reading.word_tokens(sentence))
        last = sentence.text.rstrip(" \n\"”’')")
        if len(words) <= _SHORT or not last.endswith(".") or sentence.start_char < reading.start:
            continue
        if words[0].lower_ in _OPENERS or within(foreign_stretches(reading), sentence.start_char):
            continue
        if ":" in last or not words[0].text[0].isupper() or sentence.text.lstrip()[0] in "\"“'(*-#":
            continue
        if any(sentence.start_char <= mark.start < sentence.end_char for mark in mixed_up(reading)):
            continue  # “Its a nice day.”: the verb is there, spelt wrong
        if not any(token.tag_ in _FINITE or _may_be_a_verb(token) for token in sentence):
            yield Mark(
                words[0].idx,
                sentence.start_char + len(sentence.text.rstrip()),
                "This sentence has no verb that says what happens: it may be a fragment.",
            )


def _may_be_a_verb(token: Token) -> bool:
    """Whether the tagger may have missed a verb: ``jumps``, ``sleeps``, ``owns``."""
    lower = token.lower_
    if token.tag_ not in ("NNS", "NNP", "NNPS", "VBN") or not lower.endswith(("s", "ed")) or lower.endswith("ss"):
        return False
    return base_form(lower) in COMMON_VERBS if lower.endswith("s") else token.tag_ == "VBN"


def missing_end(reading: Reading) -> Iterator[Mark]:
    """A text that stops in the middle; a hint where it was cut at a length that was asked for."""
    text = reading.text.rstrip()
    words = reading.words
    if len(words) < 2 or _END.search(text) or (not text[-1].isalnum() and text[-1] not in ',(-–—[{“"'):
        return
    if words[-1].end < reading.start or within(foreign_stretches(reading), words[-1].start):
        return
    before, _, line = text.rpartition("\n")
    if before and re.match(r"\s*(?:[-*•#]|\d+[.)])\s", line):
        return  # an item of a list
    if is_signed(reading):
        return
    if reading.finished:
        yield Mark(words[-1].start, len(text), "The text ends without a full stop: is something missing?")
    else:
        yield Mark(
            words[-1].start,
            len(text),
            "The text stops here because it reached the length you asked for.",
            severity=HINT,
        )


def long_sentence(reading: Reading) -> Iterator[Mark]:
    """Sentences of more than forty words."""
    words, place = reading.words, 0
    for sentence in reading.sentences:
        count = 0
        while place < len(words) and words[place].start < sentence.end_char:
            count += words[place].start >= sentence.start_char
            place += 1
        if count > _LONGEST:
            end = sentence.start_char + len(sentence.text.rstrip())
            yield Mark(sentence.start_char, end, f"This sentence has {count} words, which makes it hard to follow.")
