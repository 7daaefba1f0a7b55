"""How many bytes of memory a result takes: the sum over its arrays, frames and texts, and over the objects around them.

Small results are mostly objects: a frame of five rows holds 200 bytes of numbers in 10,000 bytes of Python.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd
import torch

_PLAIN = 32  # bytes of a number, and of the place that points to it
_SHELL = 64  # of any other object, and of the place that points to it
_ARRAY = 128  # of what an array says of itself
_FRAME, _COLUMN = 2500, 900  # of a frame, and of each column with what pandas remembers of it


def size_of(value: object) -> int:
    """Bytes of arrays, tensors, pandas objects, texts and numbers, and of dataclasses and containers of them.

    What appears twice counts once; a tensor counts with all of the storage that it keeps alive.
    """
    return _size(value, set())


def _size(value: object, seen: set[int]) -> int:
    if value is None or isinstance(value, int | float | complex):  # truth values too
        return _PLAIN
    if isinstance(value, torch.Tensor):
        storage = value.untyped_storage()
        return _ARRAY + (0 if _met(storage.data_ptr(), seen) else storage.nbytes())
    if _met(id(value), seen):
        return 8
    return _SHELL + _inside(value, seen)


def _met(key: int, seen: set[int]) -> bool:
    before = key in seen
    seen.add(key)
    return before


def _inside(value: Any, seen: set[int]) -> int:
    """What stands inside the shell of a value."""
    match value:
        case str():
            size = len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))
        case bytes() | bytearray():
            size = len(value)
        case np.ndarray() if value.dtype.hasobject:
            size = _all(value.ravel().tolist(), seen)
        case np.ndarray() | np.generic():
            size = _ARRAY + value.nbytes
        case pd.DataFrame():
            size = _FRAME + sum(_column(column, seen) for _, column in value.items())
            size += _column(value.index, seen) + _column(value.columns, seen)
        case pd.Series():
            size = _column(value, seen) + _column(value.index, seen)
        case pd.Index():
            size = _column(value, seen)
        case Mapping():
            size = _all(value.keys(), seen) + _all(value.values(), seen)
        case list() | tuple() | Set():
            size = _all(value, seen)
        case _ if is_dataclass(value):
            size = _ARRAY + _all((getattr(value, field.name) for field in fields(value)), seen)
        case _:
            size = 2 * len(pickle.dumps(value))  # any other kind, which is then small; in memory it takes about twice
    return size


def _all(values: Iterable[object], seen: set[int]) -> int:
    return sum(_size(value, seen) for value in values)


def _column(column: pd.Series | pd.Index, seen: set[int]) -> int:
    """The values of a column; Python objects one by one, everything else as the array that it is."""
    if isinstance(column, pd.RangeIndex):
        return _SHELL
    objects = column.dtype == object or getattr(column.dtype, "storage", "") == "python"
    return _COLUMN + (_all(column.to_numpy(dtype=object), seen) if objects else column.array.nbytes)
