"""The address of a page: what its controls say, written once a run, so that one click is one entry of the history.

A control's value lives in the session.  The address is read when a session begins, when a page is entered, and when the
person goes back or forward; in between the session knows better, as a message of the browser may have been sent before
it heard of the last click.

Addresses hold ids, never what stands on the screen; how controls are drawn is in ``controls``.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from urllib.parse import quote, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lmdash.ui.kit.control import About, Control, controls, given, place_of
from lmdash.ui.kit.pages import Page

REMEMBERED = 200  # addresses of a session: a run writes one, and one for every link
_PAGE, _SAID, _GOING = "_page", "_said", "_going"
_SUBJECTS, _DRAWN = "_subjects", "_drawn_values"


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
    st.session_state[_DRAWN] = _values()
    page, address = st.session_state[_PAGE], {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = _remembered(query(page))
    if wanted != address and not _says_all(page, address):
        st.query_params.from_dict(wanted)


def _says_all(page: str, address: Mapping[str, Sequence[str]]) -> bool:
    """Whether an address says what is shown, in whatever words: a link of old is no click, so it stays as it came."""
    return all(
        control.found(address) == control.value if control.fits else control.name not in address
        for control in controls(page)
    )


def changed_beside(own: Collection[str]) -> bool:
    """Whether a click changed any value but those of ``own`` (ids) since the last run, or asked for another page."""
    before, now = st.session_state.get(_DRAWN, {}), _values()
    different = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return _GOING in st.session_state or not different <= set(own)


def _values() -> dict[str, object]:
    return {control.id: control.value for control in given()}


def query(page: str) -> dict[str, list[str]]:
    """What the address of a page says now: all that is not as it is at first."""
    said = [each for each in given() if each.is_on(page) and each.fits]
    said.sort(key=place_of)
    return {each.name: each.write(each.value) for each in said}


def left_out(page: str) -> list[str]:
    """The meanings of what a page shows and no address holds, because it is too long for one."""
    return [each.meaning for each in given() if each.is_on(page) and not each.fits]


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
    for control in given():
        if control.about == about:
            control.clear()


def start_over(*but: Control) -> None:
    """Have everything as it is at first, but these controls; for callbacks."""
    st.session_state.pop(_SUBJECTS, None)
    for control in given():
        if control not in but:
            control.clear()


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
