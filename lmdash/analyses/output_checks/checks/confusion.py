"""Is a word in the place of another one that sounds like it, or has it the wrong form?  Clear cases only."""

from __future__ import annotations

from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.clauses import clauses
from lmdash.analyses.output_checks.checks.languages import foreign_stretches, within
from lmdash.analyses.output_checks.checks.possessives import possessives
from lmdash.analyses.output_checks.checks.pronoun_subjects import pronoun_subjects
from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.then_than import then_than
from lmdash.analyses.output_checks.checks.values import Mark


def confusion(reading: Reading) -> Iterator[Mark]:
    """``better then me``, ``your welcome``, ``it's tail``, ``my sister and me visited``."""
    yield from mixed_up(reading)


def mixed_up(reading: Reading) -> list[Mark]:
    """The same as a list, found once: other checks do not judge a sentence whose words are the wrong ones."""
    if "confusion" not in reading.kept:
        reading.kept["confusion"] = list(_found(reading))
    return reading.kept["confusion"]


def _found(reading: Reading) -> Iterator[Mark]:
    if not reading.doc.has_annotation("TAG"):
        return
    foreign = foreign_stretches(reading)
    for clause in clauses(reading):
        found = [*then_than(clause), *possessives(clause, reading.finished), *pronoun_subjects(clause)]
        for mark in sorted(found, key=lambda mark: mark.start):
            if reading.is_prose(mark.start) and not within(foreign, mark.start):
                yield mark
