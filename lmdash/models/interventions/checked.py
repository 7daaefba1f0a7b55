"""Values that are right or refused: plain fields are converted to the type that they are declared with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from numbers import Integral, Real

from lmdash.errors import InputError
from lmdash.models.text.tokens import clean

LARGEST = 1e15  # squares of numbers from 1 / LARGEST to LARGEST, and sums of them, stay finite and above 0 in float32
_TEXTS = ("str", "PartName", "PositionKind")
_WHOLE = {"int": range(10**9), "int | None": range(-1, 10**9)}  # -1 is the last token of a patch's prompt
_PLAIN = {"bool": "true or false", "float": "a number from −1e15 to 1e15"}
_PLAIN |= dict.fromkeys(_TEXTS, "a text")
_PLAIN |= dict.fromkeys(_WHOLE, "a whole number from 0 to 999\u202f999\u202f999")
_PLAIN |= dict.fromkeys(["tuple[int, ...]", "tuple[float, ...]"], "a list of numbers")


@dataclass(frozen=True)
class Checked:
    """A frozen dataclass whose plain fields are brought to the type that they are declared with, or refused."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.type in _PLAIN:
                object.__setattr__(self, field.name, _plain(field.type, field.name, getattr(self, field.name)))


def _plain(kind: str, name: str, value: object) -> object:
    if kind.startswith("tuple") and isinstance(value, tuple | list):
        return tuple(_plain(kind.removeprefix("tuple[").removesuffix(", ...]"), name, item) for item in value)
    if kind in _TEXTS and isinstance(value, str):
        return clean(value)
    if isinstance(value, bool | None):
        if kind == ("int | None" if value is None else "bool"):
            return value
    # Every real number compares with a float, which the abstract class does not promise.
    elif kind == "float" and isinstance(value, Real) and abs(value) <= LARGEST:  # pyright: ignore[reportOperatorIssue]
        return float(value) + 0.0  # so that -0.0, which is equal to 0.0, is also written like it
    elif isinstance(value, Integral) and value in _WHOLE.get(kind, ()):
        return int(value)
    raise InputError(f"The {name} must be {_PLAIN[kind]}.")
