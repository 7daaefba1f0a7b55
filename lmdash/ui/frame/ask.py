"""Pages ask for an analysis here: from the cache if it was asked before, with progress and a stop if it takes long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from inspect import signature
from typing import Any, TypeVar, cast

import streamlit as st

from lmdash.charts.numbers import count
from lmdash.models.service import service
from lmdash.ui.frame.watch import Watch, is_stopped, kept, say_stopped

Result = TypeVar("Result")

_DONE, _REQUESTS = "_parts_done", 4  # of the last requests in parts that are not yet through


def ask(model_id: str, analysis: Callable[..., Result], **arguments: Any) -> Result:
    """The result of a quick analysis on an open model; arguments are plain hashable values."""
    return service().run(model_id, analysis, **arguments)


def ask_watched(model_id: str, analysis: Callable[..., Result], *, doing: str, **arguments: Any) -> Result | None:
    """As :func:`ask` for one that may take seconds; text that it writes appears as it is written.

    When the person stopped it there is a button to go on, and what was written until then; None where nothing was.
    """
    request = repr((model_id, analysis.__qualname__, sorted(arguments.items())))
    place = st.empty()
    if is_stopped(request):
        written = kept(request)
        said = "Stopped. What is written is kept." if written else "Stopped. There are no results yet."
        say_stopped(place, said, request)
        return cast("Result | None", written)
    watch = Watch(place, doing, request)
    told = _told(analysis, on_step=watch.step, on_text=watch.text)
    try:
        result = service().run(model_id, analysis, **told, **arguments)
    except BaseException:  # a click ends the run by an exception of Streamlit's own
        watch.keep()
        raise
    place.empty()
    return result


def ask_in_parts(
    model_id: str,
    analysis: Callable[..., Result],
    parts: Sequence[Mapping[str, Any]],
    *,
    doing: str,
    counts: Sequence[int] = (),
    **arguments: Any,
) -> list[Result]:
    """One result for each of ``parts``, which are further arguments; those that are done when the person stops it.

    Each is kept by itself, so that nothing is lost by a stop or a click; ``counts`` says how many things each part has.
    An analysis that reports its steps shows progress, and can be stopped, inside a part too; what it writes appears.
    """
    request = repr((model_id, analysis.__qualname__, sorted(arguments.items()), parts))
    counts = counts or [1] * len(parts)
    place = st.empty()
    stopped = is_stopped(request)
    done = st.session_state.get(_DONE, {}).get(request, 0) if stopped else 0
    if stopped:
        here = sum(counts[:done])
        those = f"Those {count(here)} are" if here != 1 else "That one is"
        said = f"Stopped after {count(here)} of {count(sum(counts))}. {those} kept."
        say_stopped(place, said if done else "Stopped. There are no results yet.", request)
        parts = parts[:done]
    watch = Watch(place, doing, request)
    total = sum(counts)
    results = []
    for part, size in zip(parts, counts, strict=False):
        before = sum(counts[: len(results)])

        def within(done: int, of: int, before: int = before, size: int = size) -> None:
            watch.step(before + size * done / max(1, of), total)

        told = {} if stopped else _told(analysis, on_step=within, on_text=watch.text)
        results.append(service().run(model_id, analysis, **told, **arguments, **part))
        if not stopped:
            _remember_done(request, len(results))
            watch.step(before + size, total)
    if not stopped:
        place.empty()
        st.session_state.get(_DONE, {}).pop(request, None)
    return results


def _told(analysis: Callable[..., object], **listeners: Callable[..., None]) -> dict[str, Any]:
    """Those of the listeners that an analysis tells anything."""
    return {name: each for name, each in listeners.items() if name in taken_by(analysis)}


@cache
def taken_by(analysis: Callable[..., object]) -> frozenset[str]:
    """The names of what an analysis takes."""
    return frozenset(signature(analysis).parameters)


def _remember_done(request: str, parts: int) -> None:
    """Remember how many parts of this request are kept, and what other runs of the page have done."""
    others = {each: done for each, done in st.session_state.get(_DONE, {}).items() if each != request}
    st.session_state[_DONE] = dict(list(others.items())[1 - _REQUESTS :]) | {request: parts}
