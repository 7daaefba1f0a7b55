"""Pages ask for an analysis here: from the cache if it was asked before, with progress and a stop if it takes long."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from typing import Any, TypeVar
from zlib import crc32

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lmdash.charts.numbers import count
from lmdash.models.service import service

Result = TypeVar("Result")

PROGRESS_AFTER, STOP_AFTER = 0.6, 2.5  # seconds until a bar, and until a button to stop, is drawn
_STOPPED = "_stopped_request"
_DONE, _REQUESTS = "_parts_done", 4  # of the last requests in parts that are not yet through


def ask(model_id: str, analysis: Callable[..., Result], **arguments: Any) -> Result:
    """The result of a quick analysis on an open model; arguments are plain hashable values."""
    return service().run(model_id, analysis, **arguments)


def ask_watched(model_id: str, analysis: Callable[..., Result], *, doing: str, **arguments: object) -> Result | None:
    """As :func:`ask` for one that may take seconds; None when the person stopped it, with a button to go on."""
    request = repr((model_id, analysis.__qualname__, sorted(arguments.items())))
    place = st.empty()
    if st.session_state.get(_STOPPED) == request:
        _say_stopped(place, "Stopped. There are no results yet.", request)
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
    An analysis that reports its steps shows progress, and can be stopped, inside a part too.
    """
    request = repr((model_id, analysis.__qualname__, sorted(arguments.items()), parts))
    counts = counts or [1] * len(parts)
    place = st.empty()
    stopped = st.session_state.get(_STOPPED) == request
    done = st.session_state.get(_DONE, {}).get(request, 0) if stopped else 0
    if stopped:
        here = sum(counts[:done])
        those = f"Those {count(here)} are" if here != 1 else "That one is"
        kept = f"Stopped after {count(here)} of {count(sum(counts))}. {those} kept."
        _say_stopped(place, kept if done else "Stopped. There are no results yet.", request)
        parts = parts[:done]
    watch = _Watch(place, doing, request)
    total = sum(counts)
    steps = not stopped and "on_step" in signature(analysis).parameters
    results = []
    for part, size in zip(parts, counts, strict=False):
        before = sum(counts[: len(results)])

        def within(done: int, of: int, before: int = before, size: int = size) -> None:
            watch(before + size * done / max(1, of), total)

        results.append(service().run(model_id, analysis, on_step=within if steps else None, **arguments, **part))
        if not stopped:
            _remember_done(request, len(results))
            watch(before + size, total)
    if not stopped:
        place.empty()
        st.session_state.get(_DONE, {}).pop(request, None)
    return results


def _remember_done(request: str, parts: int) -> None:
    """Remember how many parts of this request are kept, and what other runs of the page have done."""
    others = {each: done for each, done in st.session_state.get(_DONE, {}).items() if each != request}
    st.session_state[_DONE] = dict(list(others.items())[1 - _REQUESTS :]) | {request: parts}


class _Watch:
    """An ``on_step`` that draws a bar when a run takes long, and then a button that stops it."""

    def __init__(self, place: DeltaGenerator, doing: str, request: str) -> None:
        self._place, self._doing, self._request = place, doing, request
        self._began = time.monotonic()
        self._bar: tuple[DeltaGenerator, DeltaGenerator] | None = None
        self._stop_drawn = False

    def __call__(self, done: float, total: int) -> None:
        """Any click ends the script inside ``progress``; the exception passes through the analysis, which cleans up."""
        seconds = time.monotonic() - self._began
        # A run that reports before anything is done says that it has yet to get ready: it is drawn at once.
        if done and seconds < PROGRESS_AFTER:
            return
        if self._bar is None:
            box = self._place.container()
            self._bar = (box.empty(), box.empty())
        left = "getting ready"
        if done:
            left = f"{count(round(done))} of {count(total)}, about {seconds / done * (total - done):.0f} s left"
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
