"""The link to what is on the screen: copied by one click, with a line of comment for whoever opens it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lmdash.ui.frame.addresses.every_page import COMMENT, LONGEST_COMMENT, MODEL, PROMPT
from lmdash.ui.frame.inputs import current
from lmdash.ui.kit import address
from lmdash.ui.kit.assets import component
from lmdash.ui.kit.sentence import say

_share = component("lmdash.share", __file__, "share")


def share_button(page: str) -> None:
    """A button that copies the link and says what it holds and what it does not."""
    model = current().model.id
    data = {
        "always": {MODEL.name: MODEL.write(model)[0], PROMPT.name: PROMPT.write(PROMPT.value)[0]},
        "comment": COMMENT.name,
        "longest": LONGEST_COMMENT,
        "known": _known(page, model),
    }
    _share(key="share", data=data)


def _known(page: str, model: str) -> list[str]:
    """What to know before sending it, in sentences."""
    said = ["The link holds your prompt and what you typed on this page: whoever gets it can read that."]
    left_out = address.left_out(page)
    if left_out:
        said.append(f"Too long for a link, so not in it: {', '.join(left_out)}.")
    if Path(model).is_absolute():
        said.append("The model is a folder or file of this computer, so it opens only where that is there too.")
    return said


def show_comment() -> None:
    """What the sender of a link wrote, until it is put away or another prompt is asked about."""
    if not COMMENT.value:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        say(("With this link came a comment: ", "faint"), COMMENT.value, tone="comment", key="comment")
        st.button("Close", key="close_comment", icon=":material/close:", type="tertiary", on_click=COMMENT.clear)
