"""Parts of a page that are drawn anew alone when nothing but their own controls has changed (Streamlit's fragments).

A click in a part that changes anything else draws the whole page anew.  Only what is quick may stand in a part: a click
in one waits for the run that is under way, so that a long one could not be stopped from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lmdash.errors import LmdashError
from lmdash.ui.frame import memory
from lmdash.ui.kit import address
from lmdash.ui.kit.control import Control
from lmdash.ui.kit.sentence import say


def part(name: str, draw: Callable[[], object], own: Iterable[Control]) -> None:
    """Draw a part of the page whose picture depends on ``own`` and on what the page knew when it was last drawn whole.

    ``name`` is one that no other part of the page has.
    """
    ids = frozenset(control.id for control in own)

    @st.fragment(key=f"part_{name}")
    def drawn() -> None:
        context = get_script_run_ctx()
        if context is None or not context.fragment_ids_this_run:  # the whole page is drawn
            draw()
            return
        if address.changed_beside(ids):
            st.rerun()
        try:
            draw()
        except LmdashError as error:
            say(str(error), tone="error")
        address.finish()
        memory.tidy()

    drawn()
