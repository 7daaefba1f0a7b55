"""Three finished repairs to open and take apart."""

from __future__ import annotations

import streamlit as st

from lmdash.demo.cases.examples import WORKED_CASES, WorkedCase
from lmdash.models.interventions.text import parse_all
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.ffn_interventions.find import VIEW
from lmdash.ui.frame.addresses.every_page import MODEL, PROMPT, TARGET
from lmdash.ui.frame.interventions import EDITS_ON, put
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS
from lmdash.ui.frame.target import AGAINST


def worked_cases(elsewhere: bool) -> None:
    """Each with a button that opens it on the FFN interventions page, and what it shows; ``elsewhere`` is any other
    page.
    """
    for number, case in enumerate(WORKED_CASES):
        with st.container(horizontal=True, vertical_alignment="center"):
            clicked = st.button(
                case.title, key=f"worked_case_{number}", icon=":material/build:", on_click=_open, args=(case,)
            )
            st.caption(case.shows)
        if clicked and elsewhere:
            # What the sidebar binds stays in the address by itself; what only that page binds is named.
            own = {VIEW: case.view} | ({AGAINST: case.against} if case.against else {})
            st.switch_page(FFN_INTERVENTIONS.file, query_params=own)


def _open(case: WorkedCase) -> None:
    st.session_state[MODEL] = DEMO
    st.session_state[PROMPT], st.session_state[TARGET] = case.prompt, case.target
    st.session_state[AGAINST] = case.against
    st.session_state[VIEW] = case.view
    put(parse_all(case.edits))
    st.session_state[EDITS_ON] = True
