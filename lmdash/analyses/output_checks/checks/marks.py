"""Does every bracket and quotation mark that opens close again?  The innermost one first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.values import HINT, Mark

_CLOSES = {")": "(", "]": "[", "}": "{"}
_OPENS = {opening: closing for closing, opening in _CLOSES.items()}
_SMILEY = re.compile(r"[:;=8xX][-o^']?[()\[\]{}]+|[()\[\]{}]+[-o^']?[:;=](?!\w)|<3")
_LIST_ITEM = re.compile(r"(?:^|(?<=[\n;:,.(])|(?<=\s))\s*\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})\)(?=\s)")
_CURLY = {"“": "”", "«": "»", "„": "“"}


def brackets(reading: Reading) -> Iterator[Mark]:
    """Brackets that open and do not close, or the other way round."""
    text = reading.text
    ignored = {place for pattern in (_SMILEY, _LIST_ITEM) for match in pattern.finditer(text)
               for place in range(*match.span()) if not _belongs(text, match, place)}  # fmt: skip
    waiting: list[int] = []
    for match in re.finditer(r"[()\[\]{}]", text):
        place, mark = match.start(), match.group()
        if place in ignored or not reading.is_prose(place):
            continue
        if mark in _OPENS:
            waiting.append(place)
        elif waiting and text[waiting[-1]] == _CLOSES[mark]:
            waiting.pop()
        elif waiting and any(text[other] == _CLOSES[mark] for other in waiting):
            while text[waiting[-1]] != _CLOSES[mark]:
                yield _open(reading, waiting.pop())
            waiting.pop()
        elif waiting:
            right = _OPENS[text[waiting.pop()]]
            yield Mark(place, place + 1, f"“{mark}” does not match the bracket that was opened before it.", right)
        else:
            yield Mark(place, place + 1, f"“{mark}” closes a bracket that was never opened.")
    for place in waiting:
        yield _open(reading, place)


def _belongs(text: str, match: re.Match, place: int) -> bool:
    """Whether a list number's bracket has its partner: ``(a)``, or a bracket that opened before on the line."""
    if match.re is not _LIST_ITEM:
        return False
    item = match.group()
    before = text[max(0, match.start() - 300) : match.start()].rpartition("\n")[2]
    return "(" in item or before.count("(") > before.count(")")


def _open(reading: Reading, place: int) -> Mark:
    mark = reading.text[place]
    return _unclosed(reading, place, f"“{mark}” opens a bracket that is never closed.", _OPENS[mark])


def _unclosed(reading: Reading, place: int, reason: str, closing: str) -> Mark:
    """A hint only, where the text was cut off before it could close."""
    if not reading.finished and not re.search(r"[.!?]\s+\S+\s+\S", reading.text[place:]):
        return Mark(place, place + 1, f"{reason} The text was cut off before it could be.", severity=HINT)
    return Mark(place, place + 1, reason)


def quotes(reading: Reading) -> Iterator[Mark]:
    """Quotation marks without their partner.  A paragraph that goes on with a quotation may open it again."""
    text = reading.text
    begin = 0
    for paragraph in re.split(r"(\n\s*)", text):
        end = begin + len(paragraph)
        goes_on = re.match(r"\s*[\"“]", text[end:]) is not None
        yield from _straight(reading, begin, end, goes_on)
        yield from _curly(reading, begin, end, goes_on)
        begin = end


def _straight(reading: Reading, begin: int, end: int, goes_on: bool) -> Iterator[Mark]:
    """``"``: it opens before a word and closes after one.  Inches (6") are none."""
    text, waiting = reading.text, None
    for match in re.finditer('"', text[begin:end]):
        place = begin + match.start()
        if not reading.is_prose(place):
            continue
        before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
        if before.isdigit() and waiting is None:
            continue
        opens = (not before or before.isspace() or before in "([—–-“") and bool(after) and not after.isspace()
        closes = bool(before) and not before.isspace() and (not after or not after.isalnum())
        if waiting is None:
            if closes and not opens:
                yield Mark(place, place + 1, "This quotation mark closes a quotation that was never opened.")
            else:
                waiting = place
        elif opens and not closes:
            yield Mark(waiting, waiting + 1, "This quotation is never closed.")
            waiting = place
        else:
            waiting = None
    if waiting is not None and not goes_on:
        yield _unclosed(reading, waiting, "This quotation is never closed.", '"')


def _curly(reading: Reading, begin: int, end: int, goes_on: bool) -> Iterator[Mark]:
    text, waiting = reading.text, []
    for match in re.finditer("[“”«»„]", text[begin:end]):
        place, mark = begin + match.start(), match.group()
        if waiting and _CURLY[text[waiting[-1]]] == mark:
            waiting.pop()
        elif mark in _CURLY:
            waiting.append(place)
        else:
            yield Mark(place, place + 1, f"“{mark}” closes a quotation that was never opened.")
    if not goes_on:
        for place in waiting:
            yield _unclosed(reading, place, "This quotation is never closed.", _CURLY[text[place]])
