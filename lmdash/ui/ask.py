"""Pages ask for an analysis here: from the cache if it was asked before, with progress and a stop if it takes long."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from lmdash.models.service import service

Result = TypeVar("Result")

PROGRESS_AFTER, STOP_AFTER = 0.6, 2.5  # seconds until a bar, and until a button to stop, is drawn
_STOPPED = "_stopped_request"


def ask(model_id: str, analysis: Callable[..., Result], **arguments: object) -> Result:
    """The result of a quick analysis on an open model; arguments are plain hashable values."""
    return service().run(model_id, analysis, **arguments)


def ask_watched(model_id: str, analysis: Callable[..., Result], *, doing: str, **arguments: object) -> Result | None:
    """As :func:`ask` for one that may take seconds; None when the person stopped it, with a button to go on."""
    request = repr((model_id, analysis.__qualname__, sorted(arguments.items())))
    place = st.empty()
    if st.session_state.get(_STOPPED) == request:
        with place.container(horizontal=True, vertical_alignment="center"):
            st.text("Stopped. Nothing was changed.")
            st.button("Go on", icon=":material/play_arrow:", on_click=st.session_state.pop, args=(_STOPPED,))
        return None
    began = time.monotonic()
    bar, stop_drawn = None, False

    def on_step(done: int, total: int) -> None:
        # Any click ends the script inside `progress`, the exception passes through the analysis, which cleans up.
        nonlocal bar, stop_drawn
        seconds = time.monotonic() - began
        if seconds < PROGRESS_AFTER:
            return
        if bar is None:
            box = place.container()
            bar = (box.empty(), box.empty())
        left = seconds / done * (total - done)
        bar[0].progress(done / total, text=f"{doing}: {done} of {total}, about {left:.0f} s left")
        if seconds > STOP_AFTER and not stop_drawn:
            stop_drawn = True
            bar[1].button("Stop", icon=":material/stop:", on_click=_remember_stop, args=(request,))

    result = service().run(model_id, analysis, on_step=on_step, **arguments)
    place.empty()
    return result


def _remember_stop(request: str) -> None:
    st.session_state[_STOPPED] = request
