"""Which token a page's effects are about: the target word or the model's own answer, alone or against another word."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lmdash.analyses.common.watch import WatchedWord, watch
from lmdash.analyses.next_token.next_token import next_token
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.inputs import Inputs, watched_target

AGAINST = "against"


@dataclass(frozen=True)
class Answer:
    """A token with its label and its probability, and a rival where the person names one."""

    token: int
    label: str
    probability: float
    rival: int | None = None
    rival_label: str = ""

    @property
    def words(self) -> str:
        """The logit that effects are on."""
        return f"{self.label} against {self.rival_label}" if self.rival is not None else self.label


def answer_token(inputs: Inputs) -> Answer:
    """The first token of the target word, or the likeliest one; its rival is what the address names ``against``."""
    target = watched_target()
    if target:
        token, label, probability = target.tokens[0].id, target.tokens[0].label, target.first_probability
    else:
        likeliest = ask(
            inputs.model.id, next_token, ids=inputs.read.ids, position=inputs.position, edits=inputs.edits
        ).top.iloc[0]
        token, label, probability = int(likeliest["id"]), str(likeliest["token"]), float(likeliest["probability"])
    rival = word_after(inputs, st.session_state.get(AGAINST) or st.query_params.get(AGAINST, ""))
    if rival is None or rival.tokens[0].id == token:
        return Answer(token, label, probability)
    return Answer(token, label, probability, rival.tokens[0].id, rival.tokens[0].label)


def word_after(inputs: Inputs, word: str) -> WatchedWord | None:
    """A word as the text after the chosen token; None where there is none."""
    if not word.strip():
        return None
    watched = ask(inputs.model.id, watch, ids=inputs.ids, words=(word.strip(),), leading_space=True, edits=inputs.edits)
    return watched[0] if watched else None
