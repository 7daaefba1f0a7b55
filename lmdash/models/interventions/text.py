"""Interventions as a clause of English, and as text for a text field and the address.

In text stand the part, the tokens unless it is all of them, and the change: ``L12D34@last=0``.  ! in front means off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from lmdash.errors import InputError
from lmdash.models.interventions.values import (
    PARTS,
    Add,
    Direction,
    Intervention,
    Mean,
    PartName,
    Patch,
    Positions,
    Promote,
    Push,
    Scale,
    Set,
    Site,
    TokenDirection,
    ValueDirection,
    VectorDirection,
)

MOST, LONGEST = 200, 100_000  # interventions, and characters of them all
_HOW = 'Write it like L12D34=0, L3H5*0, L5R+4*" music" or L5R@last<"The capital of Italy is".'
_dumps = json.JSONEncoder(ensure_ascii=False).encode
_loads = json.JSONDecoder(strict=False).decode  # line breaks and tabs may stand between quotation marks


def quoted(text: str) -> str:
    """At most 60 characters of a text in quotation marks, with escapes for what would not be seen."""
    start = text if len(text) <= 60 else text[:59] + "…"
    return f"“{''.join(each if each.isprintable() else each.encode('unicode_escape').decode() for each in start)}”"


def describe(intervention: Intervention, layers: int | None = None) -> str:
    """One clause, such as “neuron 34 of layer 12 set to 0, at the last token”, whether it is on or off.

    With the number of ``layers`` of the model, the last stream is the one entering the final norm.
    """
    site, part = intervention.site, PARTS[intervention.site.part]
    subject = f"{part.name} {site.index}" if part.many else f"the {part.name}"
    link = "entering" if site.part == "residual" else "of"
    place = "the final norm" if site.layer == layers else f"layer {site.layer}"
    return f"{subject} {link} {place} {_action_forms(intervention)[1]}{_position_forms(intervention.positions)[1]}"


def write(intervention: Intervention) -> str:
    """The text that `parse` reads back."""
    off = "" if intervention.on else "!"
    return f"{off}{intervention.site}{_position_forms(intervention.positions)[0]}{_action_forms(intervention)[0]}"


def write_all(interventions: Iterable[Intervention]) -> str:
    """The text that `parse_all` reads back."""
    texts = [write(each) for each in interventions]
    return within_limits("; ".join(texts), len(texts))


def _action_forms(intervention: Intervention) -> tuple[str, str]:
    """How a change is written, and said."""
    match intervention.action:
        case Set(value):
            forms = f"={_number(value)}", f"set to {_said(value)}"
        case Scale(factor):
            forms = f"*{_number(factor)}", f"multiplied by {_said(factor)}" if factor else "switched off"
        case Add(amount):
            forms = _number(amount, "+"), f"{'lowered' if amount < 0 else 'raised'} by {_number(abs(amount))}"
        case Mean():
            forms = "=mean", "set to its mean over a reference text"
        case Promote(factor):
            words = f"made to write {_said(factor)} times as much as the strongest neuron of its layer"
            forms = "^" if factor == Promote().factor else f"^{_number(factor)}", words
        case Push(strength, direction):
            text, aim = _direction_forms(direction)
            words = f"pushed {'away from' if strength < 0 else 'towards'} {aim} with strength {_number(abs(strength))}"
            forms = f"{_number(strength, '+')}*{text}", words
        case Patch(prompt, position):
            at = -1 if position is None and intervention.positions.kind == "last" else position
            there = {None: "the same token", -1: "the last token"}.get(at, f"token {at}")
            source = {None: "", -1: "@last"}.get(position, f"@{position}")
            forms = f"<{_dumps(prompt)}{source}", f"replaced by its value at {there} of {quoted(prompt)}"
    return forms


def _direction_forms(direction: Direction) -> tuple[str, str]:
    match direction:
        case TokenDirection(text):
            return _dumps(text), quoted(text)
        case ValueDirection(layer, neuron):
            return f"L{layer}D{neuron}", f"what neuron {neuron} of layer {layer} writes"
        case VectorDirection(values):
            return f"[{','.join(map(_number, values))}]", f"a vector of {len(values)} numbers"


def _position_forms(positions: Positions) -> tuple[str, str]:
    numbers = ", ".join(map(str, positions.values))
    tokens = f"token{'s' if ',' in numbers else ''} {' and '.join(numbers.rsplit(', ', 1))}"
    return {
        "all": ("", ""),
        "last": ("@last", ", at the last token"),
        "from": (f"@{numbers}:", f", from {tokens} on"),
        "list": (f"@{numbers.replace(' ', '')}", f", at {tokens}"),
    }[positions.kind]


def _number(value: float, sign: str = "-") -> str:
    return format(value, sign).removesuffix(".0")


def _said(value: float) -> str:
    return _number(value).replace("-", "−")


def within_limits(text: str, count: int = 0) -> str:
    """The text, or :class:`InputError` where it is longer, or holds more interventions, than anybody means."""
    if count > MOST or len(text) > LONGEST:
        longest = f"{LONGEST:,}".replace(",", "\u202f")
        raise InputError(f"{quoted(text)} is too long: keep at most {MOST} interventions, {longest} characters. {_HOW}")
    return text


_INDEX = r"\d{1,9}+"
_REAL = r"(?:\d++(?:\.\d*+)?+|\.\d++)(?:e[+-]?+\d++)?+"
_SIGNED = rf"[+-]?+{_REAL}"
_TEXT = r'"(?:[^"\\]|\\(?-i:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
_TOKENS = rf"last|{_INDEX} (?::|(?:, {_INDEX} )*+)"
# White space may stand where a space does; possessive quantifiers keep the time proportional to the text.
_GRAMMAR = re.compile(
    rf"(?ais) (?P<off>!)?+ L (?P<layer>{_INDEX}) (?P<part>[DHRAF]) (?P<index>{_INDEX})?+ (?:@ (?P<tokens>{_TOKENS}) )?+"
    rf"(?:= (?P<mean>mean)|= (?P<value>{_SIGNED})|\* (?P<factor>{_SIGNED})|(?P<promote>\^) (?P<times>{_SIGNED})?+"
    rf"|(?P<sign>[+-]) (?P<amount>{_REAL})"
    rf"(?: \* (?P<direction>{_TEXT}|L {_INDEX} D {_INDEX}|\[ {_SIGNED} (?:, {_SIGNED} )*+\]))?+"
    rf"|< (?P<prompt>{_TEXT})(?: @ (?P<source>last|{_INDEX}))?) (?:@ (?P<late>{_TOKENS}) )?+".replace(" ", r"\s*+"),
)


def parse(text: str) -> Intervention:
    """One intervention from text; the tokens may also come last, where that is not a patch."""
    found = _GRAMMAR.fullmatch(within_limits(text))
    try:
        if found is None:
            raise InputError("This is not an intervention.")
        return _intervention(found)
    except InputError as error:
        raise InputError(f"{quoted(text.strip())}: {error} {_HOW}") from None


def parse_all(text: str) -> tuple[Intervention, ...]:
    """Interventions from text, between which stand semicolons or new lines."""
    fragments = list(filter(str.strip, re.findall(r'(?s)(?:"(?:[^"\\]|\\.)*"?|[^;\n"])+', within_limits(text))))
    within_limits(text, len(fragments))
    return tuple(map(parse, fragments))


def _intervention(found: re.Match[str]) -> Intervention:
    part: PartName = next(name for name, part in PARTS.items() if part.letter == found["part"].upper())
    site = Site(part, int(found["layer"]), int(found["index"]) if found["index"] else None)
    if found["late"] and (found["tokens"] or found["prompt"]):
        raise InputError('Write the tokens once, after the part, as in L5R@3<"A prompt"@4.')
    if found["mean"]:
        action = Mean()
    elif found["value"]:
        action = Set(float(found["value"]))
    elif found["factor"]:
        action = Scale(float(found["factor"]))
    elif found["promote"]:
        action = Promote(float(found["times"])) if found["times"] else Promote()
    elif found["prompt"]:
        at = found["source"] or ""
        action = Patch(_loads(found["prompt"]), int(at) if at.isdecimal() else -1 if at else None)
    else:
        amount = float(found["sign"] + found["amount"])
        action = Push(amount, _direction(found["direction"])) if found["direction"] else Add(amount)
    return Intervention(site, action, _positions(found["tokens"] or found["late"] or ""), on=not found["off"])


def _positions(text: str) -> Positions:
    if numbers := tuple(map(int, re.findall(r"\d+", text))):
        return Positions("from" if text.endswith(":") else "list", numbers)
    return Positions("last" if text else "all")


def _direction(text: str) -> Direction:
    if text.startswith('"'):
        return TokenDirection(_loads(text))
    if text.startswith("["):
        return VectorDirection(tuple(map(float, text[1:-1].split(","))))
    return ValueDirection(*map(int, re.findall(r"\d+", text)))
