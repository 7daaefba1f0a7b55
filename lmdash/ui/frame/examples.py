"""Examples of prompts, by what they teach: in the sidebar on every page, and with what they show on Start."""

from __future__ import annotations

import streamlit as st

from lmdash.demo.cases.examples import EXAMPLES
from lmdash.ui.frame.inputs import set_prompt

_SHOWS = {example.prompt: example.shows for group in EXAMPLES.values() for example in group}


def examples_in_sidebar() -> None:
    """A box with a button for each."""
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


def what_it_shows(prompt: str) -> None:
    """What to look for, where the prompt is one of the examples."""
    if prompt in _SHOWS:
        st.caption(_SHOWS[prompt])


def examples_on_start() -> None:
    """Each with a button that takes it up and what it shows."""
    for tab, (group, each) in zip(
        st.tabs([group.title for group in EXAMPLES], key="examples"), EXAMPLES.items(), strict=True
    ):
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
                    st.caption(example.shows)
