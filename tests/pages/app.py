"""Drive the app as a person would, without a browser, and read what its components say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from lmdash.ui.kit.control import Control

ROOT = Path(__file__).parents[2]


def open_app(page: str = "", values: Mapping[Control, Any] | None = None, /, **address: str | list[str]) -> AppTest:
    """The app at an address that says ``values``, and texts as they stand (a list for several of one name).

    ``page`` is a file name without ``.py``.
    """
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, texts in (address_of(values or {}) | address).items():
        app.query_params[name] = texts
    if page:
        app.switch_page(f"pages/{page}.py")  # before anything has run, as for one who follows a link
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def address_of(values: Mapping[Control, Any]) -> dict[str, list[str]]:
    """What an address says for values."""
    return {control.name: control.write(value) for control, value in values.items()}


def follow(app: AppTest, page: str) -> None:
    """Go to a page by its link in the menu."""
    link = next(each.proto for each in app.get("page_link") if each.proto.page == page)
    app.query_params.clear()
    app.query_params.update(parse_qs(link.query_string, keep_blank_values=True))
    app.switch_page(f"pages/{page}.py").run()


def drawn(app: AppTest, control: Control) -> Any:
    """The widget that shows a control, however often something else than itself has set it."""
    [widget] = [each for each in app._tree if (getattr(each, "key", None) or "").split("~")[0] == control.id]
    return widget


def _components(app: AppTest, name: str) -> list[dict]:
    protos = [element.proto for element in app.get("bidi_component")]
    return [json.loads(proto.json) for proto in protos if proto.component_name == name]


def sentences(app: AppTest, tone: str) -> list[str]:
    """The sentences of one tone: answer, text, note or error."""
    said = [data for data in _components(app, "lmdash.sentence") if data["tone"] == tone]
    return ["".join(text for text, _ in data["parts"]) for data in said]


def answer(app: AppTest) -> str:
    """The page's own answer: its headline, or with interventions on what stands below that."""
    [sentence] = sentences(app, "finding") or sentences(app, "answer")
    return sentence


def shared(app: AppTest) -> dict:
    """What the button that copies the link knows."""
    [data] = _components(app, "lmdash.share")
    return data


def unfold(app: AppTest, name: str) -> AppTest:
    """Open a box whose content is made only then, by its key; it stays open."""
    app.session_state[name] = True
    return app.run()


def chips(app: AppTest, name: str) -> list[dict]:
    """The chips of the strip called ``name``."""
    return _strip(app, name)["chips"]


def selected(app: AppTest, name: str) -> int:
    """Which chip of the strip called ``name`` is pressed; -1 for none."""
    return _strip(app, name)["selected"]


def _strip(app: AppTest, name: str) -> dict:
    [data] = [data for data in _components(app, "lmdash.token_strip") if data["name"] == name]
    return data
