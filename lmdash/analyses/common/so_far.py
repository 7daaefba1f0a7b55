"""Texts that are being written, as the analyses that write them tell of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SoFar:
    """Most tokens are told to nobody who looks, so both are only made when asked for: ``texts``, pairs of a prompt and
    what was written after it until now, and ``result``, what the analysis would give if it ended here.
    """

    texts: Callable[[], tuple[tuple[str, str], ...]]
    result: Callable[[], object]


OnText = Callable[[SoFar], None]
"""Called after every token, outside the lock; what it raises ends the work."""


def without_halves(text: str) -> str:
    """A text that is not finished without the characters at its end of which only some bytes are there."""
    return text.rstrip("\ufffd")
