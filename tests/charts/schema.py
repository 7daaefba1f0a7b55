"""Charts are not validated when they are drawn: tests hold each against Vega-Lite's schema."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import altair as alt
import jsonschema

from lmdash.charts.vega import ROWS, Spec, complete


@cache
def _validator() -> jsonschema.protocols.Validator:
    schema = alt.load_schema()
    return jsonschema.validators.validator_for(schema)(schema)


def valid(chart: Spec) -> Spec:
    """The complete specification, which fits the schema."""
    spec = complete(chart)
    _look_at(spec)
    return spec


def _look_at(spec: Spec) -> None:
    _validator().validate(spec)
    for part in spec.get("hconcat", spec.get("vconcat", [spec])):
        for layer in part.get("layer", [part]):
            for axis in ("x", "y"):
                place = layer.get("encoding", {}).get(axis, {})
                # A browser that goes on with a chart keeps the order in which it has met the names.
                assert place.get("type") != "nominal" or place.get("sort"), f"no order of names on {axis}: {place}"


@cache
def fits(written: str) -> None:
    """A specification as a page sends it fits the schema; each is looked at once."""
    _look_at(json.loads(written))


def rows_of(chart: Spec) -> list[dict[str, Any]]:
    """Its data."""
    return valid(chart)["datasets"][ROWS]
