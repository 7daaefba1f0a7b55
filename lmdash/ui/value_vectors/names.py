"""The names that a person gives to value vectors: kept in the session and in the address, as ``L2D117:music;...``."""

from __future__ import annotations

from urllib.parse import quote, unquote

import streamlit as st

from lmdash.analyses.common.vectors import Vector, vector_named
from lmdash.analyses.common.vectors import name_of as number_of
from lmdash.models.text.tokens import clean

NAMES = "names"
LONGEST, MOST = 40, 200  # characters of a name, names
_KEPT = "_vector_names"


def name_of(layer: int, neuron: int) -> str:
    """The name given to a value vector; empty if it has none."""
    return all_names().get((layer, neuron), "")


def all_names() -> dict[Vector, str]:
    """Every name that was given, by vector; what the address brought at first, then what the session holds."""
    if _KEPT not in st.session_state:
        st.session_state[_KEPT] = read_names(st.query_params.get(NAMES, ""))
    names = st.session_state[_KEPT]
    if names and st.query_params.get(NAMES) != write_names(names):  # another page of the app has its own address
        st.query_params[NAMES] = write_names(names)
    return names


def give_name(layer: int, neuron: int, name: str) -> None:
    """Name a value vector, or with an empty name forget its name; for callbacks."""
    others = {vector: each for vector, each in all_names().items() if vector != (layer, neuron)}
    name = " ".join(clean(name).split())[:LONGEST]
    st.session_state[_KEPT] = others | ({(layer, neuron): name} if name else {})
    if not st.session_state[_KEPT]:
        st.query_params.pop(NAMES, None)


def add_names(text: str) -> None:
    """Have the names in ``text`` too; for callbacks."""
    for vector, name in read_names(text).items():
        give_name(*vector, name)


def write_names(names: dict[Vector, str]) -> str:
    """The text that :func:`read_names` reads back, whatever characters the names hold."""
    return ";".join(f"L{layer}D{neuron}:{quote(name, safe=' ')}" for (layer, neuron), name in names.items())


def read_names(text: str) -> dict[Vector, str]:
    """Names by vector; parts that make no sense are left out."""
    names: dict[Vector, str] = {}
    for part in text.split(";")[:MOST]:
        place, _, name = part.partition(":")
        vector, name = vector_named(place), " ".join(unquote(name).split())[:LONGEST]
        if vector and name:
            names[vector] = name
    return names


def titled(vector: Vector) -> str:
    """``L2D117``, or with its name ``L2D117 music``."""
    return " ".join(filter(None, (number_of(vector), name_of(*vector))))
