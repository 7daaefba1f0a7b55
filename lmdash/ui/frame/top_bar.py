"""What is always in view: the number of changes to the model, the way back to the beginning, and the link."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.plural import plural
from lmdash.models.interventions.text import describe
from lmdash.ui.frame.addresses.every_page import EDITS_ON, MODEL
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.interventions import put
from lmdash.ui.frame.share import share_button
from lmdash.ui.frame.sitemap import START
from lmdash.ui.kit import address
from lmdash.ui.kit.sentence import say


def draw_top_bar(page: str) -> None:
    """The changes that are on, with what turns them off; Start over; Copy link."""
    with st.container(horizontal=True, key="top_bar"):
        _changes()
        st.button("Start over", key="start_over", icon=":material/restart_alt:", on_click=_start_over)
        share_button(page)


def _changes() -> None:
    inputs = current()
    if not inputs.edits:
        return
    with st.popover(plural(len(inputs.edits), "change"), icon=":material/tune:", type="primary", key="changes"):
        st.caption("The model is changed everywhere in this app:")
        for number, edit in enumerate(inputs.edits):
            say(describe(edit, inputs.model.layers), tone="small", key=f"change_{number}")
        with st.container(horizontal=True):
            st.button("Turn off", key="changes_off", icon=":material/toggle_off:", on_click=EDITS_ON.set, args=(False,))
            st.button("Remove", key="changes_gone", icon=":material/delete:", on_click=put, args=((),))


def _start_over() -> None:
    """Everything as on a first visit, with the model that is open; removed changes can still be taken back."""
    if current().edits:
        put(())
    address.start_over(MODEL)
    address.go(START)
