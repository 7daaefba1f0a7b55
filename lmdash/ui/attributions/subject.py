"""What the Attributions page explains: the next word, one word or another, or the text that the model writes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.next_token.continuation import continuation
from lmdash.models.passes.sampling import Sampling
from lmdash.ui.frame.addresses.attributions import LENGTH, MEASURE, Explain
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.target import asked_target
from lmdash.ui.kit.sentence import Part


@dataclass(frozen=True)
class Subject:
    """What is explained: the objective and how it is called; ``text`` says that the model wrote it."""

    objective: Objective
    label: str
    rival: str = ""
    text: bool = False
    chosen: bool = False

    @property
    def part(self) -> Part:
        """The target in a sentence, in the target's colour where the person chose it."""
        return (self.label, "target" if self.chosen else "token")

    @property
    def named(self) -> list[Part]:
        """‘the answer ␣Paris’: the target with what it is, so that it is not taken for a word of the prompt."""
        return ["the text " if self.text else "the target " if self.chosen else "the answer ", self.part]


def subject_of(inputs: Inputs, what: Explain, rival: str) -> Subject | None:
    """The target, fixed before anything is hidden; None, with a sentence, where there is none."""
    if what == Explain.TEXT:
        return _written(inputs)
    target = asked_target(inputs, rival if what == Explain.RIVAL else "")
    if what == Explain.NEXT:
        return Subject(Objective(target.ids, measure=MEASURE.value), target.label, chosen=target.chosen)
    if target.rival is None:
        st.info("Type the word to compare with under “Rather than”.")
        return None
    objective = Objective(target.ids, target.rival.ids, MEASURE.value)
    return Subject(objective, target.label, target.rival.label, chosen=target.chosen)


def _written(inputs: Inputs) -> Subject | None:
    written = inputs.ask_watched(
        continuation, doing="Writing", ids=inputs.ids, sampling=Sampling(), new_tokens=LENGTH.value, forced=()
    )
    if written is None:
        return None
    if not written.tokens:
        st.info("The prompt is as long as this model can read, so there is no room to write. Shorten the prompt.")
        return None
    label = "".join(token.label for token in written.tokens)
    return Subject(Objective(written.ids, measure=MEASURE.value), label, text=True)
