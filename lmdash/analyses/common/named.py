"""Kinds: an id that stands in addresses and files, and what people read in its place."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from lmdash.errors import InputError


class Named(StrEnum):
    """A kind whose value is its id (short, in small letters); ``label`` stands on the screen.

    ``earlier`` are labels that once stood in addresses: they are still read.
    """

    label: str
    earlier: tuple[str, ...]

    def __new__(cls, value: str, label: str, *earlier: str) -> Self:
        """A kind by its id, its label, and labels that it had."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.earlier = earlier
        return member

    @classmethod
    def by_label(cls) -> dict[str, Self]:
        """The kinds by what stands on the screen, in their order."""
        return {each.label: each for each in cls}

    @classmethod
    def read(cls, text: str, complaint: str = "") -> Self:
        """The kind of an id, or of a label of today or earlier; :class:`InputError` for any other text."""
        for each in cls:
            if text in (each.value, each.label, *each.earlier):
                return each
        raise InputError(complaint or f"“{text[:40]}” is not one of {', '.join(cls)}.")
