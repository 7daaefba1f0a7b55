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
    _validator().validate(spec)
    return spec


@cache
def fits(written: str) -> None:
    """A specification as a page sends it fits the schema; each is looked at once."""
    _validator().validate(json.loads(written))


def rows_of(chart: Spec) -> list[dict[str, Any]]:
    """Its data."""
    return valid(chart)["datasets"][ROWS]
