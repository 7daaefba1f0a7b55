"""From a finding to its cause and its cure: one click each, with the prompt and the target carried along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from lmdash.ui.ffn_interventions.find import LOWER, VIEW
from lmdash.ui.frame.addresses.every_page import POSITION
from lmdash.ui.frame.inputs import Inputs, take_up
from lmdash.ui.frame.sidebar import BRANCH, STEP
from lmdash.ui.frame.sitemap import (
    ATTENTION,
    ATTRIBUTIONS,
    FFN_INTERVENTIONS,
    HIDDEN_STATES,
    NEXT_TOKEN,
    PageInfo,
    why_not,
)
from lmdash.ui.frame.target import AGAINST
from lmdash.ui.output_checks.source import leave_for

_GOING = "_going_to"


@dataclass(frozen=True)
class Place:
    """Where a finding was written: the text before it as a prompt, the word as a target, and the prompts of the batch
    that it comes from (none where the texts were given).
    """

    prompt: str
    target: str
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A question about a place and the page that answers it, with the controls that are set there."""

    label: str
    icon: str
    page: PageInfo
    controls: Mapping[str, str] = field(default_factory=dict)
    help: str = ""


WHY = (
    Step("Why this token?", ":material/bar_chart:", NEXT_TOKEN, {"view": "Probabilities"},
         "How likely it was there, and what else could have come."),
    Step("Which words caused it?", ":material/format_ink_highlighter:", ATTRIBUTIONS, {},
         "Which words of the text before made the model write it."),
    Step("Which layer wrote it?", ":material/layers:", HIDDEN_STATES, {"states": "Logit lens"},
         "After which layer it leads."),
    Step("What did the FFNs write?", ":material/build:", FFN_INTERVENTIONS, {VIEW: "Trace"},
         "Which value vectors push it up, layer by layer."),
    Step("Which head brought it?", ":material/visibility:", ATTENTION, {},
         "Where each head looked when it was written."),
)  # fmt: skip
FIND_EDIT = Step(
    "Find an edit against it", ":material/search:", FFN_INTERVENTIONS, {VIEW: "Find an edit", "find_want": LOWER},
    "Which few value vectors would have to change so that the model writes something else.",
)  # fmt: skip


def questions(inputs: Inputs, place: Place, steps: Sequence[Step], key: str) -> None:
    """A button for each step; the labels hold nothing of the text."""
    with st.container(horizontal=True, width="content"):
        for number, step in enumerate(steps):
            reason = why_not(step.page, inputs.model)
            st.button(
                step.label,
                key=f"{key}_{number}",
                icon=step.icon,
                help=f"Not with this model: {reason}." if reason else step.help,
                disabled=bool(reason),
                on_click=go,
                args=(place, step),
            )


def go(place: Place, step: Step) -> None:
    """Set what the page is to show; the page that is left goes there when it is drawn next.  For callbacks."""
    leave_for(place.prompts, place.prompt)
    take_up(place.prompt, place.target)
    controls = dict(step.controls)
    if controls.get(VIEW) == "Find an edit":
        controls["find_word"] = place.target
    st.session_state.update(controls)
    _set_out(step.page, controls)


def branch(prompt: str, ids: Sequence[int], controls: Mapping[str, object], prompts: tuple[str, ...]) -> None:
    """Open the generation explorer on ``prompt`` where the first tokens are ``ids``, the last of them taken by hand.

    ``controls`` are the explorer's: with those of the batch everything up to the branch is as it was.  For callbacks.
    """
    leave_for(prompts, prompt)
    take_up(prompt)
    st.session_state.update({"view": "Write on", **controls})
    address = {"view": "Write on", BRANCH: ".".join(map(str, ids)), STEP: str(len(ids) - 1)}
    _set_out(NEXT_TOKEN, address | {name: str(value) for name, value in controls.items()})


def _set_out(page: PageInfo, address: Mapping[str, str]) -> None:
    for name in (POSITION, STEP, BRANCH, AGAINST):
        st.query_params.pop(name, None)
    st.session_state.pop(AGAINST, None)
    st.session_state[_GOING] = (page.file, {name: value for name, value in address.items() if value})


def leave() -> None:
    """First thing on the page: if a click asked for another one, go there."""
    if _GOING in st.session_state:
        file, address = st.session_state.pop(_GOING)
        st.switch_page(file, query_params=address)
