"""The interventions of this session: typed in the sidebar, kept in the address, used by every page."""

from __future__ import annotations

import streamlit as st

from lmdash.errors import InputError
from lmdash.models.interventions import Intervention, validate
from lmdash.models.interventions_text import describe, parse_all
from lmdash.models.values import ModelInfo
from lmdash.ui.components import say

EDITS, EDITS_ON = "edits", "edits_on"
_HELP = (
    'One a line. `L3D117=0` switches neuron 117 of layer 3 off, `L3H2*0` a head; `L4R+3*" Paris"` pushes the state '
    'that enters layer 4 towards a token; `L4R@last<"The capital of Italy is"` puts in what it was for another '
    "prompt. `@last`, `@3:` or `@1,2` after the place limits it to tokens, `!` in front switches one off."
)


def draw_interventions(info: ModelInfo) -> tuple[Intervention, ...]:
    """Draw the box and its switch; gives the interventions to use, none while one of them makes no sense."""
    there = bool(st.session_state.get(EDITS) or st.query_params.get(EDITS))
    with st.expander("Interventions", icon=":material/tune:", expanded=there):
        text = st.text_area(
            "Change the model, one intervention a line",
            key=EDITS,
            bind="query-params",
            height=90,
            placeholder="L3D117=0",
            help=_HELP,
        )
        switched_on = st.toggle("Use them", value=True, key=EDITS_ON, bind="query-params")
        try:
            edits = parse_all(text or "")
            validate(edits, info)
        except InputError as error:
            say(f"{error} None is used until it is right.", tone="error", key="edits_error")
            return ()
        for edit in edits:
            say(describe(edit, info.layers) + ("" if edit.on else " (off)"), tone="small")
    return tuple(edit for edit in edits if edit.on) if switched_on else ()
