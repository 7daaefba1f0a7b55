"""Value vectors as a list with their tokens, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from lmdash.analyses.common.vectors import Vector, layers_with_neurons, name_of
from lmdash.analyses.value_vectors.vectors import vector_tokens
from lmdash.ui.frame.addresses.value_vectors import VECTOR
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.value_vectors import names
from lmdash.ui.value_vectors.rows import Row, rows

SHOWN, LOOKED_AT = 9, 50  # tokens per line, and those among which searched ones are looked for
_JUST_CHOSEN = "_vector_just_chosen"


def chosen_vector(inputs: Inputs) -> Vector | None:
    """The vector that is chosen, if the model has it."""
    vector = VECTOR.value
    if vector and vector[1] < inputs.model.neurons and vector[0] in inputs.ask(layers_with_neurons):
        return vector
    return None


def choose_vector(vector: Vector | None) -> None:
    """Look at a vector, or at none; for callbacks."""
    VECTOR.set(vector)
    st.session_state[_JUST_CHOSEN] = vector is not None


def just_chosen() -> bool:
    """Whether the last click chose a vector; says it once."""
    return st.session_state.pop(_JUST_CHOSEN, False)


def vector_list(
    inputs: Inputs,
    name: str,
    vectors: tuple[Vector, ...],
    numbers: list[str],
    *,
    key: str,
    side: str = "promoted",
    hits: Collection[int] = (),
) -> None:
    """Vectors with the strongest tokens of a side, those of ``hits`` (ids) marked; a click on one chooses it."""
    tokens = inputs.ask(vector_tokens, vectors=vectors, count=LOOKED_AT)
    lines = []
    for place, (vector, number) in enumerate(zip(vectors, numbers, strict=True)):
        of = tokens.of(place, side)
        of = of[(of["rank"] <= SHOWN) | of["id"].isin(hits)]
        labels = [
            token if rank <= SHOWN else f"{rank}: {token}" for token, rank in zip(of["token"], of["rank"], strict=True)
        ]
        marked = of["id"].isin(hits).tolist()
        lines.append(Row(name_of(vector), number, labels, marked, names.name_of(*vector)))
    chosen = chosen_vector(inputs)
    selected = vectors.index(chosen) if chosen in vectors else -1
    rows(name, lines, key=key, on_click=lambda index: choose_vector(vectors[index]), selected=selected)
