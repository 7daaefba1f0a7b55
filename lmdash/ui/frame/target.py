"""Which token a page's effects are about: the target word or the model's own answer, alone or against another word."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lmdash.analyses.common.target import Target, target_of
from lmdash.analyses.common.watch import WatchedWord, watch
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.sidebar import Inputs

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


def asked_target(inputs: Inputs, rival: str = "") -> Target:
    """The target word, or the model's own next token; beside a rival where one is typed."""
    return ask(
        inputs.model.id,
        target_of,
        ids=inputs.read.ids,
        position=inputs.position,
        word=inputs.target,
        rival=rival,
        edits=inputs.edits,
    )


def answer_token(inputs: Inputs) -> Answer:
    """The first token of the target word, or the likeliest one; its rival is what the address names ``against``."""
    first = asked_target(inputs, st.session_state.get(AGAINST) or st.query_params.get(AGAINST, "")).first
    if first.rival is None:
        return Answer(first.token, first.label, first.probability)
    return Answer(first.token, first.label, first.probability, first.rival.token, first.rival.label)


def word_after(inputs: Inputs, word: str) -> WatchedWord | None:
    """A word as the text after the chosen token; None where there is none."""
    if not word.strip():
        return None
    watched = ask(inputs.model.id, watch, ids=inputs.ids, words=(word.strip(),), leading_space=True, edits=inputs.edits)
    return watched[0] if watched else None
