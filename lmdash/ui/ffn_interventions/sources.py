"""Where interventions come from besides a click: typed, a push towards a word, a list saved before, a file."""

from __future__ import annotations

import re

import streamlit as st

from lmdash.errors import InputError
from lmdash.models.interventions.files import from_json, names_from_json, to_json
from lmdash.models.interventions.text import parse, quoted
from lmdash.models.interventions.values import (
    Intervention,
    Interventions,
    PartName,
    Positions,
    Push,
    Scale,
    Set,
    Site,
    TokenDirection,
    validate,
)
from lmdash.models.values import ModelInfo
from lmdash.ui.frame.addresses.value_vectors import NAMES, write_names
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.interventions import add, put
from lmdash.ui.kit.made_files import file_button
from lmdash.ui.kit.sentence import say
from lmdash.ui.value_vectors.names import add_names

_PROBLEM, _SETS = "_edit_problem", "_edit_sets"
_BARE = re.compile(r"\s*[lL](\d{1,9})\s*([dDhH])\s*(\d{1,9})\s*")
MOST_SETS, LONGEST_NAME = 30, 40
LARGEST_FILE = 200_000  # bytes


def typed(text: str, info: ModelInfo) -> Intervention:
    """What a person typed: ``L12D34`` and ``L3H5`` mean switched off, anything else is an intervention in full.

    :class:`InputError` with the range where the model has no such part.
    """
    bare = _BARE.fullmatch(text)
    if bare:
        part: PartName = "neuron" if bare[2].lower() == "d" else "head"
        site = Site(part, int(bare[1]), int(bare[3]))
        edit = Intervention(site, Set(0.0) if part == "neuron" else Scale(0.0))
    else:
        edit = parse(text)
    validate([edit], info)
    return edit


def add_row(inputs: Inputs, edits: Interventions) -> None:
    """A box to type in, a push, and saved lists and files."""
    info = inputs.model
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Add a value vector or a head",
            key="edit_typed",
            placeholder="L2D117, or L3H2",
            width=240,
            on_change=_add_typed,
            args=(info,),
            help="It is switched off at first; choose below what else to do. Full interventions can be typed as well.",
        )
        with st.popover("Push towards a word", icon=":material/explore:"):
            _push(inputs)
        with st.popover("Save or open", icon=":material/folder_open:"):
            _sets(info, edits)
    problem = st.session_state.pop(_PROBLEM, "")
    if problem:
        say(f"{problem} Your interventions stay as they were.", tone="error", key="edit_problem")


def _add_typed(info: ModelInfo) -> None:
    text = st.session_state["edit_typed"]
    if not text.strip():
        return
    try:
        add(typed(text, info))
        st.session_state["edit_typed"] = ""
    except InputError as error:
        st.session_state[_PROBLEM] = str(error)


def _push(inputs: Inputs) -> None:
    """A concept as a direction: towards a token, into the stream of a layer."""
    word = st.text_input(
        "Word", key="push_word", placeholder="music", help="A single token of the model, usually a word."
    )
    space = st.toggle("With a space before it", value=True, key="push_space")
    strength = st.number_input("Strength (below 0: away from it)", value=4.0, step=1.0, key="push_strength")
    last = inputs.model.layers
    layer = st.number_input(
        "Entering layer",
        0,
        last,
        last // 2,
        key="push_layer",
        help=f"The push is added to what enters this layer; {last} is the final norm.",
    )
    everywhere = st.toggle("At all tokens, not only the last", value=True, key="push_everywhere")
    direction = TokenDirection((" " if space else "") + word.strip())
    positions = Positions("all" if everywhere else "last")
    edit = Intervention(Site("residual", int(layer)), Push(strength, direction), positions)
    st.button(
        "Add the push", key="push_add", icon=":material/add:", on_click=add, args=(edit,), disabled=not word.strip()
    )


def _sets(info: ModelInfo, edits: Interventions) -> None:
    """Save this list under a name or as a file, and open another one."""
    saved: dict[str, Interventions] = st.session_state.setdefault(_SETS, {})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Save this list as", key="set_name", max_chars=LONGEST_NAME, placeholder="a name")
        st.button("Save", key="set_save", on_click=_save, args=(name, edits), disabled=not (edits and name.strip()))
    for number, (title, kept) in enumerate(saved.items()):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                say((title, "strong"), f" ({len(kept)})", key=f"set_title_{number}")
            st.button("Use", key=f"set_use_{number}", on_click=_use, args=(kept, info), type="tertiary")
            st.button(
                ":material/delete:",
                key=f"set_drop_{number}",
                help="Delete this list",
                on_click=saved.__delitem__,
                args=(title,),
                type="tertiary",
            )
    names = write_names(NAMES.value)
    file_button(
        "Download as a file (JSON)",
        lambda: to_json(edits, names).encode(),
        "interventions.json",
        "application/json",
        key="set_download",
        icon=":material/download:",
        disabled=not edits,
    )
    st.file_uploader("Open a list from a file", type="json", key="set_file", on_change=_upload, args=(info,))


def _save(name: str, edits: Interventions) -> None:
    saved = st.session_state[_SETS]
    saved[" ".join(name.split())] = edits
    while len(saved) > MOST_SETS:
        del saved[next(iter(saved))]


def _use(edits: Interventions, info: ModelInfo) -> None:
    """Have these instead; the model may have changed since they were saved."""
    try:
        validate(edits, info)
        put(edits)
    except InputError as error:
        st.session_state[_PROBLEM] = str(error)


def _upload(info: ModelInfo) -> None:
    file = st.session_state["set_file"]
    if file is None:
        return
    if file.size > LARGEST_FILE:
        st.session_state[_PROBLEM] = (
            f"{quoted(file.name)} is too large: a list of interventions has at most {LARGEST_FILE // 1000} kB."
        )
        return
    try:
        text = file.getvalue().decode("utf-8", "replace")
        _use(from_json(text), info)
        add_names(names_from_json(text))
    except InputError as error:
        st.session_state[_PROBLEM] = str(error)
