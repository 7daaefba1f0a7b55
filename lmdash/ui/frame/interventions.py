"""The interventions of this session: typed in the sidebar or added by a page, kept in the address, used by all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from lmdash.errors import InputError
from lmdash.models.interventions.text import describe, parse_all, write
from lmdash.models.interventions.values import Intervention, Interventions, validate
from lmdash.models.values import ModelInfo
from lmdash.ui.kit.sentence_and_strip import say

EDITS, EDITS_ON = "edits", "edits_on"
_UNDO, _UNDO_STEPS = "_edits_before", 50
_HELP = (
    'One a line. `L3D117=0` switches neuron 117 of layer 3 off, `L3H2*0` a head; `L4R+3*" Paris"` pushes the state '
    'that enters layer 4 towards a token; `L4R@last<"The capital of Italy is"` puts in what it was for another '
    "prompt. `@last`, `@3:` or `@1,2` after the place limits it to tokens, `!` in front switches one off."
)


def draw_interventions(info: ModelInfo) -> Interventions:
    """Draw the box and its switch; gives the interventions to use, none while one of them makes no sense."""
    there = bool(st.session_state.get(EDITS) or st.query_params.get(EDITS))
    with st.expander("Interventions", icon=":material/tune:", expanded=there):
        st.text_area(
            "Change the model, one intervention a line",
            key=EDITS,
            bind="query-params",
            height=90,
            placeholder="L3D117=0",
            help=_HELP,
        )
        switched_on = st.toggle("Use them", value=True, key=EDITS_ON, bind="query-params")
        if can_undo():
            st.button("Undo the last change", icon=":material/undo:", on_click=undo, type="tertiary")
        try:
            edits = all_edits()
            validate(edits, info)
        except InputError as error:
            say(f"{error} None is used until it is right.", tone="error", key="edits_error")
            return ()
        for edit in edits:
            say(describe(edit, info.layers) + ("" if edit.on else " (off)"), tone="small")
    return tuple(edit for edit in edits if edit.on) if switched_on else ()


def all_edits() -> Interventions:
    """Every intervention that is written, those that are off too; :class:`InputError` where one makes no sense."""
    return parse_all(st.session_state.get(EDITS) or "")


def put(edits: Iterable[Intervention]) -> None:
    """Have these instead of those written so far; for callbacks."""
    st.session_state.setdefault(_UNDO, []).append(st.session_state.get(EDITS) or "")
    del st.session_state[_UNDO][:-_UNDO_STEPS]
    st.session_state[EDITS] = "\n".join(write(edit) for edit in edits)


def add(*edits: Intervention) -> None:
    """Have these as well, in the place of any that are written for the same site and tokens; for callbacks."""
    places = {(edit.site, edit.positions) for edit in edits}
    put([*(edit for edit in _right_ones() if (edit.site, edit.positions) not in places), *edits])
    st.session_state[EDITS_ON] = True


def undo() -> None:
    """Take back the last change that a button made; for callbacks."""
    if can_undo():
        st.session_state[EDITS] = st.session_state[_UNDO].pop()


def can_undo() -> bool:
    """Whether there is a change to take back."""
    return bool(st.session_state.get(_UNDO))


def kept_in_link(key: str) -> Callable[[], None]:
    """A callback for a bound control on a page that calls :func:`put`: after a value was set by a script, Streamlit
    sends the address as it was then, without what was chosen since, unless that is set by the script as well.
    """

    def callback() -> None:
        st.session_state[key] = st.session_state[key]

    return callback


def _right_ones() -> Interventions:
    try:
        return all_edits()
    except InputError:  # what could not be read is replaced; undo brings it back
        return ()
