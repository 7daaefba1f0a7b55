"""Counts and the nouns that they count."""

from __future__ import annotations


def plural(count: int, noun: str, several: str = "") -> str:
    """``1 finding``, ``2 findings``; ``several`` is the noun's plural where that is no added s: ``2 indices``."""
    written = f"{count:,}".replace(",", "\u202f")  # as numbers.count writes it
    return f"{written} {noun if count == 1 else several or f'{noun}s'}"
