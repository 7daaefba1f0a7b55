"""Which token a page's effects are about: the target word or the model's own answer, alone or against another word."""

from __future__ import annotations

from dataclasses import dataclass

from lmdash.analyses.next_token.next_token import next_token
from lmdash.ui.frame.inputs import Inputs, word_after


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


def answer_token(inputs: Inputs, against: str = "") -> Answer:
    """The first token of the target word, or the likeliest one; its rival is that of the word ``against``."""
    target, rival = word_after(inputs, inputs.target), word_after(inputs, against)
    if target:
        token, label, probability = target.tokens[0].id, target.tokens[0].label, target.first_probability
    else:
        likeliest = inputs.ask(next_token).top.iloc[0]
        token, label, probability = int(likeliest["id"]), str(likeliest["token"]), float(likeliest["probability"])
    if rival is None or rival.tokens[0].id == token:
        return Answer(token, label, probability)
    return Answer(token, label, probability, rival.tokens[0].id, rival.tokens[0].label)
