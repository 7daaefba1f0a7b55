"""How texts are checked: the spaCy pipeline that reads them, and a switch for every check."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from lmdash.analyses.output_checks.checks.registry import BY_NAME, CHECKS
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN, INSTALL, pipeline_names
from lmdash.errors import InputError
from lmdash.ui.output_checks.marked_text import SIGNS
from lmdash.ui.output_checks.source import Checking, changed, forget_choice

PIPELINE, SWITCHED = "pipeline", "switched"
_KEPT = "_switched_checks"


def choose_checking() -> Checking:
    """Draw the pipeline and a switch for every check, with what it looks for; what is chosen."""
    on = _on()
    with st.popover(f"Checks ({len(on)} of {len(CHECKS)})", icon=":material/checklist:"):
        pipeline = _pipeline()
        st.caption(
            f"{SIGNS['error']} error: wrong. {SIGNS['warning']} warning: probably wrong. {SIGNS['hint']} hint: worth a "
            "look. A check that needs more than the pipeline gives says nothing."
        )
        for check in CHECKS:
            st.toggle(
                f"{SIGNS[check.severity]} {check.title}",
                value=check.name in on,
                key=f"check_on_{check.name}",
                on_change=_switch,
                args=(check.name,),
                help=" ".join(filter(None, (check.explanation, check.limits))),
            )
    return Checking(pipeline, on)


def _pipeline() -> str:
    names = pipeline_names()
    if not names:
        raise InputError(f"There is no spaCy pipeline here. Install one with “{INSTALL}”.")
    if st.session_state.get(PIPELINE) not in (None, *names):
        del st.session_state[PIPELINE]
    chosen = st.selectbox(
        "spaCy pipeline",
        names,
        key=PIPELINE,
        bind="query-params",
        persist_state="session",
        format_func=lambda name: "built in" if name == BUILT_IN else name,
        on_change=changed(PIPELINE),
        help="Splits the text into words and sentences and finds verbs, subjects and names.",
    )
    st.caption(
        "The built-in one is small. A larger one is found by itself once it is installed (or `_md`, `_lg`, `_trf`):"
    )
    st.code(INSTALL, language=None, wrap_lines=True)
    return chosen


def keep_switched(names: Iterable[str]) -> None:
    """Have these checks not as they are at first, and all others so; for callbacks."""
    st.session_state[_KEPT] = sorted(names)
    if not st.session_state[_KEPT]:
        st.query_params.pop(SWITCHED, None)
    for check in CHECKS:
        st.session_state[f"check_on_{check.name}"] = check.on != (check.name in st.session_state[_KEPT])


def _switched() -> set[str]:
    """Those that are not as they are at first, from the session or the address."""
    kept = st.session_state.get(_KEPT)
    names = st.query_params.get(SWITCHED, "").split(".") if kept is None else kept
    return {name for name in names if name in BY_NAME}


def _on() -> tuple[str, ...]:
    switched = _switched()
    if switched and st.query_params.get(SWITCHED) != ".".join(sorted(switched)):
        st.query_params[SWITCHED] = ".".join(sorted(switched))
    return tuple(check.name for check in CHECKS if check.on != (check.name in switched))


def _switch(name: str) -> None:
    keep_switched(_switched() ^ {name})
    forget_choice()
