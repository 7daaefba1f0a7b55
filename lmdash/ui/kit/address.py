"""The address of a page: every name in it is a declared :class:`Control`, and only controls write to it.

A control's value lives in the session.  The address is written from there once a run, so one click makes one entry of
the browser's history.  It is read when a session begins, when a page is entered, and when the person goes back or
forward; in between the session knows better, as a message of the browser may have been sent before it heard of the
last click.  For the same reason a value that was set by anything but its own widget gives the widget a new key: what
the browser still says of the old one is past.

Addresses hold ids, never what stands on the screen; how controls are drawn is in ``controls``.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Generic, Protocol, TypeVar
from urllib.parse import quote, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

T = TypeVar("T")
EVERY_PAGE = ""
REMEMBERED = 200  # addresses of a session: a run writes one, and one for every link
_VALUES, _REVISIONS, _PAGE, _SAID, _GOING = "_values", "_revisions", "_page", "_said", "_going"
_SUBJECTS = "_subjects"


class About(StrEnum):
    """What a value is about: when that changes, the value is forgotten."""

    PAGE = "page"  # nothing outdates it
    PROMPT = "prompt"  # the prompt as the model reads it
    TEXTS = "texts"  # the texts that are checked


class Page(Protocol):
    """What the address needs to know of a page: its name, its path in the address, and the script that draws it."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def path(self) -> str: ...  # noqa: D102

    @property
    def file(self) -> str: ...  # noqa: D102


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


# Reading and writing


def begin(page: str) -> None:
    """First thing in a run: read the address where it is news."""
    context, before = get_script_run_ctx(), st.session_state.get(_PAGE)
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    entered = before != page and _key(address) not in st.session_state.get(_SAID, ())
    if entered or (context is not None and context.is_history_navigation):
        for control in controls(page):
            if control.fits or control.name in address:  # what was too long for the address is not denied by it
                control.set(control.found(address))
        st.session_state.pop(_SUBJECTS, None)  # what it says of them is about what it says
    st.session_state[_PAGE] = page


def finish() -> None:
    """Last thing in a run: let the address say what is shown."""
    wanted = _remembered(query(st.session_state[_PAGE]))
    if wanted != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(wanted)


def query(page: str, *, always: Sequence[Control] = ()) -> dict[str, list[str]]:
    """What the address of a page says now: all that is not as it is at first, and what is ``always`` said."""
    given = [_CONTROLS[name] for name in st.session_state.get(_VALUES, {})]
    said = [each for each in given if each.is_on(page) and each.fits and each not in always]
    said.sort(key=lambda control: list(_CONTROLS).index(control.id))
    return {each.name: each.write(each.value) for each in (*always, *said)}


def _remembered(address: dict[str, list[str]]) -> dict[str, list[str]]:
    """An address that this session wrote: where it comes back it is no news, and perhaps older than the last click."""
    said = [each for each in st.session_state.get(_SAID, ()) if each != _key(address)]
    st.session_state[_SAID] = [*said[1 - REMEMBERED :], _key(address)]
    return address


def _key(address: Mapping[str, Sequence[str]]) -> str:
    return urlencode(sorted(address.items()), doseq=True)


def concerns(about: About, subject: Hashable) -> None:
    """Say what values about something are about now; if it is not what it was, they are dropped."""
    subjects = st.session_state.setdefault(_SUBJECTS, {})
    if subjects.get(about, subject) != subject:
        forget(about)
    subjects[about] = subject


def forget(about: About) -> None:
    """Drop every value about something that is no longer there; those set from now on are about what comes next."""
    st.session_state.get(_SUBJECTS, {}).pop(about, None)
    for name in list(st.session_state.get(_VALUES, {})):
        if _CONTROLS[name].about == about:
            _CONTROLS[name].clear()


# Ways to other pages


def link(page: Page, values: Mapping[Control, object] | None = None) -> str:
    """Page and parameters of the link that opens a page with these values and all others as they are at first."""
    texts = {control.name: control.write(value) for control, value in (values or {}).items()}
    return f"{page.path}?{urlencode(texts, doseq=True, quote_via=quote)}"


def way(page: Page) -> dict[str, list[str]]:
    """The parameters for a link, drawn now, to another page of this session."""
    return _remembered(query(page.name))


def go(page: Page, values: Mapping[Control, object] | None = None) -> None:
    """Open a page with these values, and all others as they were left there; for callbacks."""
    for control, value in (values or {}).items():
        control.set(value)
    st.session_state[_GOING] = page.file, page


def leave() -> None:
    """Go where a click asked to; nothing may have been drawn."""
    if _GOING in st.session_state:
        file, page = st.session_state.pop(_GOING)
        if page.name != st.session_state[_PAGE]:
            st.switch_page(file, query_params=way(page))
