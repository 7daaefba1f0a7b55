"""Clicks of which each counts, however quick: numbered in the browser, and told until Python has counted them.

Of two messages that a component sends before the first is looked at, Streamlit keeps only the newer, so a message holds
all clicks that are not counted yet (``clicks.js``).
"""

from __future__ import annotations

import streamlit as st


def counted(key: str) -> int:
    """The number of the last click on the component ``key`` that was counted."""
    return st.session_state.get(f"_{key}_counted", 0)


def count(key: str, told: object) -> list[object]:
    """What was clicked, in order, by the clicks in a message ``told`` that were not counted before; they are now."""
    new = {}
    for each in told if isinstance(told, list) else []:
        match each:
            case [int(serial), what] if serial > counted(key):
                new[serial] = what
    if new:
        st.session_state[f"_{key}_counted"] = max(new)
    return [new[serial] for serial in sorted(new)]
