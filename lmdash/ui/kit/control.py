"""The controls of an address: every name in it is one of them, declared by the page that draws it.

A value that was set by anything but its own widget gives the widget a new key: what the browser still says of the old
one is past.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Generic, TypeVar
from urllib.parse import quote

import streamlit as st

T = TypeVar("T")
EVERY_PAGE = ""
_VALUES, _REVISIONS = "_values", "_revisions"


class About(StrEnum):
    """What a value is about: when that changes, the value is forgotten."""

    PAGE = "page"  # nothing outdates it
    WORDING = "wording"  # the prompt as it is typed
    PROMPT = "prompt"  # the prompt as the model reads it
    TEXTS = "texts"  # the texts that are checked


class Control(ABC, Generic[T]):
    """One name in the address of a page, or of every page.

    ``within`` are the values of other controls with which it can be seen, ``old_names`` are names that it had,
    ``longest`` bounds the characters of its value in an address, and ``also_on`` are other pages that show it.
    """

    def __init__(
        self,
        page: str,
        name: str,
        default: T,
        meaning: str,
        *,
        about: About = About.PAGE,
        within: Mapping[Control, object] | None = None,
        old_names: Sequence[str] = (),
        longest: int | None = None,
        also_on: Sequence[str] = (),
    ) -> None:
        self.longest, self.also_on = longest, tuple(also_on)
        self.page, self.name, self.default, self.meaning, self.about = page, name, default, meaning, about
        self.within, self.old_names = dict(within or {}), tuple(old_names)
        _register(self)

    @abstractmethod
    def read(self, texts: Sequence[str]) -> T | None:
        """The value that the address says; None for what makes no sense."""

    @abstractmethod
    def write(self, value: T) -> list[str]:
        """What the address says for a value; :meth:`read` reads it back."""

    @property
    def id(self) -> str:
        """Page and name: no two controls share it."""
        return f"{self.page}.{self.name}" if self.page else self.name

    def is_on(self, page: str) -> bool:
        """Whether the address of a page may say it."""
        return page in (self.page, *self.also_on) or self.page == EVERY_PAGE

    @property
    def key(self) -> str:
        """The key of the widget that shows it."""
        revision = st.session_state.get(_REVISIONS, {}).get(self.id, 0)
        return f"{self.id}~{revision}" if revision else self.id

    @property
    def value(self) -> T:
        """What the person chose, or the default."""
        return st.session_state.get(_VALUES, {}).get(self.id, self.default)

    @property
    def given(self) -> bool:
        """Whether it is anything but the default."""
        return self.id in st.session_state.get(_VALUES, {})

    def set(self, value: T) -> None:
        """Have this value, whatever the browser shows now."""
        if value == self.value:
            return
        self.take(value)
        if self.key in st.session_state:
            revisions = st.session_state.setdefault(_REVISIONS, {})
            revisions[self.id] = revisions.get(self.id, 0) + 1

    def clear(self) -> None:
        """Have the default."""
        self.set(self.default)

    def take(self, value: T) -> None:
        """Have the value that its own widget shows."""
        values = st.session_state.setdefault(_VALUES, {})
        if value == self.default:
            values.pop(self.id, None)
        else:
            values[self.id] = value

    @property
    def fits(self) -> bool:
        """Whether the value is short enough for the address."""
        return self.longest is None or sum(len(quote(text)) for text in self.write(self.value)) <= self.longest

    def found(self, address: Mapping[str, Sequence[str]]) -> T:
        """The value in an address, under this name or one that it had; the default where it says none."""
        for name in (self.name, *self.old_names):
            if address.get(name):
                value = self.read(address[name])
                if value is not None:
                    return value
        return self.default


_CONTROLS: dict[str, Control] = {}
_DECLARED: dict[str, str] = {}


def _register(control: Control) -> None:
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_name == "__init__":  # of a kind of control
        frame = frame.f_back
    place = f"{frame.f_code.co_filename}, line {frame.f_lineno}"
    if _DECLARED.get(control.id, place) != place:
        raise ValueError(f"“{control.id}” is declared twice: {_DECLARED[control.id]}, and {place}.")
    _CONTROLS[control.id], _DECLARED[control.id] = control, place


def controls(page: str | None = None) -> Iterator[Control]:
    """Every declared control, or those that the address of one page may hold."""
    return (each for each in _CONTROLS.values() if page is None or each.is_on(page))


def given() -> list[Control]:
    """Those that are not as they are at first, in this session."""
    return [_CONTROLS[name] for name in st.session_state.get(_VALUES, {})]


def place_of(control: Control) -> int:
    """Its place in the order of declarations."""
    return list(_CONTROLS).index(control.id)
