"""Examples of prompts, by what they teach: in the sidebar on every page, and with what they show on Start."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.next_token.next_token import NextToken
from lmdash.demo.cases.examples import EXAMPLES, ON_ANY_MODEL, Example, Group
from lmdash.models.opening.catalog import DEMO
from lmdash.models.values import ModelInfo
from lmdash.ui.frame.inputs import Inputs, set_prompt


def examples_of(info: ModelInfo) -> dict[Group, tuple[Example, ...]]:
    """Those that make sense on a model."""
    return EXAMPLES if info.id == DEMO else ON_ANY_MODEL


def examples_in_sidebar(info: ModelInfo) -> None:
    """A box with a button for each."""
    with st.popover("Examples", icon=":material/lightbulb:", width="stretch"):
        for group, examples in examples_of(info).items():
            st.caption(f"**{group.title}**")
            for example in examples:
                st.button(
                    example.title,
                    key=f"sidebar_{example.prompt}",
                    on_click=set_prompt,
                    args=(example.prompt, example.target),
                    type="tertiary",
                )


def what_it_shows(inputs: Inputs, prediction: NextToken) -> None:
    """What an example shows, where it is the prompt and the model says what makes that true."""
    said = prediction.token.strip("␣")
    for example in (each for group in examples_of(inputs.model).values() for each in group):
        if example.prompt == inputs.prompt and inputs.at_end and (not example.says or said in example.says):
            st.caption(example.shows)


def examples_on_start(info: ModelInfo) -> None:
    """Each with a button that takes it up and what it shows, or asks."""
    groups = examples_of(info)
    tabs = st.tabs([group.title for group in groups], key="examples")
    for tab, (group, each) in zip(tabs, groups.items(), strict=True):
        with tab:
            for example in each:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.button(
                        example.title,
                        key=f"example_{example.prompt}",
                        icon=group.icon,
                        on_click=set_prompt,
                        args=(example.prompt, example.target),
                    )
                    st.caption(example.asks or example.shows)
