"""Which words of a text differ from those of another?  For marking them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PAIRS = 10_000  # of words that are compared one by one; beyond it the whole middle counts as different
_KEPT = 24  # words that stay on each side of a stretch that is left out

Marked = tuple[tuple[str, bool], ...]


def marked_words(text: str, other: str) -> Marked:
    """The text in pieces, each with whether it differs from ``other``; joined they are the text."""
    own, others = _WORD.findall(text), _WORD.findall(other)
    shortest = min(len(own), len(others))
    front = next((place for place in range(shortest) if own[place] != others[place]), shortest)
    back = next((place for place in range(shortest - front) if own[-1 - place] != others[-1 - place]), shortest - front)
    middle, theirs = own[front : len(own) - back], others[front : len(others) - back]
    pieces = [("".join(own[:front]), False)]
    if len(middle) * len(theirs) > MOST_PAIRS:
        pieces.append(("".join(middle), True))
    else:
        for what, start, end, _, _ in SequenceMatcher(None, middle, theirs, autojunk=False).get_opcodes():
            pieces.append(("".join(middle[start:end]), what in ("replace", "insert", "delete")))
    pieces.append(("".join(own[len(own) - back :]), False))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, bool]]) -> Marked:
    joined: list[tuple[str, bool]] = []
    for text, differs in pieces:
        if joined and joined[-1][1] == differs:
            joined[-1] = (joined[-1][0] + text, differs)
        elif text:
            joined.append((text, differs))
    return tuple(joined)


def shortened(pieces: Marked, longest: int) -> Marked:
    """The same with long stretches cut in their middle (…), so that about ``longest`` characters stay."""
    if sum(len(text) for text, _ in pieces) <= longest:
        return pieces
    room = max(_KEPT, longest // max(1, len(pieces)))
    found, used = [], 0
    for text, differs in pieces:
        short = text if len(text) <= room else f"{text[: room // 2]} … {text[-(room // 2) :]}"
        if used + len(short) > 2 * longest:
            found.append((" …", False))
            break
        used += len(short)
        found.append((short, differs))
    return tuple(found)
