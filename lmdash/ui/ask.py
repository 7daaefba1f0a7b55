"""Pages ask for an analysis here: from the cache if it was asked before, with progress and a stop if it takes long."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from zlib import crc32

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lmdash.models.service import service

Result = TypeVar("Result")

PROGRESS_AFTER, STOP_AFTER = 0.6, 2.5  # seconds until a bar, and until a button to stop, is drawn
_STOPPED = "_stopped_request"
_DONE = "_parts_done"  # of the last request in parts


def ask(model_id: str, analysis: Callable[..., Result], **arguments: object) -> Result:
    """The result of a quick analysis on an open model; arguments are plain hashable values."""
    return service().run(model_id, analysis, **arguments)


def ask_watched(model_id: str, analysis: Callable[..., Result], *, doing: str, **arguments: object) -> Result | None:
    """As :func:`ask` for one that may take seconds; None when the person stopped it, with a button to go on."""
    request = repr((model_id, analysis.__qualname__, sorted(arguments.items())))
    place = st.empty()
    if st.session_state.get(_STOPPED) == request:
        _say_stopped(place, "Stopped. Nothing was changed.", request)
        return None
    watch = _Watch(place, doing, request)
    result = service().run(model_id, analysis, on_step=watch, **arguments)
    place.empty()
    return result


def ask_in_parts(
    model_id: str,
    analysis: Callable[..., Result],
    parts: Sequence[Mapping[str, object]],
    *,
    doing: str,
    counts: Sequence[int] = (),
    **arguments: object,
) -> list[Result]:
    """One result for each of ``parts``, which are further arguments; those that are done when the person stops it.

    Each is kept by itself, so that nothing is lost by a stop or a click; ``counts`` says how many things each part has.
    """
    request = repr((model_id, analysis.__qualname__, sorted(arguments.items()), parts))
    counts = counts or [1] * len(parts)
    place = st.empty()
    stopped = st.session_state.get(_STOPPED) == request
    done = st.session_state.setdefault(_DONE, {}).get(request, 0) if stopped else 0
    if stopped:
        _say_stopped(place, f"Stopped after {sum(counts[:done])} of {sum(counts)}. These are kept.", request)
        parts = parts[:done]
    watch = _Watch(place, doing, request)
    results = []
    for part in parts:
        results.append(service().run(model_id, analysis, **arguments, **part))
        if not stopped:
            st.session_state[_DONE] = {request: len(results)}
            watch(sum(counts[: len(results)]), sum(counts))
    if not stopped:
        place.empty()
    return results


class _Watch:
    """An ``on_step`` that draws a bar when a run takes long, and then a button that stops it."""

    def __init__(self, place: DeltaGenerator, doing: str, request: str) -> None:
        self._place, self._doing, self._request = place, doing, request
        self._began = time.monotonic()
        self._bar: tuple[DeltaGenerator, DeltaGenerator] | None = None
        self._stop_drawn = False

    def __call__(self, done: int, total: int) -> None:
        """Any click ends the script inside ``progress``; the exception passes through the analysis, which cleans up."""
        seconds = time.monotonic() - self._began
        # A run that reports before anything is done says that it has yet to get ready: it is drawn at once.
        if done and seconds < PROGRESS_AFTER:
            return
        if self._bar is None:
            box = self._place.container()
            self._bar = (box.empty(), box.empty())
        left = f"{done} of {total}, about {seconds / done * (total - done):.0f} s left" if done else "getting ready"
        self._bar[0].progress(done / max(1, total), text=f"{self._doing}: {left}")
        if seconds > STOP_AFTER and not self._stop_drawn:
            self._stop_drawn = True
            self._bar[1].button(
                "Stop",
                icon=":material/stop:",
                key=_key("stop", self._request),
                on_click=_remember_stop,
                args=(self._request,),
            )


def _key(name: str, request: str) -> str:
    """Several runs on one page have a button each."""
    return f"{name}_{crc32(request.encode())}"


def _say_stopped(place: DeltaGenerator, sentence: str, request: str) -> None:
    with place.container(horizontal=True, vertical_alignment="center"):
        st.text(sentence)
        st.button(
            "Go on",
            icon=":material/play_arrow:",
            key=_key("go_on", request),
            on_click=st.session_state.pop,
            args=(_STOPPED,),
        )


def _remember_stop(request: str) -> None:
    st.session_state[_STOPPED] = request
