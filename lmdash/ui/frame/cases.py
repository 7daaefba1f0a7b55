"""What is shown on the built-in model: worked cases, and how any case is opened while another model is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

import streamlit as st

from lmdash.demo.cases.examples import WORKED_CASES, WorkedCase
from lmdash.models.interventions.text import parse_all
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.frame.addresses import ffn_interventions as ffn
from lmdash.ui.frame.addresses.every_page import CHAT, EDITS, EDITS_ON, MODEL, POSITION, PROMPT, TARGET, WALK
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.interventions import put
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, START, PageInfo
from lmdash.ui.kit import address
from lmdash.ui.kit.control import About, Control
from lmdash.ui.kit.sentence import say

Values = dict[Control, object]
_LEFT, _ASKED = "_left_for_a_case", "_asked_for_a_case"
_TAKEN_ALONG = (MODEL, PROMPT, TARGET, CHAT, EDITS, EDITS_ON)


def shared(prompt: str, target: str, edits: str) -> Values:
    """What every page has where a case is open."""
    return {MODEL: DEMO, PROMPT: prompt, TARGET: target, CHAT: False, EDITS: edits, EDITS_ON: True}


@contextmanager
def on_built_in(title: str) -> Iterator[None]:
    """A section about the built-in model; folded, and called so, where another is open."""
    if current().model.id == DEMO:
        st.subheader(title)
        yield
    else:
        with st.expander(f"{title}, on the built-in model", icon=":material/route:"):
            yield


# Opening one


def open_case(page: PageInfo, values: Values) -> None:
    """Have what a case shows, and leave any walk that it is no step of; for callbacks."""
    for about in (About.WORDING, About.PROMPT, About.TEXTS):
        address.forget(about)
    if EDITS.value != values[EDITS]:
        put(parse_all(str(values[EDITS])))  # so that it can be taken back
    address.go(page, {WALK: ""} | values)


def case_button(label: str, page: PageInfo, values: Values, **more: Any) -> None:
    """A button that opens a case; it asks first where that closes another model."""
    opens = open_case if current().model.id == DEMO else _ask
    st.button(label, on_click=opens, args=(page, values), **more)


def _ask(page: PageInfo, values: Values) -> None:
    st.session_state[_ASKED] = page, values


def asked() -> bool:
    """Whether there is a question to draw."""
    return _ASKED in st.session_state and current().model.id != DEMO


def draw_question() -> None:
    """Whether the built-in model may take the place of the one that is open."""
    say(
        "That works on the built-in model only. Open it in place of ",
        (name_of(current().model.id), "strong"),
        "? Your prompt and your changes are kept: a button here then leads back to them.",
        tone="text",
        key="ask",
    )
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Open the built-in model", key="ask_open", type="primary", on_click=_leave_model)
        st.button("Stay", key="ask_stay", type="tertiary", on_click=_stay)


def _leave_model() -> None:
    page, values = st.session_state.pop(_ASKED)
    st.session_state[_LEFT] = {each: each.value for each in _TAKEN_ALONG}
    open_case(page, values)


def _stay() -> None:
    del st.session_state[_ASKED]


def name_of(model: str) -> str:
    """A model as people call it: the last part of a path or of an id."""
    return PurePath(model).name or model


def left_model() -> str:
    """The model that was left for a case, as long as the built-in one is open; empty where there is none."""
    left = st.session_state.get(_LEFT)
    return str(left[MODEL]) if left and current().model.id == DEMO else ""


def back_to_model() -> None:
    """Have the model that was left, with its prompt and changes; for callbacks."""
    left = st.session_state.pop(_LEFT)
    for about in (About.WORDING, About.PROMPT, About.TEXTS):
        address.forget(about)
    POSITION.clear()
    address.go(START, {WALK: ""} | left)


# Repairs


def repaired(case: WorkedCase) -> Values:
    """What is chosen on the FFN interventions page where a worked case is open."""
    own: Values = {ffn.VIEW: ffn.View(case.view), ffn.AGAINST: case.against}
    return shared(case.prompt, case.target, case.edits) | own


def worked_cases() -> None:
    """Each with a button that opens it on the FFN interventions page, and what it shows."""
    for number, case in enumerate(WORKED_CASES):
        with st.container(horizontal=True, vertical_alignment="center"):
            case_button(
                case.title,
                FFN_INTERVENTIONS,
                repaired(case),
                key=f"worked_case_{number}",
                icon=":material/build:",
            )
            st.caption(case.shows)
