"""What the Attributions page asks: what is explained, by which method, of which parts; and its answer, run or kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from lmdash.analyses.attributions.attribution import Estimate, attribute, estimate
from lmdash.analyses.attributions.result import Attribution, MethodName, Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.features import Grouping
from lmdash.analyses.common.replacement import Replacement
from lmdash.analyses.next_token.next_token import next_token
from lmdash.charts.numbers import count, percent_in_words
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.ui.attributions.subject import Subject
from lmdash.ui.frame.addresses.attributions import METHOD, PARTS
from lmdash.ui.frame.compare import Shown
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.kinds import Choice
from lmdash.ui.kit.sentence import Part

QUICK = 4.0  # seconds: what takes longer waits for a click
_WANTED = "_attributions_wanted"


@dataclass(frozen=True)
class Question:
    """One question to the model, as plain values."""

    inputs: Inputs
    subject: Subject
    method: MethodName
    grouping: Grouping
    spans: str
    replacement: Replacement
    options: Options
    shown: Shown

    @property
    def edits(self) -> Interventions:
        """The interventions to compute with, the changed model's for a difference; “last” stays the prompt's last."""
        return resolve(self.shown.edits, len(self.inputs.read.ids))

    @property
    def setup(self) -> Setup:
        """What every analysis of this question is asked about."""
        return Setup(
            self.inputs.ids,
            self.subject.objective,
            self.grouping,
            self.spans,
            self.replacement,
            self.edits,
            self.inputs.read.format,
        )

    def cost(self, method: MethodName | None = None) -> Estimate:
        """What a method will take, measured before it is run."""
        return self.inputs.ask(estimate, setup=self.setup, method=method or self.method, options=self.options)

    def quick(self, seconds: float) -> bool:
        """Whether it may run without being asked for."""
        return seconds <= QUICK

    def affordable(self, seconds: float, what: str, button: str) -> bool:
        """Whether to go on: at once where it is quick, and after a click on the button that is drawn otherwise.

        A click is remembered, so that what was run once comes back from the cache when controls change back.
        """
        if self.quick(seconds) or self._wanted(what) in st.session_state.get(_WANTED, ()):
            return True
        st.button(
            f"{button} (about {in_time(seconds)})",
            key=f"run_{what}",
            icon=":material/play_arrow:",
            type="primary",
            on_click=self.want,
            args=(what,),
        )
        return False

    def want(self, what: str) -> None:
        """Remember that this was asked for, however long it takes; for callbacks."""
        st.session_state.setdefault(_WANTED, set()).add(self._wanted(what))

    def _wanted(self, what: str) -> str:
        return repr((what, self.inputs.model.id, self.setup, self.options))

    def run(self, method: MethodName | None = None) -> Attribution | None:
        """The attribution; None when the person stopped it."""
        method = method or self.method
        about = {"method": method, "options": self.options}
        doing = f"{method.label} runs the model"
        found = self.inputs.ask_watched(attribute, doing=doing, setup=self.setup, **about)
        if found is None or not self.shown.change:
            return found
        without = replace(self.setup, edits=())
        plain = self.inputs.ask_watched(attribute, doing=f"{doing} without the interventions", setup=without, **about)
        return None if plain is None else found.minus(plain)


def in_time(seconds: float) -> str:
    """``12 s``, ``3 min``."""
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(1.0, seconds):.0f} s"


def run_or_offer(question: Question) -> Attribution | None:
    """The attribution, at once where it is quick; where it is not, what it will take, a button, and quicker ways."""
    cost, method = question.cost(), question.method.label
    seconds = cost.seconds * (2 if question.shown.change else 1)
    row = st.container(horizontal=True, vertical_alignment="center")
    with row:
        go_on = question.affordable(seconds, _attribution(question), f"Run {method}")
    if go_on:
        return question.run()
    with row:
        for quicker, control, choice in (
            (replace(question, method=MethodName.LEAVE_ONE_OUT), METHOD, MethodName.LEAVE_ONE_OUT),
            (replace(question, method=MethodName.GRADIENT), METHOD, MethodName.GRADIENT),
            (replace(question, grouping=Grouping.SENTENCES), PARTS, Grouping.SENTENCES),
        ):
            less = quicker.cost().seconds
            if less < seconds / 2:
                st.button(
                    f"{choice.label} instead ({in_time(less)})",
                    key=f"instead_{choice}",
                    type="tertiary",
                    on_click=_take,
                    args=(quicker, control, choice),
                )
    st.caption(f"{method} runs the model on {count(cost.evaluations)} versions of this prompt. The results are kept.")
    return None


def _attribution(question: Question) -> str:
    return f"attribution_{question.method}"


def _take(quicker: Question, control: Choice, choice: object) -> None:
    """Choose the quicker way and run it: the button has said how long that takes."""
    control.set(choice)
    quicker.want(_attribution(quicker))


def not_yet(question: Question) -> list[Part]:
    """‘The model says ␣Paris (97%). To see which words mattered for ␣Paris, run SHAP below.’, for instance."""
    prediction = question.inputs.ask(next_token, edits=question.edits)
    share = percent_in_words(prediction.probability)
    says: list[Part] = ["The model says ", (prediction.token, "token"), f" ({share}). "]
    return [*says, "To see which words mattered for ", question.subject.part, f", run {question.method.label} below."]
