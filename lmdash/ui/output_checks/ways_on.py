"""From a finding to its cause and its repair: one click each, with the prompt and the target carried along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from lmdash.analyses.common.chat import Moment
from lmdash.ui.frame.addresses import attention, attributions, hidden_states, next_token
from lmdash.ui.frame.addresses import ffn_interventions as ffn
from lmdash.ui.frame.conversation import came_from
from lmdash.ui.frame.inputs import look_at_answer_to, take_up
from lmdash.ui.frame.sitemap import (
    ATTENTION,
    ATTRIBUTIONS,
    FFN_INTERVENTIONS,
    HIDDEN_STATES,
    NEXT_TOKEN,
    OUTPUT_CHECKS,
    PageInfo,
)
from lmdash.ui.frame.way_on import way_on
from lmdash.ui.kit import address
from lmdash.ui.kit.control import Control
from lmdash.ui.output_checks.source import leave_for


@dataclass(frozen=True)
class Place:
    """Where a finding was written: the text before it as a prompt, the word as a target, and the prompts of the batch
    that it comes from (none where the texts were given); ``instead`` is the word that should stand there, if the checks
    know it.  In a chat ``prompt`` is the message, and ``answer`` the moment of its answer.
    """

    prompt: str
    target: str
    instead: str = ""
    prompts: tuple[str, ...] = ()
    answer: Moment | None = None


@dataclass(frozen=True)
class Step:
    """A question about a place and the page that answers it, with what is chosen there."""

    label: str
    icon: str
    page: PageInfo
    values: Mapping[Control, object]
    help: str


WHY = (
    Step(
        "Why this token?",
        ":material/bar_chart:",
        NEXT_TOKEN,
        {next_token.VIEW: next_token.View.PROBABILITIES},
        "How likely it was, and what else could have come.",
    ),
    Step(
        "Which words caused it?",
        ":material/format_ink_highlighter:",
        ATTRIBUTIONS,
        {attributions.EXPLAIN: attributions.Explain.NEXT},
        "Which of the words before it made the model write it.",
    ),
    Step(
        "Which layer wrote it?",
        ":material/layers:",
        HIDDEN_STATES,
        {hidden_states.VIEW: hidden_states.View.LENS},
        "From which layer on it is the model's first choice.",
    ),
    Step(
        "What did the FFNs write?",
        ":material/build:",
        FFN_INTERVENTIONS,
        {ffn.VIEW: ffn.View.TRACE, ffn.AGAINST: ""},
        "Which value vectors made it more likely, layer by layer.",
    ),
    Step(
        "Which head brought it?",
        ":material/visibility:",
        ATTENTION,
        {attention.TOWARDS: "", attention.AGAINST: ""},
        "Where each head looked when it was written.",
    ),
)
FIND_EDIT = Step(
    "Make it say something else",
    ":material/search:",
    FFN_INTERVENTIONS,
    {},
    "Finds a few value vectors to change so that the model writes the right word, if it is known, or another one.",
)


def questions(place: Place, steps: Sequence[Step], key: str) -> None:
    """A button for each step; the labels hold nothing of the text."""
    with st.container(horizontal=True, width="content"):
        for number, step in enumerate(steps):
            way_on(
                step.label, step.page, step.help, key=f"{key}_{number}", icon=step.icon, on_click=go, args=(place, step)
            )


def go(place: Place, step: Step) -> None:
    """Open the page of a question on the place; for callbacks."""
    _take_up(place, place.target)
    wish = ffn.search_for(place.instead, place.target) if step is FIND_EDIT else {}
    address.go(step.page, {**step.values, **wish})


def _take_up(place: Place, target: str) -> None:
    leave_for(place.prompts, place.prompt)
    if place.answer:
        look_at_answer_to(place.prompt, place.answer, target)
        came_from(OUTPUT_CHECKS)
    else:
        take_up(place.prompt, target)


def branch(place: Place, ids: Sequence[int], sampling: Mapping[Control, object]) -> None:
    """Open the generation explorer on a place where the first tokens are ``ids``, the last of them taken by hand.

    ``sampling`` is set on the explorer: with that of the batch nothing before the branch changes.  For callbacks.
    """
    _take_up(place, "")
    own = {next_token.VIEW: next_token.View.WRITE_ON, next_token.BRANCH: tuple(ids), next_token.STEP: len(ids) - 1}
    address.go(NEXT_TOKEN, {**own, **sampling})
