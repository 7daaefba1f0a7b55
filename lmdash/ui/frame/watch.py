"""What a person sees while an analysis runs: the text that is being written, how far it is, and a button that stops it.

A click on the button is remembered by the request, which then stays stopped until the person goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from zlib import crc32

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lmdash.analyses.common.so_far import SoFar
from lmdash.charts.numbers import count

PROGRESS_AFTER, STOP_AFTER = 0.6, 2.5  # seconds until a bar, and until a button to stop, is drawn
TEXT_AFTER, TEXT_EVERY = (
    0.1,
    0.05,
)  # seconds until text that is being written is drawn, and from one drawing to the next
LONGEST_TEXT = 400  # characters at the end of each text that are drawn
_STOPPED, _KEPT = "_stopped_request", "_kept_of_a_request"


class Watch:
    """An ``on_step`` and ``on_text`` that draw in one place what an analysis tells of itself."""

    def __init__(self, place: DeltaGenerator, doing: str, request: str) -> None:
        self._place, self._doing, self._request = place, doing, request
        self._began = self._drawn = time.monotonic()
        self._box: tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator] | None = None
        self._stop_drawn = False
        self._so_far: Callable[[], object] | None = None

    def step(self, done: float, total: int) -> None:
        """Draw a bar when a run takes long, and then a button that stops it.

        Any click ends the script inside ``progress``; the exception passes through the analysis, which cleans up.
        """
        seconds = time.monotonic() - self._began
        # A run that reports before anything is done says that it has yet to get ready: it is drawn at once.
        if done and seconds < PROGRESS_AFTER:
            return
        left = "getting ready"
        if done:
            left = f"{count(round(done))} of {count(total)}, about {seconds / done * (total - done):.0f} s left"
        bar, stop, _ = self._parts()
        bar.progress(done / max(1, total), text=f"{self._doing}: {left}")
        if not self._stop_drawn and seconds > (PROGRESS_AFTER if self._so_far else STOP_AFTER):
            self._stop_drawn = True
            stop.button(
                "Stop",
                icon=":material/stop:",
                key=_key("stop", self._request),
                on_click=remember_stop,
                args=(self._request,),
            )

    def text(self, so_far: SoFar) -> None:
        """Draw what is written until now."""
        self._so_far = so_far.result
        now = time.monotonic()
        if now - self._began < TEXT_AFTER or now - self._drawn < TEXT_EVERY:
            return
        self._drawn = now
        _, _, text = self._parts()  # below the button, which would move as it grows
        text.text("\n\n".join(f"{prompt}{written}"[-LONGEST_TEXT:] + " ▌" for prompt, written in so_far.texts()))

    def keep(self) -> None:
        """Keep what is written, for :func:`kept`: the run ends here."""
        if self._so_far:
            st.session_state[_KEPT] = (self._request, self._so_far())

    def _parts(self) -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
        if self._box is None:
            box = self._place.container()
            self._box = (box.empty(), box.empty(), box.empty())
        return self._box


def is_stopped(request: str) -> bool:
    """Whether the person has stopped this and not gone on."""
    return st.session_state.get(_STOPPED) == request


def kept(request: str) -> object | None:
    """What was written when this was stopped; None where nothing was."""
    of, result = st.session_state.get(_KEPT, ("", None))
    return result if of == request else None


def say_stopped(place: DeltaGenerator, sentence: str, request: str) -> None:
    """Say so, with a button to go on."""
    with place.container(horizontal=True, vertical_alignment="center"):
        st.text(sentence)
        st.button(
            "Go on",
            icon=":material/play_arrow:",
            key=_key("go_on", request),
            on_click=st.session_state.pop,
            args=(_STOPPED,),
        )


def remember_stop(request: str) -> None:
    """Stop this until the person goes on."""
    st.session_state[_STOPPED] = request


def _key(name: str, request: str) -> str:
    """Several runs on one page have a button each."""
    return f"{name}_{crc32(request.encode())}"
