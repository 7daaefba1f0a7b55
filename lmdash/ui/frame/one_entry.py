"""One entry of the browser's history for one click: Back undoes it, and never only half of it.

A button that leads to another page changes the address twice: Streamlit first says the new values on the old page, and
then goes.  What follows without a click of the person replaces the entry that the click made.
"""

from __future__ import annotations

from lmdash.ui.kit.assets import component

_one_entry = component("lmdash.one_entry", __file__, "one_entry")


def one_entry_a_click() -> None:
    """For the shell: once on every page."""
    _one_entry(key="one_entry")
