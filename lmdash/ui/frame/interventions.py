"""The interventions of this session: typed in the sidebar or added by a page, kept in the address, used by all."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from lmdash.errors import InputError
from lmdash.models.interventions.text import describe, parse_all, write
from lmdash.models.interventions.values import Intervention, Interventions, validate
from lmdash.models.values import ModelInfo
from lmdash.ui.frame.addresses.every_page import EDITS, EDITS_ON
from lmdash.ui.kit.controls import text_area, toggle
from lmdash.ui.kit.sentence import say

_UNDO, _UNDO_STEPS = "_edits_before", 50
_HELP = (
    "One per line. `L3D117=0` turns off value vector 117 of layer 3, `L3H2*0` turns off head 2 of that layer. "
    '`L4R+3*" Paris"` pushes the state that enters layer 4 towards a token, and `L4R@last<"The capital of Italy is"` '
    "replaces it with the state from another prompt. Write `@last`, `@3:` or `@1,2` after the place to limit an "
    "intervention to some tokens, and `!` in front of a line to turn it off."
)


def draw_interventions(info: ModelInfo) -> Interventions:
    """Draw the box and its switch; gives the interventions to use, none while one of them makes no sense."""
    with st.expander("Interventions", icon=":material/tune:", expanded=bool(EDITS.value)):
        text_area(EDITS, "Interventions, one per line", height=90, placeholder="L3D117=0", help=_HELP)
        switched_on = toggle(EDITS_ON, "Interventions on")
        if can_undo():
            st.button("Undo the last change", icon=":material/undo:", on_click=undo, type="tertiary")
        try:
            edits = all_edits()
            validate(edits, info)
        except InputError as error:
            say(f"{error} No intervention is applied until this is fixed.", tone="error", key="edits_error")
            return ()
        for edit in edits:
            say(describe(edit, info.layers) + ("" if edit.on else " (off)"), tone="small")
    return tuple(edit for edit in edits if edit.on) if switched_on else ()


def all_edits() -> Interventions:
    """Every intervention that is written, those that are off too; :class:`InputError` where one makes no sense."""
    return parse_all(EDITS.value)


def put(edits: Iterable[Intervention]) -> None:
    """Have these instead of those written so far; for callbacks."""
    st.session_state.setdefault(_UNDO, []).append(EDITS.value)
    del st.session_state[_UNDO][:-_UNDO_STEPS]
    EDITS.set("\n".join(write(edit) for edit in edits))


def add(*edits: Intervention) -> None:
    """Have these as well, in the place of any that are written for the same site and tokens; for callbacks."""
    places = {(edit.site, edit.positions) for edit in edits}
    put([*(edit for edit in _right_ones() if (edit.site, edit.positions) not in places), *edits])
    EDITS_ON.set(True)


def undo() -> None:
    """Take back the last change that a button made; for callbacks."""
    if can_undo():
        EDITS.set(st.session_state[_UNDO].pop())


def can_undo() -> bool:
    """Whether there is a change to take back."""
    return bool(st.session_state.get(_UNDO))


def _right_ones() -> Interventions:
    try:
        return all_edits()
    except InputError:  # what could not be read is replaced; undo brings it back
        return ()
