"""What the Attributions page asks: what is explained, by which method, of which parts; and its answer, run or kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lmdash.analyses.attributions.attribution import Estimate, attribute, estimate
from lmdash.analyses.attributions.result import Attribution, MethodName, Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.features import Grouping
from lmdash.analyses.common.replacement import Replacement
from lmdash.analyses.next_token.next_token import next_token
from lmdash.charts.numbers import count, percent_in_words
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.ui.attributions.subject import Subject
from lmdash.ui.frame.addresses.attributions import METHOD, PARTS
from lmdash.ui.frame.compare import Shown
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.kinds import Choice
from lmdash.ui.kit.sentence import Part

QUICK = 4.0  # seconds: what takes longer waits for a click
AT_ONCE = 0.25  # of them: an answer that takes longer comes after a first estimate
LONG = 60.0  # seconds: a better answer that takes longer waits for a click
_WANTED, _KNOWN, _REMEMBERED = "_attributions_wanted", "_attributions_known", 100  # questions of a session


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
        if found is not None and self.shown.change:
            without = replace(self.setup, edits=())
            doing = f"{doing} without the interventions"
            plain = self.inputs.ask_watched(attribute, doing=doing, setup=without, **about)
            found = None if plain is None else found.minus(plain)
        if found is not None:
            self._note(method, there=True)
        return found

    def first(self, ways: Sequence[MethodName]) -> Attribution | None:
        """The first of some quick ways that this model allows."""
        for way in ways:
            try:
                return self.run(way)
            except InputError:
                self._note(way, there=False)
        return None

    def is_there(self, method: MethodName) -> bool:
        """Whether this was found before, and so is kept."""
        return self._known.get(self._asked(method), False)

    def failed(self, method: MethodName) -> bool:
        """Whether the model does not allow it."""
        return not self._known.get(self._asked(method), True)

    def _asked(self, method: MethodName) -> str:
        return repr((method, self.inputs.model.id, self.setup, self.options, self.shown.change))

    @property
    def _known(self) -> dict[str, bool]:
        return st.session_state.get(_KNOWN, {})

    def _note(self, method: MethodName, *, there: bool) -> None:
        """Remember of the last questions whether they were answered, or cannot be."""
        asked = self._asked(method)
        others = {each: known for each, known in self._known.items() if each != asked}
        st.session_state[_KNOWN] = dict(list(others.items())[1 - _REMEMBERED :]) | {asked: there}


def in_time(seconds: float) -> str:
    """``12 s``, ``3 min``."""
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(1.0, seconds):.0f} s"


@dataclass(frozen=True, eq=False)
class SoFar:
    """The best answer that there is, if any, and the ``better`` method that is run once it is drawn."""

    found: Attribution | None
    better: MethodName | None = None


def best_so_far(question: Question) -> SoFar:
    """The attribution, at once where it is quick; where it is not, the best of the quicker ways that is there already,
    relevance first, while the better ones are run one by one.  What takes very long waits for a click.
    """
    seconds = question.cost().seconds * (2 if question.shown.change else 1)
    estimate_only = question.method is MethodName.RELEVANCE
    if estimate_only or question.quick(seconds / AT_ONCE) or question.is_there(question.method):
        return SoFar(question.run())
    if question.shown.change:  # quicker ways say how the answer comes about, which does not give what a change does
        return SoFar(question.run() if _offered(question, seconds) else None)
    ways = [way for way in _QUICKER if way is not question.method and not question.failed(way)]
    there = [way for way in ways if question.is_there(way)]
    if not there:
        found = question.first(ways)
        return SoFar(found, _next(question, seconds, found.method if found else None))
    best = there[-1]
    return SoFar(question.run(best), _next(question, seconds, best))


_QUICKER = (MethodName.RELEVANCE, MethodName.LEAVE_ONE_OUT)


def _next(question: Question, seconds: float, best: MethodName | None) -> MethodName | None:
    """What is run next: leave-one-out between the estimate and what was chosen, which is asked for where it is long."""
    if best is MethodName.RELEVANCE and question.method not in _QUICKER:
        less = question.cost(MethodName.LEAVE_ONE_OUT).seconds
        if less <= min(LONG, seconds / 2):
            return MethodName.LEAVE_ONE_OUT
    return question.method if _offered(question, seconds) else None


def _offered(question: Question, seconds: float) -> bool:
    """Whether to run what was chosen: a button, and parts that are quicker, where it is long."""
    method = question.method.label
    if seconds <= LONG and not question.shown.change:
        return True
    row = st.container(horizontal=True, vertical_alignment="center")
    with row:
        go_on = question.affordable(seconds, _attribution(question), f"Run {method}")
    if go_on:
        return True
    with row:
        for quicker, control, choice in (
            (replace(question, method=MethodName.LEAVE_ONE_OUT), METHOD, MethodName.LEAVE_ONE_OUT),
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
    runs = count(question.cost().evaluations)
    st.caption(f"{method} runs the model on {runs} versions of this prompt. The results are kept.")
    return False


def improve(question: Question, better: MethodName) -> None:
    """Run the better method below the answer that is drawn, and draw the page anew with it; a stop keeps the answer."""
    if question.run(better) is not None:
        st.rerun()


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
