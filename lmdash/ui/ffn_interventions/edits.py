"""The interventions as a list that can be edited without knowing how they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from lmdash.errors import InputError
from lmdash.models.interventions.text import describe
from lmdash.models.interventions.values import (
    Action,
    Add,
    Intervention,
    Interventions,
    Mean,
    Patch,
    Positions,
    Promote,
    Push,
    Scale,
    Set,
)
from lmdash.ui.ffn_interventions.sources import add_row
from lmdash.ui.frame.addresses.every_page import EDITS_ON
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.interventions import all_edits, can_undo, put, undo
from lmdash.ui.kit.sentence import say


@dataclass(frozen=True)
class Mode:
    """One way to change a part: the words for it, the number that it takes if any, and the action it makes of it."""

    words: str
    kind: type[Action]
    make: Callable[[float], Action] | None = None
    start: float = 1.0


_OFF = Mode("switch off", Scale)
_SUPPRESS = Mode("switch off", Set)
_MEAN = Mode("set to its mean", Mean)
_MULTIPLY = Mode("multiply by", Scale, Scale, 0.5)
MODES: dict[str, tuple[Mode, ...]] = {
    "neuron": (
        _SUPPRESS,
        Mode("set to", Set, Set),
        _MULTIPLY,
        Mode("add", Add, Add),
        _MEAN,
        Mode("promote: strongest ×", Promote, Promote, Promote().factor),
    ),
    "head": (_OFF, _MULTIPLY, _MEAN),
    "attention": (_OFF, _MULTIPLY),
    "ffn": (_OFF, _MULTIPLY),
}
"""The ways that can be chosen for a part; pushes and patches keep their own."""


def number_of(action: Action) -> float | None:
    """The number of an action that has one."""
    match action:
        case Set(number) | Scale(number) | Add(number) | Promote(number) | Push(number, _):
            return number
    return None


def mode_of(intervention: Intervention) -> Mode:
    """The way in which an intervention changes its part."""
    action = intervention.action
    off = isinstance(action, Set | Scale) and number_of(action) == 0
    if isinstance(action, Push):
        return Mode("push, with strength", Push, lambda strength: replace(action, strength=strength))
    if isinstance(action, Patch):
        return Mode("copy from another prompt", Patch)
    modes = [mode for mode in MODES[intervention.site.part] if mode.kind is type(action)]
    return next((mode for mode in modes if (mode.make is None) == off or mode is _MEAN), modes[-1])


def _ordinary(mode: Mode, kind: str) -> Action:
    """The action of a mode that was just chosen."""
    if mode.make:
        return mode.make(mode.start)
    return Mean() if mode is _MEAN else Set(0.0) if kind == "neuron" else Scale(0.0)


def positions_offered(positions: Positions, chosen: int) -> dict[str, Positions]:
    """The choices of where an intervention acts, by their words; ``chosen`` is the token that the page is about."""
    start = positions.values[0] if positions.kind == "from" else chosen
    offered = {
        "all tokens": Positions(),
        "the last token": Positions("last"),
        f"from token {start} on": Positions("from", (start,)),
    }
    if positions.kind == "list":
        offered[f"tokens {', '.join(map(str, positions.values))}"] = positions
    return offered


def edit_list(inputs: Inputs) -> None:
    """Every intervention with its controls, ways to add more, and undo."""
    with st.container(border=True):
        try:
            edits = all_edits()
        except InputError:
            st.info("One intervention in the sidebar cannot be read, so none is applied. Correct it there, or undo it.")
            edits = ()
        else:
            if not edits:
                st.caption("**Interventions**: none yet. Click a value vector below, find an edit, or add one here:")
            for place in range(len(edits)):
                _row(inputs, edits, place)
        add_row(inputs, edits)
        if edits or can_undo():
            with st.container(horizontal=True, vertical_alignment="center"):
                if can_undo():
                    st.button("Undo", key="edit_undo", icon=":material/undo:", on_click=undo, type="tertiary")
                if edits:
                    st.button(
                        "Remove all", key="edit_clear", icon=":material/delete_sweep:", on_click=put, args=((),),
                        type="tertiary",
                    )  # fmt: skip
                if edits and not EDITS_ON.value:
                    st.caption("These are off: switch them on in the sidebar.")


def _row(inputs: Inputs, edits: Interventions, place: int) -> None:
    """One intervention."""
    edit = edits[place]

    def replaced(new: Intervention) -> None:
        put([*edits[:place], new, *edits[place + 1 :]])

    words = describe(edit, inputs.model.layers)
    say((str(edit.site), "token"), f"  {words}" + ("" if edit.on else " (off)"), key=f"edit_words_{place}")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        _mode(edit, place, replaced)
        _positions(inputs, edit, place, replaced)
        _switch(edit, place, replaced)
        _buttons(edits, place)


def _widget(name: str, place: int, value: object) -> str:
    """The key of a control, which shows what the intervention says, whoever changed it."""
    key = f"edit_{name}_{place}"
    st.session_state[key] = value
    return key


def _switch(edit: Intervention, place: int, replaced: Callable[[Intervention], None]) -> None:
    key = _widget("on", place, edit.on)
    st.toggle(
        "On", key=key, label_visibility="collapsed", on_change=lambda: replaced(replace(edit, on=st.session_state[key]))
    )


def _buttons(edits: Interventions, place: int) -> None:
    def moved(by: int) -> None:
        order = list(edits)
        order.insert(place + by, order.pop(place))
        put(order)

    name, last = str(edits[place].site), len(edits) - 1
    up, down = ":material/arrow_upward:", ":material/arrow_downward:"
    for icon, by, word in ((up, -1, "earlier"), (down, 1, "later")):
        if last:
            st.button(
                icon,
                key=f"edit_{word}_{place}",
                help=f"Apply {name} {word}",
                on_click=moved,
                args=(by,),
                disabled=not 0 <= place + by <= last,
                type="tertiary",
            )
    rest = (*edits[:place], *edits[place + 1 :])
    st.button(
        ":material/delete:", key=f"edit_delete_{place}", help=f"Remove {name}", on_click=put, args=(rest,),
        type="tertiary",
    )  # fmt: skip


def _mode(edit: Intervention, place: int, replaced: Callable[[Intervention], None]) -> None:
    mode = mode_of(edit)
    offered = {each.words: each for each in MODES.get(edit.site.part, ())}
    if mode.words not in offered:
        offered = {mode.words: mode}
    key = _widget("mode", place, mode.words)
    st.selectbox(
        "What to do",
        list(offered),
        key=key,
        width=195,
        label_visibility="collapsed",
        disabled=len(offered) == 1,
        on_change=lambda: replaced(
            replace(edit, action=_ordinary(offered[st.session_state[key]], edit.site.part)),
        ),
    )
    if mode.make:
        make, value = mode.make, _widget("value", place, number_of(edit.action))
        st.number_input(
            "Value",
            key=value,
            step=0.5,
            width=115,
            label_visibility="collapsed",
            on_change=lambda: replaced(replace(edit, action=make(st.session_state[value]))),
        )


def _positions(inputs: Inputs, edit: Intervention, place: int, replaced: Callable[[Intervention], None]) -> None:
    offered = positions_offered(edit.positions, inputs.position)
    now = next(words for words, positions in offered.items() if positions == edit.positions)
    key = _widget("positions", place, now)
    st.selectbox(
        "Where",
        list(offered),
        key=key,
        width=145,
        label_visibility="collapsed",
        on_change=lambda: replaced(replace(edit, positions=offered[st.session_state[key]])),
    )
