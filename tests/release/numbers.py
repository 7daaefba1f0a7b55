"""A result as plain lists of numbers and words under readable paths, and the comparison of two of those."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd
import torch

Plain = float | int | str | None
Numbers = dict[str, list[Plain]]

TIMINGS = frozenset({"seconds"})  # fields that say how long something took on this machine
MOST, SAMPLED = 4000, 500  # numbers that a record keeps whole; numbers that it keeps of more


def numbers(result: object) -> Numbers:
    """Everything that a result says, as ``{"top.probability": [0.98, ...]}``; private fields and timings are left out.

    Things in a row share a path that ends in ``[]``, so that the words of a list are one list.
    """
    found: Numbers = {}
    for path, values in _walk(result, ""):
        found.setdefault(path or "result", []).extend(values)
    return found


def _walk(value: Any, path: str) -> Iterator[tuple[str, list[Plain]]]:
    if isinstance(value, Enum):
        yield from _walk(value.value, path)
    elif value is None or isinstance(value, (str, bool, int, float, np.generic)) or value is pd.NA:
        yield path, _of_array(np.asarray([value], dtype=None if isinstance(value, np.generic) else object))
    elif isinstance(value, (np.ndarray, torch.Tensor)):
        array = value.detach().cpu().numpy() if isinstance(value, torch.Tensor) else value
        if array.ndim > 1:
            yield f"{path}.shape", list(array.shape)
        yield path, _of_array(array.ravel())
    elif isinstance(value, (Mapping, pd.Series, pd.DataFrame)) or hasattr(value, "_fields") or is_dataclass(value):
        yield from _walk_named(value, f"{path}." if path else "")
    elif isinstance(value, (Sequence, set, frozenset)):
        items = list(value) if isinstance(value, Sequence) else sorted(value)
        inside = (
            path if all(isinstance(item, (str, int, float, type(None), np.generic)) for item in items) else f"{path}[]"
        )
        if not items:
            yield path, []
        for item in items:
            yield from _walk(item, inside)
    else:
        raise TypeError(f"{path}: {type(value)} is not understood")


def _walk_named(value: Any, start: str) -> Iterator[tuple[str, list[Plain]]]:
    """What has names: tables, mappings and records."""
    if isinstance(value, pd.DataFrame):
        if not isinstance(value.index, pd.RangeIndex):
            yield f"{start}index", _of_array(value.index.to_numpy())
        for name in value.columns:
            yield f"{start}{name}", _of_array(value[name].to_numpy())
    elif isinstance(value, (Mapping, pd.Series)):
        keys = list(value.keys())
        if not all(isinstance(key, str) for key in keys):
            yield from _walk(keys, f"{start}keys")
            yield from _walk(list(value.values() if isinstance(value, Mapping) else value), f"{start}values")
            return
        for key in keys:
            yield from _walk(value[key], f"{start}{key}")
    else:
        names = value._fields if hasattr(value, "_fields") else [field.name for field in fields(value)]
        for name in names:
            if not name.startswith("_") and name not in TIMINGS:
                yield from _walk(getattr(value, name), f"{start}{name}")


def _of_array(array: np.ndarray) -> list[Plain]:
    """The items as Python writes them; float32 in its own shortest form, which is read back as the same number."""
    if array.dtype == object:
        return [item for each in array.tolist() for item in _of_object(each)]
    if array.dtype.kind == "b":
        return array.astype(int).tolist()
    if array.dtype.kind == "f" and array.dtype.itemsize < 8 and array.size <= MOST:
        return array.astype(str).astype(float).tolist()
    return array.astype(float).tolist() if array.dtype.kind == "f" else array.tolist()


def _of_object(value: Any) -> list[Plain]:
    if value is None or value is pd.NA:
        return [None]
    if isinstance(value, bool):
        return [int(value)]
    return [value] if isinstance(value, (str, int, float)) else [item for _, part in _walk(value, "") for item in part]


def compact(values: list[Plain]) -> list[Plain] | dict[str, object]:
    """What a record keeps: everything, or of many numbers every k-th with their count and sums."""
    if len(values) <= MOST or any(isinstance(value, str) for value in values):
        return values
    there = [value for value in values if value is not None and math.isfinite(value)]
    return {
        "count": len(values),
        "sum": math.fsum(there),
        "abs_sum": math.fsum(map(abs, there)),
        "sample": values[:: -(-len(values) // SAMPLED)],
    }


def differences(recorded: Mapping[str, Any], present: Numbers, tolerance: float) -> list[str]:
    """A sentence for every recorded path that is missing or says something else now."""
    said = []
    for path, before in recorded.items():
        if path not in present:
            said.append(f"{path} is missing")
            continue
        now = compact(present[path])
        if isinstance(before, dict) != isinstance(now, dict):
            said.append(f"{path} has {len(present[path])} values now")
        elif isinstance(before, dict):
            said += _sums_apart(path, before, now, tolerance)
            said += _first_apart(path, before["sample"], now["sample"], tolerance)
        else:
            said += _first_apart(path, before, now, tolerance)
    return said


def _sums_apart(path: str, before: Mapping[str, Any], now: Mapping[str, Any], tolerance: float) -> list[str]:
    """Counts must be equal; sums may be as far apart as the numbers in them, all together, may be."""
    allowed = tolerance * max(before["count"], before["abs_sum"])
    apart = [name for name in ("sum", "abs_sum") if abs(before[name] - now[name]) > allowed]
    apart += ["count"] * (before["count"] != now["count"])
    return [f"{path}: {name} was {before[name]}, is {now[name]}" for name in apart]


def _first_apart(path: str, before: Sequence[Plain], now: Sequence[Plain], tolerance: float) -> list[str]:
    if len(before) != len(now):
        return [f"{path}: {len(before)} values before, {len(now)} now"]
    apart = [
        place for place, (one, other) in enumerate(zip(before, now, strict=True)) if not alike(one, other, tolerance)
    ]
    if not apart:
        return []
    first = apart[0]
    return [f"{path}[{first}] was {before[first]!r}, is {now[first]!r} ({len(apart)} of {len(before)} differ)"]


def alike(one: Plain, other: Plain, tolerance: float) -> bool:
    """Equal words, or numbers within the tolerance; not-a-number is like not-a-number."""
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return one == other
    if math.isnan(one) or math.isnan(other) or math.isinf(one) or math.isinf(other):
        return (math.isnan(one) and math.isnan(other)) or one == other
    return abs(one - other) <= tolerance * max(1.0, abs(one))
