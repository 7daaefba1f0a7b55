"""The text that ablations and variants are about: the target word with all its tokens, or the model's own answer."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lmdash.analyses.common.tokens import text_of
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.models.values import Ids
from lmdash.ui.frame.inputs import Inputs, watched_target


@dataclass(frozen=True)
class Target:
    """Tokens after the prompt, what they are called and how likely they are there; ``chosen`` by the person, or the
    likeliest one.
    """

    ids: Ids
    label: str
    probability: float
    chosen: bool

    @property
    def token(self) -> int:
        """Its first token."""
        return self.ids[0]

    @property
    def several(self) -> bool:
        """Whether it has more than one."""
        return len(self.ids) > 1

    @property
    def style(self) -> str:
        """How sentences mark it."""
        return "target" if self.chosen else "token"


def target_of(inputs: Inputs) -> Target:
    """The target word, of which only the first token counts where the rest does not fit the context."""
    watched = watched_target()
    if watched:
        fits = not math.isnan(watched.log_probability)
        tokens = watched.tokens if fits else watched.tokens[:1]
        share = watched.probability if fits else watched.first_probability
        return Target(tuple(token.id for token in tokens), "".join(token.label for token in tokens), share, True)
    first = inputs.ask(next_token).top.iloc[0]
    return Target((int(first["id"]),), str(first["token"]), float(first["probability"]), False)


def edits_of(inputs: Inputs) -> Interventions:
    """The interventions for texts of other lengths: the last token stays the last, unless an earlier one is chosen."""
    return inputs.edits if inputs.at_end else resolve(inputs.edits, len(inputs.read.ids))


def text_before(inputs: Inputs) -> str:
    """The prompt up to the chosen token, as it would be typed."""
    return inputs.read.text if inputs.at_end else inputs.ask(text_of, ids=inputs.ids, begins=True)
