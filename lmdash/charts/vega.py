"""Vega-Lite specifications as plain dictionaries: what a page draws on every click must cost next to nothing.

Nothing is copied or validated here: tests hold what every page draws against the schema.  Data are a frame, which
Streamlit sends as a table and :func:`complete` writes out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from lmdash.charts.theme import INK

Spec: TypeAlias = dict[str, Any]
"""A specification or a part of one."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name: nobody fetches it
ROWS = "rows"
_WRITING = {"labelColor": INK, "titleColor": INK}
_TYPES = {"N": "nominal", "O": "ordinal", "Q": "quantitative"}


def of(column: str, **more: Any) -> Spec:
    """A column with its type, ``label:N``, ``layer:O`` or ``probability:Q``, and how it is drawn."""
    name, _, kind = column.rpartition(":")
    return {"field": name, "type": _TYPES[kind], **more}


def constant(value: Any) -> Spec:
    """The same for every mark."""
    return {"value": value}


def either(test: str, then: Any, other: Any) -> Spec:
    """One constant where an expression (``datum.selected``) holds, and another where it does not."""
    return {"condition": {"test": test, "value": then}, "value": other}


def mark(kind: str, *, only: str = "", pick: Spec | None = None, look: Mapping[str, Any] = {}, **encoding: Any) -> Spec:
    """One layer: marks of a kind (bar, rect, text, ...) with what they ``look`` like and what they encode.

    ``only`` is an expression that holds for the rows that are drawn; ``pick`` is a selection by clicking on them.
    """
    layer: Spec = {"mark": {"type": kind, **look}, "encoding": encoding}
    if only:
        layer["transform"] = [{"filter": only}]
    if pick:
        layer["params"] = [pick]
    return layer


def line(look: Mapping[str, Any], **place: Spec) -> Spec:
    """One straight line at a constant, whatever the data are: ``x={"datum": 0}``."""
    return {"data": {"values": [{}]}, "mark": {"type": "rule", **look}, "encoding": place}


def picking(name: str, *fields: str) -> Spec:
    """A selection of one mark by clicking, told by its ``fields``."""
    return {
        "name": name,
        "select": {"type": "point", "fields": list(fields), "on": "click", "clear": False, "toggle": False},
    }


def chart(data: pd.DataFrame, *layers: Spec, config: Mapping[str, Any] = {}, **more: Any) -> Spec:
    """Layers of the same data, the first at the bottom; ``more`` are width, height and the like."""
    return _whole(data, config) | {"layer": list(layers), **more}


def stacked(data: pd.DataFrame, *rows: Spec, spacing: int) -> Spec:
    """Marks of the same data below each other, each with colours of its own."""
    apart = {"scale": {"color": "independent"}}
    return _whole(data, {}) | {"vconcat": list(rows), "spacing": spacing, "resolve": apart}


def beside(*charts: Spec, spacing: int) -> Spec:
    """Charts in a row, each with its own data; for files, as Streamlit sends the data of one chart only."""
    whole = ("$schema", "config", "datasets")
    parts = [
        {name: part for name, part in each.items() if name not in whole} | {"data": {"values": each["datasets"][ROWS]}}
        for each in charts
    ]
    return {"$schema": SCHEMA, "config": charts[0]["config"], "hconcat": parts, "spacing": spacing}


def _whole(data: pd.DataFrame, config: Mapping[str, Any]) -> Spec:
    """What stands around the marks; the data go by a name, as Streamlit sends them as a table beside it."""
    return {
        "$schema": SCHEMA,
        "data": {"name": ROWS},
        "datasets": {ROWS: data},
        "config": {"view": {"stroke": None}, "axis": _WRITING, "legend": _WRITING, **config},
    }


def named(labels: Iterable[str] | Mapping[int, str]) -> str:
    """An expression that writes a label, whatever characters it holds, in place of each number of an axis."""
    texts = {str(key): text for key, text in labels.items()} if isinstance(labels, Mapping) else list(labels)
    return f"{json.dumps(texts)}[datum.value]"


def complete(spec: Spec) -> Spec:
    """The specification with its data written out, as files hold it."""

    def written(part: Any) -> Any:
        if isinstance(part, pd.DataFrame):
            return json.loads(part.to_json(orient="records"))
        if isinstance(part, list):
            return [written(each) for each in part]
        return {name: written(each) for name, each in part.items()} if isinstance(part, dict) else part

    return written(spec)
