"""What Enter does in the boxes for a prompt; what answers an older text is grey meanwhile (everywhere.css)."""

from __future__ import annotations

from lmdash.ui.kit.assets import component

PROMPT_LABEL, START_LABEL, CHAT_LABEL = "Prompt", "Type the beginning of a text", "Your message"
HELP = "Press Enter to run it. Shift+Enter breaks the line."
_enter = component("lmdash.enter", __file__, "enter")


def enter_runs() -> None:
    """For the shell: once on every page."""
    _enter(key="enter", data={"labels": [PROMPT_LABEL, START_LABEL, CHAT_LABEL]})
