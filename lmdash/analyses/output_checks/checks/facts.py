"""Does the text name what the prompt does not, and does it contradict itself?  Patterns of plain statements, read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.values import Mark

_KINDS = {
    "PERSON": "a person", "GPE": "a place", "LOC": "a place", "ORG": "an organisation", "NORP": "a people",
    "FAC": "a building", "PRODUCT": "a product", "EVENT": "an event", "WORK_OF_ART": "a work of art",
    "LANGUAGE": "a language",
}  # fmt: skip
_A, _WAS = r"(?:the |a |an )?", r"(?:is|was|are|were)"
_ONE_OF = r"([a-z]+(?: [a-z]+)?)"
_NAME = r"([A-Z][\w'’-]*(?: (?:of |the )?[A-Z][\w'’-]*)*)"
_VALUE = r"((?:(?:the|a|an) )?[\w'’-]+(?: [A-Z][\w'’-]*| euros?| dollars?| pounds?)*)"
_X_OF_Y_IS = re.compile(
    rf"\b[Tt]he {_ONE_OF} of ((?:the |a |an )?[\w'’-]+(?: [A-Z][\w'’-]*)*) {_WAS} (?!not\b){_VALUE}"
)
_Y_S_X_IS = re.compile(rf"\b{_NAME}['’]s {_ONE_OF} {_WAS} (?!not\b){_VALUE}")
_Z_IS_X_OF_Y = re.compile(rf"\b{_NAME} {_WAS} the {_ONE_OF} of ((?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)")
_AGE = re.compile(rf"\b{_NAME} {_WAS} ([\w-]+) years? old")
# What one thing may well have several of.
_SEVERAL = frozenset(
    "language languages part one most some city cities member friend end side top colour color song result rest kind "
    "name_ example all top river people".split()
)
_NO_VALUE = frozenset(
    "in on at by to from with very so too also still now near only just about as like that what where when more most "
    "less much being full open closed never always quite really his her its their my our your called one "
    "part made".split()
)


def entities(reading: Reading) -> Iterator[Mark]:
    """Names that the text adds to its prompt, each at its first place."""
    if not reading.prompt:
        return
    known = set(re.findall(r"\w+", reading.prompt.lower()))
    for entity in reading.doc.ents:
        if entity.label_ not in _KINDS or entity.end_char <= reading.start:
            continue
        words = [word for word in re.findall(r"\w+", entity.text.lower()) if word not in ("the", "s")]
        if not words or known.issuperset(words) or not reading.is_prose(entity.start_char):
            continue
        known.update(words)
        reason = f"“{entity.text}” ({_KINDS[entity.label_]}) is not in the prompt: the model added it."
        yield Mark(entity.start_char, entity.end_char, reason)


def contradiction(reading: Reading) -> Iterator[Mark]:
    """``The capital of X is A … The capital of X is B``: one thing, two values."""
    stated: dict[tuple[str, str], str] = {}
    for start, end, relation, thing, value in sorted(_facts(reading.text)):
        key = (relation.lower(), _bare(thing))
        if key[0].split()[-1] in _SEVERAL or _bare(value).split(" ")[0] in _NO_VALUE or not reading.is_prose(start):
            continue
        before = stated.setdefault(key, value)
        if _bare(before) != _bare(value):
            what = f"the age of {thing}" if relation == "age" else f"the {relation} of {thing}"
            yield Mark(start, end, f"Earlier, the text gave {what} as “{before}”; here it says “{value}”.", before)


def _facts(text: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Characters [start, end) of a value, relation, thing and value."""
    for match in _X_OF_Y_IS.finditer(text):
        relation, thing, value = match.groups()
        yield *match.span(3), relation, thing, value
    for match in _Y_S_X_IS.finditer(text):
        thing, relation, value = match.groups()
        yield *match.span(3), relation, thing, value
    for match in _Z_IS_X_OF_Y.finditer(text):
        value, relation, thing = match.groups()
        yield *match.span(1), relation, thing, value
    for match in _AGE.finditer(text):
        thing, years = match.groups()
        yield *match.span(2), "age", thing, years


def _bare(text: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", text.lower())
