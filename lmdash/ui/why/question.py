"""What the page Why this word? asks: one word after the chosen position, and the same of ordinary prompts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from lmdash.analyses.attributions.attribution import attribute, estimate
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.attributions.without import Without, without
from lmdash.analyses.common.features import Grouping, free
from lmdash.analyses.common.replacement import NEUTRAL, Replacement, ReplacementKind
from lmdash.analyses.common.target import Target, target_of
from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.hidden_states.trajectory import Trajectory, trajectory
from lmdash.analyses.why.ordinary import ORDINARY, Usual, usual
from lmdash.analyses.why.parts import PartsBehind, parts_behind
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.ui.frame.addresses.why import WORD, Word
from lmdash.ui.frame.ask import ask_in_parts
from lmdash.ui.frame.inputs import Inputs

OTHER_WORDS = Replacement(ReplacementKind.RESAMPLED)
LONGEST = 4.0  # seconds that hiding words may take before quicker ways are taken
_USUAL = "_usual_of_ordinary_prompts"


@dataclass(frozen=True)
class Question:
    """A word after the chosen position: the model's own answer, or the target word where the person asks for that."""

    inputs: Inputs
    target: Target

    @property
    def edits(self) -> Interventions:
        """Those that are on; “last” stays the prompt's last."""
        return resolve(self.inputs.edits, len(self.inputs.read.ids))

    @property
    def setup(self) -> Setup:
        """Its words, each hidden behind other words of the model's own; where that takes long behind one word, and
        where that does too, sentence by sentence.
        """
        setup = Setup(
            self.inputs.ids,
            Objective(self.target.ids),
            replacement=OTHER_WORDS,
            edits=self.edits,
            kept=self.inputs.read.format,
        )
        for quicker in ({}, {"replacement": NEUTRAL}, {"replacement": NEUTRAL, "grouping": Grouping.SENTENCES}):
            chosen = replace(setup, **quicker)
            if self.inputs.ask(estimate, setup=chosen, method=MethodName.LEAVE_ONE_OUT).seconds <= LONGEST:
                return chosen
        return chosen

    def words(self, setup: Setup, doing: str) -> Attribution | None:
        """What hiding each word takes from it; None when somebody stopped it, or there is nothing to hide."""
        found = self.inputs.ask_watched(attribute, doing=doing, setup=setup, method=MethodName.LEAVE_ONE_OUT)
        return found if found and free(found.features) else None

    def behind_one_word(self, setup: Setup) -> Attribution | None:
        """The same with one word in the place of all hidden ones; None where they were hidden so already."""
        if setup.replacement == NEUTRAL:
            return None
        return self.words(replace(setup, replacement=NEUTRAL), "Hiding words behind another one")

    def without(self, setup: Setup, number: int) -> Without:
        """What the model says when one part of the prompt is hidden."""
        return self.inputs.ask(without, setup=setup, hidden=(number,))

    def parts(self) -> PartsBehind:
        """The heads and value vectors that it needs."""
        return self.inputs.ask(parts_behind, ids=self.inputs.ids, target=self.target.token, edits=self.edits)

    def path(self) -> Trajectory:
        """How it rises from layer to layer."""
        return self.inputs.ask(trajectory, tokens=(self.target.token,))


def question(inputs: Inputs) -> Question:
    """What is asked, by the address."""
    word = inputs.target if WORD.value is Word.TARGET else ""
    return Question(inputs, inputs.ask(target_of, word=word).fitting)


def known_usual(inputs: Inputs) -> Usual | None:
    """What is usual for this model, where this session has asked."""
    return st.session_state.get(_USUAL, {}).get(inputs.model.id)


def ask_usual(inputs: Inputs) -> bool:
    """Ask the same two questions of ordinary prompts, whatever is changed; whether nobody stopped it."""
    model = inputs.model.id
    ids = [inputs.ask(read_prompt, text=text, reserve=1, chat=None).ids for text in ORDINARY]
    targets = [inputs.ask(target_of, ids=each, position=len(each) - 1, edits=()) for each in ids]
    doing = f"Asking the same of {len(ORDINARY)} ordinary prompts"
    setups = [
        {"setup": Setup(each, Objective(target.ids), replacement=OTHER_WORDS)}
        for each, target in zip(ids, targets, strict=True)
    ]
    words = ask_in_parts(model, attribute, setups, doing=doing, method=MethodName.LEAVE_ONE_OUT)
    asked = [{"ids": each, "target": target.token} for each, target in zip(ids, targets, strict=True)]
    parts = ask_in_parts(model, parts_behind, asked[: len(words)], doing=doing)
    if len(parts) < len(ORDINARY):
        return False
    found = usual([float(each.values.max()) for each in words], [each.most.drop for each in parts])
    st.session_state.setdefault(_USUAL, {})[model] = found
    return True
