"""Token chips in a row, which can be clicked or reached by keyboard; any text is safe in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from lmdash.ui.kit.assets import component
from lmdash.ui.kit.clicks import count, counted

_strip = component("lmdash.token_strip", __file__, "strip", shared=("in_place.js", "clicks.js"))


@dataclass(frozen=True)
class Chip:
    """One chip of a strip; ``strength`` from 0 to 1 fills it, ``detail`` is small print, ``tip`` says more.

    ``sign`` of a signed effect: 1 raises, -1 lowers, which the chip's colour then says; 0 for all other numbers.
    ``folded`` is one that stands for several and opens into them.
    """

    label: str
    strength: float = 0.0
    tip: str = ""
    detail: str = ""
    special: bool = False
    sign: int = 0
    folded: bool = False


def strip(
    name: str,
    chips: Sequence[Chip],
    *,
    key: str,
    on_click: Callable[[int], None],
    selected: int = -1,
    legend: tuple[str, str] | tuple[()] = (),
    every: bool = False,
) -> None:
    """Chips that can be clicked or reached by keyboard; ``on_click(index)`` runs before the page is drawn again.

    Of clicks in quick succession only the last may be told, unless ``every`` one counts; then ``on_click`` goes by the
    session state of that moment, not by what was drawn.
    """

    def clicked() -> None:
        told = st.session_state[key].get("clicked")
        for index in count(key, told) if every else [told]:
            if isinstance(index, int) and 0 <= index < len(chips):
                on_click(index)

    rows = [
        {
            "label": c.label,
            "strength": f"{c.strength:.3f}",
            "tip": c.tip,
            "detail": c.detail,
            "special": c.special,
            "folded": c.folded,
            "sign": {1: "raises", -1: "lowers"}.get(c.sign, ""),
        }
        for c in chips
    ]
    _strip(
        key=key,
        data={
            "name": name,
            "chips": rows,
            "selected": selected,
            "legend": list(legend),
            "counted": counted(key) if every else None,
        },
        on_clicked_change=clicked,
    )
