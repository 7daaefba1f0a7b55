"""How the controls of an address are drawn: one function per kind of widget, all with the label first."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import streamlit as st

from lmdash.ui.kit.control import Control
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.kinds import Choice, Choices, Number, Text, Texts, Toggle, Whole

CONTROL_WIDTH = 128  # pixels: five stand in a row, two on a phone
T = TypeVar("T")
Id = TypeVar("Id", bound=str)
Ends = tuple[int, int]


def _same(value: Any) -> Any:
    return value


def _drawn(
    control: Control[T],
    widget: Callable[..., Any],
    *arguments: object,
    begins: Callable[[Any], dict[str, Any]],
    shown: Callable[[T], Any] = _same,
    taken: Callable[[Any], T] = _same,
    after: Callable[[], object] | None = None,
    in_form: bool = False,
    **options: Any,
) -> T:
    """Draw the widget of a control and give its value.

    ``shown`` turns the control's value into the widget's own, ``taken`` turns it back, and ``begins`` says it as the
    option by which the widget begins with it.  ``after`` runs when the person has changed it.  Widgets in a form
    (``in_form``) tell their values together, when the form is sent.
    """
    key, first = control.key, shown(control.value)
    if key in st.session_state and shown(taken(st.session_state[key])) != st.session_state[key]:
        st.session_state[key] = first  # what it offers has changed

    def changed() -> None:
        if key == control.key:  # else something has set another value since this widget was drawn
            control.take(taken(st.session_state[key]))
            if after:
                after()

    if not in_form:
        options["on_change"] = changed
    value = taken(widget(*arguments, key=key, **begins(first), **options))
    if value != taken(first):  # else the address goes on to say what does not fit here
        control.take(value)
    return value


def select(control: Choice[Id], label: str, *, options: Sequence[Id] = (), **more: Any) -> Id:
    """A list that opens; ``options`` are those of the control's ids that are there now, if not all."""
    ids = list(options or control.labels)
    return _drawn(
        control,
        st.selectbox,
        label,
        ids,
        format_func=control.labels.__getitem__,
        begins=lambda value: {"index": ids.index(value)},
        shown=_one_of(ids),
        **more,
    )


def select_text(control: Text, label: str, options: Sequence[str], *, first: str = "", **more: Any) -> str:
    """A list of texts that only the page knows; one that is not among them becomes ``first``, unless new ones may be
    typed (``accept_new_options``).
    """
    texts = list(options)
    if more.get("accept_new_options") and control.value not in texts:
        texts.append(control.value)
    return _drawn(
        control,
        st.selectbox,
        label,
        texts,
        begins=lambda value: {"index": texts.index(value)},
        shown=_one_of(texts, first),
        taken=lambda chosen: chosen or "",
        **more,
    )


def select_one(control: Control[T | None], label: str, options: Sequence[T], *, first: T, **more: Any) -> T:
    """A list of things that only the page knows; ``first`` as long as the person has not chosen one of them."""
    things = list(options)
    found = _drawn(
        control,
        st.selectbox,
        label,
        things,
        begins=lambda value: {"index": things.index(value)},
        shown=_one_of(things, first),
        **more,
    )
    return first if found is None else found


def segmented(
    control: Choice[Id], label: str, *, options: Sequence[Id] = (), first: Id | None = None, **more: Any
) -> Id:
    """Buttons of which one is pressed: ``first`` as long as the control's value is none of them."""
    ids = list(options or control.labels)
    return _drawn(
        control,
        st.segmented_control,
        label,
        ids,
        format_func=control.labels.__getitem__,
        required=True,
        begins=_default,
        shown=_one_of(ids, first),
        **more,
    )


def pills(control: Choices[Id], label: str, **more: Any) -> tuple[Id, ...]:
    """Buttons of which any are pressed."""
    return _drawn(
        control,
        st.pills,
        label,
        list(control.labels),
        selection_mode="multi",
        format_func=control.labels.__getitem__,
        begins=_default,
        shown=list,
        taken=tuple,
        **more,
    )


def several(
    control: Texts | Choices, label: str, options: Sequence[str], *, first: Sequence[str] = (), **more: Any
) -> list[str]:
    """Any of ``options``; ``first`` are chosen as long as the person has not chosen."""
    if isinstance(control, Choices):
        more |= {"format_func": control.labels.__getitem__}

    def shown(value: tuple[str, ...] | None) -> list[str]:
        chosen = [each for each in (first if value is None else value) if each in options]
        return chosen[: more.get("max_selections")]

    def taken(chosen: Sequence[str]) -> tuple[str, ...] | None:
        return tuple(chosen) or (() if first else None)

    more |= {"begins": _default, "shown": shown, "taken": taken}
    return list(_drawn(cast("Control[Any]", control), st.multiselect, label, list(options), **more) or ())


def slider(control: Whole | Number, label: str, *, term: str = "", **more: Any) -> Any:
    """A narrow slider, several to a row even on a phone; see :func:`number` for ``low``, ``high`` and ``step``."""
    return _bounded(control, st.slider, label, help=GLOSSARY.get(term), **more)


def number(control: Whole | Number, label: str, **more: Any) -> Any:
    """A narrow box for a number; ``low`` and ``high`` narrow the control's own bounds, ``step`` is 1 if not said."""
    return _bounded(control, st.number_input, label, **more)


def _bounded(
    control: Whole | Number,
    widget: Callable[..., Any],
    label: str,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    step: float = 1,
    **more: Any,
) -> Any:
    kind = int if isinstance(control, Whole) else float
    least, most = kind(max(low, control.low)), kind(min(high, control.high))
    return _drawn(
        cast("Control[Any]", control),
        widget,
        label,
        least,
        most,
        begins=_value,
        shown=lambda value: kind(min(max(value, least), most)),
        taken=lambda value: control.default if value is None else kind(value),
        **({"width": CONTROL_WIDTH, "step": kind(step)} | more),
    )


def between(control: Control[Ends | None], label: str, options: Sequence[str], **more: Any) -> Ends:
    """A narrow slider with two ends; the places of both in ``options``, of which all are between them at first."""
    last = len(options) - 1

    def shown(ends: Ends | None) -> tuple[str, str]:
        low, high = ends or (0, last)
        return options[min(low, last)], options[min(high, last)]

    def taken(ends: tuple[str, str]) -> Ends | None:
        low, high = (options.index(end) if end in options else last for end in ends)
        return None if (low, high) == (0, last) else (low, high)

    more |= {"begins": _value, "shown": shown, "taken": taken, "width": CONTROL_WIDTH}
    return _drawn(control, st.select_slider, label, list(options), **more) or (0, last)


def toggle(control: Toggle, label: str, **more: Any) -> bool:
    """A switch."""
    return _drawn(control, st.toggle, label, begins=_value, **more)


def text(control: Text, label: str, **more: Any) -> str:
    """A line of text."""
    return _drawn(control, st.text_input, label, begins=_value, taken=lambda typed: typed or "", **more)


def text_area(control: Text, label: str, **more: Any) -> str:
    """Lines of text."""
    return _drawn(control, st.text_area, label, begins=_value, taken=lambda typed: typed or "", **more)


def _value(first: Any) -> dict[str, Any]:
    return {"value": first}


def _default(first: Any) -> dict[str, Any]:
    return {"default": first}


def _one_of(options: list[T], first: T | None = None) -> Callable[[T | None], T]:
    return lambda value: value if value in options else first or options[0]
