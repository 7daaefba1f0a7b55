"""Interventions as JSON for a file, with the names that a person gave to value vectors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, get_args

from lmdash.errors import InputError
from lmdash.models.interventions.text import quoted, within_limits
from lmdash.models.interventions.values import (
    Action,
    Intervention,
    Positions,
    Site,
    TokenDirection,
    ValueDirection,
    VectorDirection,
)
from lmdash.models.text.tokens import clean

_HOW_JSON = (
    'Write it like {"lmdash_interventions": 1, "interventions": [{"site": {"part": "head", "layer": 3, "index": 5}, '
    '"action": {"kind": "scale", "factor": 0}}]}.'
)

_CLASSES: dict[str, Any] = {
    "intervention": Intervention,
    "site": Site,
    "positions": Positions,
    "action": {kind.__name__.lower(): kind for kind in get_args(Action)},
    "direction": {"token": TokenDirection, "value": ValueDirection, "vector": VectorDirection},
}


def to_json(interventions: Iterable[Intervention], names: str = "") -> str:
    """The JSON that `from_json` reads back, and `names_from_json` the names that a person gave to value vectors."""
    rows = list(interventions)
    document = {"lmdash_interventions": 1, "interventions": rows, **({"names": names} if names else {})}
    return within_limits(json.dumps(document, indent=2, ensure_ascii=False, default=_named_fields), len(rows))


def _named_fields(value: Any) -> dict[str, Any]:
    kinds = {known: kind for kind, known in (_CLASSES["action"] | _CLASSES["direction"]).items()}
    named = {"kind": kinds.get(type(value))} | vars(value)
    return {name: field for name, field in named.items() if field is not None}


def from_json(text: str) -> tuple[Intervention, ...]:
    """The interventions of a JSON file."""
    with suppress(ValueError, RecursionError):
        match json.loads(within_limits(text)):
            case {"lmdash_interventions": 1, "interventions": [*rows]}:
                within_limits(text, len(rows))
                return tuple(map(_row, rows))
    raise InputError(f"{quoted(text)} is not a file of interventions that this version of lmdash can read. {_HOW_JSON}")


def names_from_json(text: str) -> str:
    """The names in a file of interventions; empty where it has none."""
    with suppress(ValueError, RecursionError):
        match json.loads(within_limits(text)):
            case {"names": str(names)}:
                return clean(names)
    return ""


def _row(data: Any) -> Intervention:
    try:
        return _made("intervention", data)
    except InputError as error:
        problem = str(error)
    except (AttributeError, KeyError, TypeError, ValueError):
        problem = "These are not the fields of an intervention."
    raise InputError(f"{quoted(json.dumps(data, ensure_ascii=False))}: {problem} {_HOW_JSON}")


def _made(name: str, data: Any) -> Any:
    target = _CLASSES.get(name)
    if target is None:
        return data
    if isinstance(target, dict):
        data = dict(data)
        target = target[data.pop("kind")]
    return target(**{inner: _made(inner, value) for inner, value in data.items()})
