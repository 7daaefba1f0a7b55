"""What a page shows where a link is opened on a cold server: tokens, numbers and choices, but no wording."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pyarrow as pa
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
MOST = 40  # numbers of one table or chart that a record keeps
KINDS = (
    "selectbox", "multiselect", "button_group", "radio", "select_slider",
    "slider", "number_input", "toggle", "checkbox", "text_input", "text_area",
)  # fmt: skip
# A number with its sign; not one of seconds, nor a digit inside a word.
_NUMBER = re.compile(r"(?:(?<!\w)[-+])?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?!\s*(?:s|seconds|ms)\b)(?![\d.,]*\d)")


def opened(address: str) -> AppTest:
    """The app at ``page?name=value&…`` as its address bar has it; no page is the start page."""
    path, _, query = address.partition("?")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=240)
    for name, values in parse_qs(query, keep_blank_values=True, strict_parsing=bool(query)).items():
        app.query_params[name] = values if len(values) > 1 else values[0]
    app.switch_page(f"pages/{path or 'start'}.py").run()
    assert not app.exception, app.exception[0].message
    tables = [box for box in app.get("expander") if box.key and box.key.endswith("_table") and "." not in box.key]
    if tables:  # the release drew them behind a closed lid, now they are made when it is opened
        states = app._tree.get_widget_states()
        states.widgets.extend(WidgetState(id=box.proto.id, bool_value=True) for box in tables)
        app._run(states)
        assert not app.exception, app.exception[0].message
    return app


def shown(app: AppTest) -> dict[str, object]:
    """The page's file, its headline's tokens and numbers, its tables, its charts, and its controls by their keys."""
    tokens, numbers = _headline(app)
    tables = [_cells(table.value) for kind in ("dataframe", "table") for table in app.get(kind)]
    tables += [_prompt_cells(data) for data in _components(app, "lmdash.prompt_table")]
    return {
        "page": _page(app),
        "tokens": tokens,
        "numbers": numbers,
        "tables": _summaries(tables),
        "charts": _summaries(list(_data(chart.proto)) for chart in app.get("vega_lite_chart")),
        "controls": {_name(each): _choice(each) for kind in KINDS for each in app.get(kind) if each.key}
        | {_name(each): int(app.session_state[each.key]) for each in app.get("expander") if each.key},
    }


def _name(widget: Any) -> str:
    """The name that a control has in the address: its key without the page, and how often something else set it."""
    return widget.key.partition("~")[0].rpartition(".")[2]


def _page(app: AppTest) -> str:
    """The file of the page that the run ended on."""
    page = app._registered_pages[app._finished_page_script_hash]
    return Path(page["script_path"]).relative_to(ROOT).as_posix()


def _components(app: AppTest, name: str) -> list[dict]:
    protos = [element.proto for element in app.get("bidi_component")]
    return [json.loads(proto.json) for proto in protos if proto.component_name == name]


def _headline(app: AppTest) -> tuple[list[str], list[float]]:
    """Tokens in order, and the numbers of the words between them by size."""
    said = _components(app, "lmdash.sentence")
    # With interventions on, the page's own answer stands below what they change.
    tone = "finding" if any(data["tone"] == "finding" for data in said) else "answer"
    parts = [part for data in said if data["tone"] == tone for part in data["parts"]]
    words = " ".join(text for text, style in parts if style not in {"token", "target"}).replace("−", "-")
    numbers = (float(found.replace(",", "")) for found in _NUMBER.findall(words))
    return [text for text, style in parts if style in {"token", "target"}], sorted(numbers)


def _cells(frame: pd.DataFrame) -> list[float]:
    """The numbers of a table; what is there to be clicked or is yes or no is none."""
    columns = [frame[name] for name in frame.columns if "second" not in str(name).lower()]
    kept = (each for each in columns if pd.api.types.is_numeric_dtype(each) and not pd.api.types.is_bool_dtype(each))
    return [float(value) for column in kept for value in column.astype(float)]


def _prompt_cells(data: dict) -> list[float]:
    """The numbers that cells of the table of prompts are sorted by."""
    values = (cell.get("value") for row in data["rows"] for cell in row)
    return [float(value) for value in values if isinstance(value, (int, float))]


def _data(proto: Any) -> Iterator[float]:
    """The numbers that a chart draws."""
    sent = [each.data.data for each in proto.datasets] + [proto.data.data]
    for data in filter(None, sent):
        yield from _cells(pa.ipc.open_stream(data).read_pandas())
    yield from _inline(json.loads(proto.spec))


def _inline(spec: object) -> Iterator[float]:
    """Numbers of data that stand in the picture's description itself."""
    if isinstance(spec, dict):
        if isinstance(spec.get("mark"), dict) and spec["mark"]["type"] == "rule":  # a row of its own in the release
            yield from (float(each["datum"]) for each in spec["encoding"].values() if "datum" in each)
        for name, value in spec.items():
            rows = list(value.values()) if name == "datasets" else [value.get("values")] if name == "data" else None
            if rows is None:
                yield from _inline(value)
            else:
                yield from (float(cell) for each in rows for row in each or [] for cell in _numeric(row))
    elif isinstance(spec, list):
        for each in spec:
            yield from _inline(each)


def _numeric(row: object) -> list[float]:
    cells = row.values() if isinstance(row, dict) else [row]
    return [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]


def _summaries(found: Iterable[list[float]]) -> list[dict[str, object]]:
    """Each as count, sums and every k-th number by size; those without numbers are left out."""
    return sorted((summary(numbers) for numbers in found if numbers), key=lambda each: (each["count"], each["sum"]))


def summary(numbers: list[float]) -> dict[str, object]:
    """How many numbers there are, how many of them are missing, their sums, and every k-th of them by size."""
    there = sorted(number for number in numbers if math.isfinite(number))
    step = -(-len(there) // MOST) or 1
    return {
        "count": len(numbers),
        "missing": len(numbers) - len(there),
        "sum": round(math.fsum(there), 6),
        "abs_sum": round(math.fsum(map(abs, there)), 6),
        "every": [round(number, 6) for number in there[::step]],
    }


def _choice(control: Any) -> object:
    """What is chosen: a place among the options, several of them, a number, or what was typed."""
    value, kind = control.value, type(control).__name__
    if kind in {"Selectbox", "Radio"}:
        return None if value is None else control.index
    if kind in {"Multiselect", "ButtonGroup"}:
        places = list(control.indices)
        return places if isinstance(value, list) else next(iter(places), None)
    if kind == "SelectSlider":
        return [list(control.options).index(str(each)) for each in (value if isinstance(value, tuple) else [value])]
    if isinstance(value, (list, tuple)):
        return list(value)
    return int(value) if isinstance(value, bool) else value
