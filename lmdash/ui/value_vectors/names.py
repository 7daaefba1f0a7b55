"""The names that a person gives to value vectors, which stand in the address."""

from __future__ import annotations

from lmdash.analyses.common.vectors import Vector
from lmdash.analyses.common.vectors import name_of as number_of
from lmdash.models.text.tokens import clean
from lmdash.ui.frame.addresses.value_vectors import LONGEST_NAME, NAMES, read_names


def name_of(layer: int, neuron: int) -> str:
    """The name given to a value vector; empty if it has none."""
    return NAMES.value.get((layer, neuron), "")


def give_name(layer: int, neuron: int, name: str) -> None:
    """Name a value vector, or with an empty name forget its name; for callbacks."""
    others = {vector: each for vector, each in NAMES.value.items() if vector != (layer, neuron)}
    name = " ".join(clean(name).split())[:LONGEST_NAME]
    NAMES.set(others | ({(layer, neuron): name} if name else {}))


def add_names(text: str) -> None:
    """Have the names in ``text`` too; for callbacks."""
    for vector, name in read_names(text).items():
        give_name(*vector, name)


def titled(vector: Vector) -> str:
    """``L2D117``, or with its name ``L2D117 music``."""
    return " ".join(filter(None, (number_of(vector), name_of(*vector))))
