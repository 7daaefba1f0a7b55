"""The inputs that every page shares: model, prompt and target.  They live in the address, under these names."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import streamlit as st

from lmdash.analyses.common.tokens import ReadPrompt, read_prompt
from lmdash.analyses.common.watch import WatchedWord, watch
from lmdash.demo.cases.examples import EXAMPLES
from lmdash.errors import ModelUnavailableError
from lmdash.models.interventions.values import Intervention
from lmdash.models.opening.catalog import DEMO, SUGGESTED
from lmdash.models.service import service
from lmdash.models.values import ModelInfo
from lmdash.settings import DEFAULT_PROMPT, settings
from lmdash.ui.frame.about import about_model, in_a_line
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.interventions import draw_interventions
from lmdash.ui.kit.sentence_and_strip import say

MODEL, PROMPT, TARGET, CHAT = "model", "prompt", "target", "chat"
POSITION, STEP, BRANCH = "position", "step", "branch"
FEATURE, PART = "feature", "part"  # the chosen word of Attributions, of Prompt ablation
_OPEN = "_open_model"
_INPUTS = "_inputs"
_ABOUT = "_prompt_and_model"


@dataclass(frozen=True)
class Inputs:
    """What the person works on: an open model, the prompt as it reads it, the chosen position, the target word, and the
    interventions that are on.
    """

    model: ModelInfo
    prompt: str
    read: ReadPrompt
    position: int
    target: str
    edits: tuple[Intervention, ...]

    @property
    def at_end(self) -> bool:
        """Whether the chosen position is the end of the prompt."""
        return self.position == len(self.read.ids) - 1

    @property
    def ids(self) -> tuple[int, ...]:
        """The tokens up to the chosen position, which every number on a page is about."""
        return self.read.ids[: self.position + 1]


def current() -> Inputs:
    """The inputs of this run, which the shell has read before the page began."""
    return st.session_state[_INPUTS]


def watched_target() -> WatchedWord | None:
    """The target word as the next text after the chosen position; None if there is no target."""
    inputs = current()
    if not inputs.target:
        return None
    watched = ask(
        inputs.model.id, watch, ids=inputs.ids, words=(inputs.target,), leading_space=True, edits=inputs.edits
    )
    return watched[0] if watched else None


def set_prompt(prompt: str, target: str = "") -> None:
    """Work on another prompt; for callbacks, so that the widgets show it."""
    st.session_state[PROMPT] = prompt
    st.session_state[TARGET] = target


def take_up(prompt: str, target: str = "") -> None:
    """As :func:`set_prompt` on the way to another page: the step and branch that its address brings belong to it."""
    set_prompt(prompt, target)
    st.session_state[CHAT] = False  # the text has been through the chat format, if there is one
    st.session_state.pop(_ABOUT, None)


def set_position(position: int) -> None:
    """Work on another position of the prompt; the last one leaves the address."""
    if position == len(current().read.ids) - 1:
        st.query_params.pop(POSITION, None)
    else:
        st.query_params[POSITION] = str(position)


def _forget_choices_about_another(subject: tuple[str, str, bool]) -> None:
    """Drop from the address what only made sense for the prompt or model before."""
    if st.session_state.get(_ABOUT, subject) != subject:
        for name in (POSITION, STEP, BRANCH, FEATURE, PART):
            st.query_params.pop(name, None)
    st.session_state[_ABOUT] = subject


def draw_sidebar() -> None:
    """Draw the shared widgets and read them; a problem is said on top of the page and the last good model stays."""
    with st.sidebar:
        model_id = st.selectbox(
            "Model",
            list(SUGGESTED),
            key=MODEL,
            bind="query-params",
            accept_new_options=True,
            help="The built-in model (demo), a model of Hugging Face by its id, or the full path of a folder. Sizes: "
            + ", ".join(f"{name} {size}" for name, size in SUGGESTED.items())
            + ".",
        )
        about = st.empty()
        prompt = st.text_area(
            "Prompt",
            DEFAULT_PROMPT,
            key=PROMPT,
            bind="query-params",
            height=100,
            help="The text that the model goes on from. Ctrl+Enter, or a click elsewhere, runs it.",
        )
        chat_place = st.container()
        target = st.text_input(
            "Target word",
            key=TARGET,
            bind="query-params",
            placeholder="the model's own choice",
            help="A word that you expect or fear. Every page says how likely it is. It is read after a space; in "
            'quotation marks it is read as it stands: `"."`, `"s"`.',
        )
        edits_place = st.container()
        with st.popover("Examples", icon=":material/lightbulb:", width="stretch"):
            for group, examples in EXAMPLES.items():
                st.caption(f"**{group.title}**")
                for example in examples:
                    st.button(
                        example.title,
                        key=f"sidebar_{example.prompt}",
                        on_click=set_prompt,
                        args=(example.prompt, example.target),
                        type="tertiary",
                    )
    info = _open(model_id or DEMO)
    with about.container():
        st.caption(in_a_line(info))
        about_model(info)
    with chat_place:
        chat = _chat_toggle(info)
    with edits_place:
        edits = draw_interventions(info)
    _forget_choices_about_another((prompt or "", info.id, chat))
    st.session_state[_INPUTS] = _read(info, prompt or "", (target or "").strip(), chat, edits)


def _chat_toggle(info: ModelInfo) -> bool:
    """Whether the prompt is a message in the model's chat format; asked only where the model has one."""
    if not info.chat:
        st.query_params.pop(CHAT, None)
        return False
    return st.toggle(
        "As a chat message",
        key=CHAT,
        bind="query-params",
        help="Puts the prompt into the format that this model was trained to chat in. The tokens of the format are "
        "shown with those of the prompt.",
    )


def _read(info: ModelInfo, prompt: str, target: str, chat: bool, edits: tuple[Intervention, ...]) -> Inputs:
    read = ask(info.id, read_prompt, text=prompt, reserve=settings().reserve_tokens, chat=chat)
    last = len(read.ids) - 1
    position = whole_number(st.query_params.get(POSITION, ""))
    return Inputs(info, prompt, read, last if position is None else min(position, last), target, edits)


def _open(model_id: str) -> ModelInfo:
    """Open the model that was asked for, or say why not and stay on the one that was open.

    What then fails as well is for the shell to say, in place of the page.
    """
    place = st.empty()

    def progress(fraction: float, doing: str) -> None:
        place.progress(fraction, text=doing)

    before = st.session_state.get(_OPEN, DEMO)
    try:
        info = service().open(model_id, progress)
    except ModelUnavailableError as error:
        if model_id == before:
            raise
        say(f"{error} Meanwhile the app stays on {before}.", tone="error")
        info = service().open(before)
    finally:
        place.empty()
    st.session_state[_OPEN] = info.id
    return info


def whole_number(text: str) -> int | None:
    """The whole number that a part of the address says; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def share_link() -> str:
    """The address of this page with everything that it shows, model and prompt always named."""
    base = (st.context.url or "").split("?")[0]
    inputs = current()
    values = {MODEL: inputs.model.id, PROMPT: inputs.prompt} | {
        name: st.query_params.get_all(name) for name in st.query_params if name not in (MODEL, PROMPT)
    }
    return f"{base}?{urlencode(values, doseq=True, quote_via=quote)}"
