"""Three finished repairs to open and take apart."""

from __future__ import annotations

import streamlit as st

from lmdash.demo.examples import WORKED_CASES, WorkedCase
from lmdash.models.catalog import DEMO
from lmdash.models.interventions_text import parse_all
from lmdash.ui.answer_tokens import AGAINST
from lmdash.ui.find_edit_view import VIEW
from lmdash.ui.inputs import MODEL, PROMPT, TARGET
from lmdash.ui.interventions import EDITS_ON, put


def worked_cases() -> None:
    """Each with what it shows, and a button that opens it."""
    with st.expander("Worked cases", icon=":material/school:"):
        for number, case in enumerate(WORKED_CASES):
            st.button(case.title, key=f"worked_case_{number}", icon=":material/build:", on_click=_open, args=(case,))
            st.caption(case.shows)


def _open(case: WorkedCase) -> None:
    st.session_state[MODEL] = DEMO
    st.session_state[PROMPT], st.session_state[TARGET] = case.prompt, case.target
    st.session_state[AGAINST] = case.against
    st.session_state[VIEW] = case.view
    put(parse_all(case.edits))
    st.session_state[EDITS_ON] = True
