"""Which token a page's effects are about: the target word or the model's own answer, alone or against another word."""

from __future__ import annotations

from dataclasses import dataclass

from lmdash.analyses.common.target import Target, target_of
from lmdash.ui.frame.inputs import Inputs


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
    return inputs.ask(target_of, word=inputs.target, rival=rival)


def answer_token(inputs: Inputs, against: str = "") -> Answer:
    """The first token of the target word, or the most likely one; its rival is that of the word ``against``."""
    first = asked_target(inputs, against).first
    if first.rival is None:
        return Answer(first.token, first.label, first.probability)
    return Answer(first.token, first.label, first.probability, first.rival.token, first.rival.label)
