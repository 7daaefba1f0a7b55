"""With the interventions, without them, or the difference: one switch for every picture that can show it."""

from __future__ import annotations

import streamlit as st

from lmdash.models.interventions.values import Interventions
from lmdash.ui.frame.interventions import kept_in_link
from lmdash.ui.frame.sidebar import Inputs

WITH, WITHOUT, DIFFERENCE = "With", "Without", "Difference"


def comparison(inputs: Inputs, difference: bool = True, key: str = "compare") -> str:
    """Draw the switch, where interventions are on, and give what is chosen; :data:`WITH` where none is on."""
    if not inputs.edits:
        return WITH
    chosen = st.segmented_control(
        "Interventions",
        [WITH, WITHOUT, DIFFERENCE],
        default=WITH,
        required=True,
        key=key,
        bind="query-params",
        on_change=kept_in_link(key),
        help="Show the model with the interventions of the sidebar, without them, or the change that they make.",
    )
    if chosen == DIFFERENCE and not difference:
        st.caption("This picture has no difference to show: it is the one with the interventions.")
        return WITH
    return chosen


def edits_for(chosen: str, inputs: Inputs) -> Interventions:
    """The interventions to compute with."""
    return () if chosen == WITHOUT else inputs.edits
