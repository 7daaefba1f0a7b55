"""Boxes whose content is made only while they are open: nothing is computed or drawn that nobody looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lmdash.ui.kit.kinds import Toggle

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


def opened(control: Toggle, title: str, icon: str) -> ExpanderContainer:
    """A box that a link opens as well; ``.open`` says whether its content is to be made."""
    key = control.key

    def changed() -> None:
        if key == control.key:
            control.take(bool(st.session_state[key]))

    return st.expander(title, control.value, icon=icon, key=key, on_change=changed)


def folded(title: str, icon: str, key: str) -> ExpanderContainer:
    """As :func:`opened`, closed at first: the address does not say it."""
    return st.expander(title, icon=icon, key=key, on_change="rerun")
