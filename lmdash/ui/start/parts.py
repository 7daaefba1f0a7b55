"""What only Start has: the prompt in the middle of the page, and the examples by what they teach."""

from __future__ import annotations

import streamlit as st

from lmdash.demo.cases.examples import EXAMPLES
from lmdash.ui.frame.addresses.every_page import PROMPT, TARGET
from lmdash.ui.frame.inputs import set_prompt

_BOX = "_start_box"
_SHOWS = {example.prompt: example.shows for group in EXAMPLES.values() for example in group}


def prompt_box() -> None:
    """A second box for the prompt; one that is set anywhere else gives it a new key, as controls have it."""
    held, number = st.session_state.get(_BOX, (None, 0))
    number += held != PROMPT.value
    st.session_state[_BOX] = PROMPT.value, number
    key = f"start_prompt~{number}"
    if key not in st.session_state:
        st.session_state[key] = PROMPT.value

    def changed() -> None:
        if st.session_state[_BOX][1] == number:
            set_prompt(st.session_state[key], TARGET.value)
            st.session_state[_BOX] = PROMPT.value, number

    st.text_area(
        "Type the beginning of a text",
        key=key,
        height=80,
        on_change=changed,
        help="Ctrl+Enter, or a click elsewhere, runs it.",
    )


def what_it_shows(prompt: str) -> None:
    """What to look for, where the prompt is one of the examples."""
    if prompt in _SHOWS:
        st.caption(_SHOWS[prompt])


def examples() -> None:
    """Each with a button that takes it up and what it shows."""
    for tab, (group, each) in zip(
        st.tabs([group.title for group in EXAMPLES], key="examples"), EXAMPLES.items(), strict=True
    ):
        with tab:
            for example in each:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.button(
                        example.title,
                        key=f"example_{example.prompt}",
                        icon=group.icon,
                        on_click=set_prompt,
                        args=(example.prompt, example.target),
                    )
                    st.caption(example.shows)
