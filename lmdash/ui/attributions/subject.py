"""What the Attributions page explains: the next word, one word or another, or the text that the model writes."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.next_token.continuation import continuation
from lmdash.models.passes.sampling import Sampling
from lmdash.ui.attributions.question import Subject
from lmdash.ui.frame.ask import ask_watched
from lmdash.ui.frame.sidebar import Inputs
from lmdash.ui.frame.target import AGAINST, asked_target

NEXT, RIVAL, TEXT = "Next word", "This or that", "Written text"
LENGTH, MOST_WRITTEN = "explain_length", 20  # tokens


def subject_of(inputs: Inputs, what: str, measure: str) -> Subject | None:
    """The target, fixed before anything is hidden; None, with a sentence, where there is none."""
    if what == TEXT:
        return _written(inputs, measure)
    target = asked_target(inputs, (st.session_state.get(AGAINST) or "") if what == RIVAL else "")
    if what == NEXT:
        return Subject(Objective(target.ids, measure=measure), target.label, chosen=target.chosen)
    if target.rival is None:
        st.info("Type the word that the model should be compared with, beside what is explained.")
        return None
    objective = Objective(target.ids, target.rival.ids, measure)
    return Subject(objective, target.label, target.rival.label, chosen=target.chosen)


def _written(inputs: Inputs, measure: str) -> Subject | None:
    written = ask_watched(
        inputs.model.id,
        continuation,
        doing="Writing",
        ids=inputs.ids,
        sampling=Sampling(),
        new_tokens=int(st.session_state[LENGTH]),
        forced=(),
        edits=inputs.edits,
    )
    if written is None:
        return None
    if not written.tokens:
        st.info("The prompt fills the whole context, so there is no room to write. Shorten the prompt.")
        return None
    label = "".join(token.label for token in written.tokens)
    return Subject(Objective(written.ids, measure=measure), label, text=True)
