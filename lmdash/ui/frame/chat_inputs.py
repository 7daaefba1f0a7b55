"""Whether the prompt is a message in a chat, and what was said before it."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.chat import earlier_turns, own_system_message
from lmdash.errors import InputError
from lmdash.models.values import Chat, ModelInfo
from lmdash.ui.frame.addresses.every_page import CHAT, EARLIER, SYSTEM
from lmdash.ui.frame.ask import ask
from lmdash.ui.kit.controls import text_area, toggle
from lmdash.ui.kit.sentence import say, shortened

TURNS = "You: My name is Ada.\nModel: Nice to meet you, Ada."


def chat_inputs(info: ModelInfo) -> Chat | None:
    """Draw the switch, and below it what stands before the message; None where the prompt is no message."""
    if not info.chat:
        if CHAT.value:
            say(
                f"{shortened(info.id)} has no chat format, so the prompt is read as plain text.",
                tone="note",
                key="no_chat",
            )
            st.button("Plain text is fine", icon=":material/check:", type="tertiary", on_click=CHAT.clear)
        return None
    on = toggle(
        CHAT,
        "As a chat message",
        help="Puts the prompt into the chat format that this model was trained on, and shows the model's answer.",
    )
    if not on:
        return None
    given = SYSTEM.value.strip() or EARLIER.value.strip()
    with st.expander("Before your message", icon=":material/forum:", expanded=bool(given)):
        own = ask(info.id, own_system_message)
        system = text_area(
            SYSTEM,
            "System message",
            height=80,
            placeholder=own or "none",
            help="What the model is told about its task before the conversation begins.",
        )
        if not system.strip():
            st.caption(
                "Empty: the model is told what its chat format says by itself (shown in the box)."
                if own
                else "Empty: this model's chat format has no system message of its own."
            )
        earlier = text_area(
            EARLIER,
            "Earlier turns",
            height=100,
            placeholder=TURNS,
            help="Lines that begin with “You:” and “Model:” in turn. The prompt is your next message.",
        )
        try:
            turns = earlier_turns(earlier)
        except InputError as error:
            say(str(error), tone="error", key="earlier_error")
            turns = ()
    return Chat(system.strip(), turns)
