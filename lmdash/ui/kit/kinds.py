"""The kinds of values that an address holds: each reads what :mod:`.address` says and writes what is read back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lmdash.ui.kit.control import Control, T
from lmdash.ui.kit.labels import Id, Labels, known, labels_of

LONGEST_NUMBER = 9  # digits


class Choice(Control[Id]):
    """One of several ids; ``labels`` say what stands on the screen, ``old`` maps what addresses said before to ids.

    A ``Named`` enum as ``labels`` brings its labels, and those that it had as old ones.
    """

    def __init__(
        self,
        page: str,
        name: str,
        labels: Labels[Id],
        meaning: str,
        *,
        default: Id | None = None,
        old: Mapping[str, Id] | None = None,
        **more: Any,
    ) -> None:
        self.labels, self.old = labels_of(labels, old)
        super().__init__(page, name, next(iter(self.labels)) if default is None else default, meaning, **more)

    def read(self, texts: Sequence[str]) -> Id | None:
        """The id of that name, or of the label that it once had."""
        return known(texts[-1], self.labels, self.old)

    def write(self, value: Id) -> list[str]:
        """The id."""
        return [str(value)]


class Choices(Control[tuple[Id, ...]]):
    """Any of several ids, each a value of its own in the address, in which a value may hold commas."""

    def __init__(
        self,
        page: str,
        name: str,
        labels: Labels[Id],
        meaning: str,
        *,
        default: tuple[Id, ...] = (),
        old: Mapping[str, Id] | None = None,
        **more: Any,
    ) -> None:
        self.labels, self.old = labels_of(labels, old)
        super().__init__(page, name, default, meaning, **more)

    def read(self, texts: Sequence[str]) -> tuple[Id, ...] | None:
        """The ids that are known; None where none is, () for one empty value."""
        read = (known(text, self.labels, self.old) for text in texts)
        found = tuple(dict.fromkeys(each for each in read if each is not None))
        return found if found or list(texts) == [""] else None

    def write(self, value: tuple[Id, ...]) -> list[str]:
        """The ids; an empty value where nothing is chosen."""
        return [str(each) for each in value] or [""]


class Texts(Control[tuple[str, ...] | None]):
    """Any of several texts that only the page knows, such as names of models; None: as the page proposes.

    ``old`` maps what addresses said before to what they say now.
    """

    def __init__(
        self, page: str, name: str, meaning: str, *, old: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        self.old = dict(old or {})
        super().__init__(page, name, None, meaning, **more)

    def read(self, texts: Sequence[str]) -> tuple[str, ...]:
        """As they stand, without empty ones."""
        return tuple(self.old.get(text, sound(text)) for text in texts if text)

    def write(self, value: tuple[str, ...] | None) -> list[str]:
        """As they stand; an empty value where there is none."""
        return list(value or ()) or [""]


class Text(Control[str]):
    """Any text."""

    def __init__(self, page: str, name: str, meaning: str, *, default: str = "", **more: Any) -> None:
        super().__init__(page, name, default, meaning, **more)

    def read(self, texts: Sequence[str]) -> str:
        """As it stands, without what no address can hold."""
        return sound(texts[-1])

    def write(self, value: str) -> list[str]:
        """As it stands."""
        return [value]

    def take(self, value: str) -> None:
        """A widget may hold what no address can."""
        super().take(sound(value))


class Toggle(Control[bool]):
    """On or off."""

    def __init__(self, page: str, name: str, meaning: str, *, default: bool = False, **more: Any) -> None:
        super().__init__(page, name, default, meaning, **more)

    def read(self, texts: Sequence[str]) -> bool | None:
        """``true`` or ``false``."""
        return {"true": True, "false": False}.get(texts[-1].casefold())

    def write(self, value: bool) -> list[str]:
        """``true`` or ``false``."""
        return ["true" if value else "false"]


class Whole(Control[int]):
    """A whole number from ``low`` to ``high``; one outside becomes the nearest."""

    def __init__(self, page: str, name: str, low: int, high: int, meaning: str, *, default: int, **more: Any) -> None:
        self.low, self.high = low, high
        super().__init__(page, name, default, meaning, **more)

    def read(self, texts: Sequence[str]) -> int | None:
        """Digits, as sliders wrote them too: ``3`` or ``3.0``."""
        number = _number(texts[-1])
        return None if number is None or number % 1 else int(min(max(number, self.low), self.high))

    def write(self, value: int) -> list[str]:
        """Digits."""
        return [str(value)]


class Number(Control[float]):
    """A number from ``low`` to ``high``; one outside becomes the nearest."""

    def __init__(
        self, page: str, name: str, low: float, high: float, meaning: str, *, default: float, **more: Any
    ) -> None:
        self.low, self.high = low, high
        super().__init__(page, name, default, meaning, **more)

    def read(self, texts: Sequence[str]) -> float | None:
        """Digits with or without a point."""
        number = _number(texts[-1])
        return None if number is None else min(max(number, self.low), self.high)

    def write(self, value: float) -> list[str]:
        """As few digits as say the same."""
        return [f"{value:g}" if float(f"{value:g}") == value else repr(float(value))]


class Place(Control[int | None]):
    """The number of a thing on the page, counted from 0, or none; whether there is such a thing the page decides."""

    def __init__(self, page: str, name: str, meaning: str, **more: Any) -> None:
        super().__init__(page, name, None, meaning, **more)

    def read(self, texts: Sequence[str]) -> int | None:
        """Digits and nothing else."""
        return whole_number(texts[-1])

    def write(self, value: int | None) -> list[str]:
        """Digits."""
        return ["" if value is None else str(value)]

    def below(self, length: int) -> int | None:
        """The number where it is below ``length``, else None."""
        return self.value if self.value is not None and self.value < length else None


class Parsed(Control[T]):
    """A value with a text form of its own; ``reads`` gives None for what makes no sense.

    Of several texts the last counts, unless there is a ``joint``, with which they are one.
    """

    def __init__(
        self,
        page: str,
        name: str,
        meaning: str,
        *,
        default: T,
        reads: Callable[[str], T | None],
        writes: Callable[[T], str],
        examples: Sequence[T],
        joint: str | None = None,
        **more: Any,
    ) -> None:
        self._reads, self._writes, self._joint, self.examples = reads, writes, joint, tuple(examples)
        super().__init__(page, name, default, meaning, **more)

    def read(self, texts: Sequence[str]) -> T | None:
        """What the texts say."""
        return self._reads(texts[-1] if self._joint is None else self._joint.join(texts))

    def write(self, value: T) -> list[str]:
        """Its text form."""
        return [self._writes(value)]


def by_label(labels: Mapping[Id, str]) -> dict[str, Id]:
    """The ids by what stands on the screen, as the first release's addresses had it."""
    return {label: each for each, label in labels.items()}


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers with points between them, as ``12.7``; what is none is left out."""
    found = (whole_number(part) for part in text.split("."))
    return tuple(number for number in found if number is not None)


def whole_number(text: str) -> int | None:
    """The whole number that a text is; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def sound(text: str) -> str:
    """A text without what no address can hold: half characters and nulls."""
    return mended(text).replace("\x00", "\ufffd")


def mended(text: str) -> str:
    """A text whose halves of characters are in pairs; lone ones become U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
