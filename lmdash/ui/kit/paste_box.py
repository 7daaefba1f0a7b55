"""A box whose text counts as soon as it is pasted: no button, no key."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lmdash.ui.kit.assets import component

_box = component("lmdash.paste_box", __file__, "paste_box")
LINES = 6
LOOKED_AT, WIDEST = 4000, 48  # characters


def paste_box(label: str, text: str, *, key: str, hint: str, on_text: Callable[[str], None]) -> None:
    """A box that shows ``text``; ``on_text`` gets what it holds after a paste, on leaving it and at Ctrl+Enter."""

    def changed() -> None:
        typed = st.session_state[key].get("text")
        if isinstance(typed, str):
            on_text(typed)

    cells = [cell for line in text[:LOOKED_AT].split("\n") for cell in line.split("\t")[:-1]]
    tab = min(WIDEST, max(map(len, cells), default=0) + 2)  # columns stand below each other
    data = {"label": label, "text": text, "hint": hint, "lines": LINES, "tab": tab}
    _box(key=key, data=data, on_text_change=changed)
