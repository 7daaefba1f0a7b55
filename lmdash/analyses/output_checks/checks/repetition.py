"""Does the text repeat itself?  A word twice, a phrase again, or a loop that the writer did not get out of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lmdash.analyses.output_checks.checks.reading import Reading, Word
from lmdash.analyses.output_checks.checks.values import ERROR, WARNING, Mark

# Words that are rightly written twice now and then.
_TWICE = frozenset(
    "had that very really so no yes bye ha hey ho hello hi la na oh ah wow please knock night choo boo blah there now "
    "many far long tut yum yummy chop tick tock ding dong beep woof meow quack moo baa drip drop half more again "
    "stop help go run hush hurrah hooray well come poor dear big old much too is do her it".split()
)
_FUNCTION = frozenset(
    "the a an of to in on at for with from by and or but as if was were are be been has have will would can could my "
    "your his our their this these those he she we they i you not into near over under some any".split()
)
_LONGEST_UNIT = 16  # words of a loop's unit
_LEAST_TURNS, _LEAST_WORDS = 3, 6  # of a loop
_LEAST_PHRASE = 7  # words that come again; a whole sentence may be shorter
_LEAST_SENTENCE = 4


def repeated_word(reading: Reading) -> Iterator[Mark]:
    """The same word twice with nothing but space between."""
    loops = _loops(reading)
    for first, second in pairwise(reading.words):
        same = first.lower == second.lower and not reading.text[first.end : second.start].strip()
        if not same or any(start <= first.start < end for start, end, *_ in loops):
            continue
        if first.lower in _TWICE and first.lower not in _FUNCTION:
            continue
        name = first.text[0].isupper() and second.text[0].isupper() and first.lower not in _FUNCTION
        severity = WARNING if name or (len(first.text) == 1 and first.lower not in "ai") else ERROR
        yield Mark(first.start, second.end, f"“{second.text}” is written twice.", first.text, severity)


def loop(reading: Reading) -> Iterator[Mark]:
    """The same words again and again, without anything else between."""
    for start, end, unit, turns in _loops(reading):
        yield Mark(start, end, f"A loop: “{unit}” comes {turns} times, one after the other.")


def _loops(reading: Reading) -> list[tuple[int, int, str, int]]:
    """Characters [start, end), the unit and how often it comes; found once a reading."""
    if "loops" not in reading.kept:
        reading.kept["loops"] = list(_find_loops(reading))
    return reading.kept["loops"]


def _find_loops(reading: Reading) -> Iterator[tuple[int, int, str, int]]:
    words = reading.words
    lower = [word.lower for word in words]
    runs: list[tuple[int, int, int]] = []  # first word, end, words of the unit
    for unit in range(1, _LONGEST_UNIT + 1):
        place = 0
        while place + unit < len(lower):
            end = place
            while end + unit < len(lower) and lower[end] == lower[end + unit]:
                end += 1
            length = end - place + unit
            if length >= _LEAST_TURNS * unit and length >= min(_LEAST_WORDS, 4 + unit):
                runs.append((place, place + length, unit))
            place = max(place + 1, end)
    covered = 0
    for first, end, unit in sorted(runs, key=lambda run: (run[0], run[2], -run[1])):
        if first >= covered:
            covered = end
            text = " ".join(reading.text[words[first].start : words[first + unit - 1].end].split())
            yield words[first].start, words[end - 1].end, text[:80], (end - first) // unit


def repeated_phrase(reading: Reading) -> Iterator[Mark]:
    """A long run of words, or a whole sentence, that stood there before."""
    words = reading.words
    lower = [word.lower for word in words]
    loops = _loops(reading)
    starts, ends = _sentence_edges(reading, words)
    seen: dict[tuple[str, ...], int] = {}
    place = 0
    while place + _LEAST_SENTENCE <= len(lower):
        end = _repeats_sentence(lower, place, starts, ends, seen) or _repeats_run(lower, place, seen)
        _remember(lower, place, starts, ends, seen)
        if not end:
            place += 1
            continue
        for inside in range(place + 1, end):
            _remember(lower, inside, starts, ends, seen)
        if not any(start <= words[place].start < stop for start, stop, *_ in loops):
            count = end - place
            yield Mark(
                words[place].start,
                words[end - 1].end,
                f"These {count} words are repeated from earlier in the text, word for word.",
            )
        place = end


def _sentence_edges(reading: Reading, words: list[Word]) -> tuple[dict[int, int], frozenset[int]]:
    """By first word of a sentence, its end; and all ends."""
    starts: dict[int, int] = {}
    first = 0
    for place, word in enumerate(words):
        after = reading.text[word.end : words[place + 1].start] if place + 1 < len(words) else reading.text[word.end :]
        if re.search(r"[.!?…\n]", after):
            starts[first] = place + 1
            first = place + 1
    return starts, frozenset(starts.values())


def _repeats_sentence(lower: list[str], place: int, starts: dict, ends: frozenset, seen: dict) -> int:
    end = starts.get(place, 0)
    long_enough = end - place >= _LEAST_SENTENCE
    return end if long_enough and ("", *lower[place:end]) in seen else 0


def _repeats_run(lower: list[str], place: int, seen: dict) -> int:
    """The end of the run from ``place`` on that stood there before, 0 if none did."""
    before = seen.get(tuple(lower[place : place + _LEAST_PHRASE]))
    if before is None:
        return 0
    end, other = place, before
    while end < len(lower) and other < place and lower[end] == lower[other]:
        end, other = end + 1, other + 1
    return end if end - place >= _LEAST_PHRASE else 0


def _remember(lower: list[str], place: int, starts: dict, ends: frozenset, seen: dict) -> None:
    if place + _LEAST_PHRASE <= len(lower):
        seen.setdefault(tuple(lower[place : place + _LEAST_PHRASE]), place)
    if (end := starts.get(place, 0)) - place >= _LEAST_SENTENCE and end - place <= 200:
        seen.setdefault(("", *lower[place:end]), place)
