"""How texts are checked: the spaCy pipeline that reads them, and a switch for every check."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.output_checks.checks.registry import CHECKS
from lmdash.analyses.output_checks.checks.values import Check
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN, INSTALL, pipeline_names, usual_pipeline
from lmdash.charts.output_checks import SIGNS
from lmdash.errors import InputError
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.frame.addresses.output_checks import PIPELINE, SWITCHED
from lmdash.ui.kit.controls import select_text
from lmdash.ui.output_checks.source import Checking


def choose_checking(model_id: str) -> Checking:
    """Draw the pipeline and a switch for every check, with what it looks for; what is chosen."""
    on = tuple(check.name for check in CHECKS if _is_on(check))
    with st.popover(f"Checks ({len(on)} of {len(CHECKS)})", icon=":material/checklist:"):
        pipeline = _pipeline(model_id)
        st.caption(
            f"{SIGNS['error']} error: wrong. {SIGNS['warning']} warning: probably wrong. {SIGNS['hint']} hint: worth a "
            "look. A check marks nothing where the pipeline lacks what it needs."
        )
        st.session_state[SWITCHED.key] = True  # it is drawn: once something else sets it, the switches are new ones
        for check in CHECKS:
            _switch(check)
    return Checking(pipeline, on)


def _pipeline(model_id: str) -> str:
    names = pipeline_names()
    if not names:
        raise InputError(
            f"No spaCy pipeline is installed here, so nothing can be checked. Install one with “{INSTALL}”."
        )
    chosen = select_text(
        PIPELINE,
        "spaCy pipeline",
        names,
        first=usual_pipeline(names, built_in_model=model_id == DEMO),
        format_func=lambda name: "built in" if name == BUILT_IN else name,
        help="Splits the text into words and sentences and finds verbs, subjects and names.",
    )
    if tuple(names) == (BUILT_IN,):
        st.caption(
            "The built-in pipeline is small, and made for the built-in model. For any other model, install a "
            "larger one; it is then used by itself:"
        )
        st.code(INSTALL, language=None, wrap_lines=True)
    return chosen


def _is_on(check: Check) -> bool:
    return check.on != (check.name in SWITCHED.value)


def _switch(check: Check) -> None:
    group = SWITCHED.key
    key = f"{group}.{check.name}"
    if key not in st.session_state:
        st.session_state[key] = _is_on(check)

    def changed() -> None:
        if group == SWITCHED.key and st.session_state[key] != _is_on(check):
            SWITCHED.take(tuple(sorted({*SWITCHED.value} ^ {check.name})))

    words = " ".join(filter(None, (check.explanation, check.limits)))
    st.toggle(f"{SIGNS[check.severity]} {check.title}", key=key, on_change=changed, help=words)
