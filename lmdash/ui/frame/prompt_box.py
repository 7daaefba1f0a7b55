"""The prompt in the middle of the Start page, beside the one in the sidebar."""

from __future__ import annotations

import streamlit as st

from lmdash.ui.frame.addresses.every_page import PROMPT
from lmdash.ui.frame.enter import CHAT_LABEL, HELP, START_LABEL

_BOX = "_start_box"


def prompt_box(*, chat: bool) -> None:
    """A second box for the prompt, or the message of a ``chat``; one that is set anywhere else gives it a new key, as
    controls have it.
    """
    held, number = st.session_state.get(_BOX, (None, 0))
    number += held != PROMPT.value
    st.session_state[_BOX] = PROMPT.value, number
    key = f"start_prompt~{number}"
    if key not in st.session_state:
        st.session_state[key] = PROMPT.value

    def changed() -> None:
        if st.session_state[_BOX][1] == number:
            PROMPT.set(st.session_state[key])
            st.session_state[_BOX] = PROMPT.value, number

    st.text_area(
        CHAT_LABEL if chat else START_LABEL,
        key=key,
        height=80,
        on_change=changed,
        help=HELP,
    )
    label = "Send" if chat else "Show what comes next"
    st.button(label, icon=":material/play_arrow:", type="primary")  # leaving the box runs it
