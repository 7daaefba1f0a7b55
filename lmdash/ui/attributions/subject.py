"""What the Attributions page explains: the next word, one word or another, or the text that the model writes."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.passes.sampling import Sampling
from lmdash.ui.attributions.question import Subject
from lmdash.ui.frame.ask import ask, ask_watched
from lmdash.ui.frame.inputs import Inputs, watched_target
from lmdash.ui.frame.target import AGAINST, word_after

NEXT, RIVAL, TEXT = "Next word", "This or that", "Written text"
LENGTH, MOST_WRITTEN = "explain_length", 20  # tokens


def subject_of(inputs: Inputs, what: str, measure: str) -> Subject | None:
    """The target, fixed before anything is hidden; None, with a sentence, where there is none."""
    if what == TEXT:
        return _written(inputs, measure)
    target = watched_target()
    if target:
        ids, label = tuple(token.id for token in target.tokens), "".join(token.label for token in target.tokens)
    else:
        top = ask(
            inputs.model.id, next_token, ids=inputs.read.ids, position=inputs.position, edits=inputs.edits
        ).top.iloc[0]
        ids, label = (int(top["id"]),), str(top["token"])
    if what == NEXT:
        return Subject(Objective(ids, measure=measure), label, chosen=bool(target))
    rival = word_after(inputs, st.session_state.get(AGAINST) or "")
    if rival is None:
        st.info("Type the word that the model should be compared with, beside what is explained.")
        return None
    other = tuple(token.id for token in rival.tokens)
    rival_label = "".join(token.label for token in rival.tokens)
    return Subject(Objective(ids, other, measure), label, rival_label, chosen=bool(target))


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
