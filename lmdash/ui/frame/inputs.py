"""The inputs that every page shares, as this run has read them, and how to change them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from lmdash.analyses.common.chat import Moment, written_word
from lmdash.analyses.common.tokens import ReadPrompt
from lmdash.analyses.common.watch import WatchedWord, watch
from lmdash.analyses.next_token.continuation import Continuation, continuation
from lmdash.models.interventions.values import Interventions
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Chat, Ids, ModelInfo
from lmdash.settings import settings
from lmdash.ui.frame.addresses.every_page import ANSWER, CHAT, POSITION, PROMPT, TARGET, fitting
from lmdash.ui.frame.ask import ask, ask_watched, taken_by
from lmdash.ui.kit import address
from lmdash.ui.kit.control import About

Result = TypeVar("Result")
_INPUTS, _TARGET_BEFORE = "_inputs", "_target_before_answer"


@dataclass(frozen=True)
class Inputs:
    """What the person works on: an open model, the prompt as it reads it, the chosen position, the target word, and the
    interventions that are on; where the prompt is a message in a ``chat``, what stands before it, and the ``moment`` of
    the answer that is looked at.
    """

    model: ModelInfo
    prompt: str
    read: ReadPrompt
    position: int
    target: str
    edits: Interventions
    chat: Chat | None = None
    moment: Moment | None = None

    @property
    def asked(self) -> tuple[int, ...]:
        """The tokens of the prompt without what is taken as said of an answer."""
        return self.read.ids[: self.read.asked]

    @property
    def said(self) -> tuple[int, ...]:
        """The tokens of an answer up to the chosen position."""
        return self.ids[self.read.asked :]

    @property
    def at_end(self) -> bool:
        """Whether the chosen position is the end of the prompt."""
        return self.position == len(self.read.ids) - 1

    @property
    def ids(self) -> tuple[int, ...]:
        """The tokens up to the chosen position, which every number on a page is about."""
        return self.read.ids[: self.position + 1]

    def ask(self, analysis: Callable[..., Result], **more: object) -> Result:
        """The result of a quick analysis of these inputs: the prompt's ids, the position and the interventions go
        along where the analysis takes them, and ``more`` beside or instead.
        """
        return ask(self.model.id, analysis, **(self._shared(analysis) | more))

    def ask_watched(self, analysis: Callable[..., Result], *, doing: str, **more: object) -> Result | None:
        """As :meth:`ask` for an analysis that may take seconds; None when the person stopped it."""
        return ask_watched(self.model.id, analysis, doing=doing, **(self._shared(analysis) | more))

    def goes_on(self, tokens: int, **more: object) -> Continuation | None:
        """How the text goes on from the chosen position, always the most likely token; shown as it is written.

        What was written until then where the person stopped it, and None where that is nothing.
        """
        new_tokens = min(tokens, settings().max_new_tokens)
        question = {"ids": self.ids, "sampling": Sampling(), "new_tokens": new_tokens, "forced": ()}
        return self.ask_watched(continuation, doing="Writing", **(question | more))

    def _shared(self, analysis: Callable[..., object]) -> dict[str, object]:
        every = {"ids": self.read.ids, "position": self.position, "edits": self.edits}
        return {name: value for name, value in every.items() if name in taken_by(analysis)}


def current() -> Inputs:
    """The inputs of this run, which the shell has read before the page began."""
    return st.session_state[_INPUTS]


def keep(inputs: Inputs) -> None:
    """Have these as the inputs of this run."""
    st.session_state[_INPUTS] = inputs


def watched_target() -> WatchedWord | None:
    """The target word as the next text after the chosen position; None if there is no target."""
    return word_after(current(), current().target)


def word_after(inputs: Inputs, word: str) -> WatchedWord | None:
    """A word as the text after the chosen token; None where there is none."""
    if not word.strip():
        return None
    watched = inputs.ask(watch, ids=inputs.ids, words=(word.strip(),), leading_space=True)
    return watched[0] if watched else None


def set_prompt(prompt: str, target: str = "") -> None:
    """Work on another prompt, and on nothing that was chosen in the one before; for callbacks, which may then choose in
    the new one.
    """
    for about in (About.WORDING, About.PROMPT):
        address.forget(about)
    PROMPT.set(prompt)
    TARGET.set(target)


def take_up(prompt: str, target: str = "") -> None:
    """As :func:`set_prompt` for a text that the model has read already; for callbacks."""
    set_prompt(prompt, target)
    CHAT.set(False)  # the text is no message


def set_position(position: int) -> None:
    """Work on another position of the prompt; in an answer, on the word that came after it."""
    inputs = current()
    last = inputs.read.asked - 1
    if inputs.moment and position >= last:
        look_at(inputs.moment.ids, position - last)
    else:
        POSITION.set(None if position == len(inputs.read.ids) - 1 else position)


def look_at(ids: Ids, said: int) -> None:
    """Work on the word of an answer to the prompt that goes on after so many of its tokens; for callbacks."""
    inputs = current()
    if inputs.moment is None:
        st.session_state[_TARGET_BEFORE] = TARGET.value
    moment = fitting(Moment(ids, said))
    address.forget(About.PROMPT)
    ANSWER.set(moment)
    TARGET.set(inputs.ask(written_word, before=inputs.asked, moment=moment))


def look_at_answer_to(prompt: str, moment: Moment, target: str) -> None:
    """As :func:`look_at` for the answer to any message; for callbacks."""
    before = TARGET.value if prompt == PROMPT.value else ""
    set_prompt(prompt, target)
    CHAT.set(True)
    ANSWER.set(fitting(moment))
    st.session_state[_TARGET_BEFORE] = before


def leave_answer() -> None:
    """Work on the prompt again, and on the target that it had; for callbacks."""
    address.forget(About.PROMPT)
    TARGET.set(st.session_state.pop(_TARGET_BEFORE, ""))
