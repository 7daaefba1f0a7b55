"""Everything that the app says, on a fixed tour of all pages: ``python -m tests.words > tests/words.txt``.

A writer reviews the words of a change in one diff.  Numbers are written ``#`` and tokens ``‹…›``, so that the file
changes when words do and not when a number does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from lmdash.ui.frame.reference import every_control
from lmdash.ui.frame.sitemap import PAGES
from lmdash.ui.kit.address import Control
from lmdash.ui.kit.kinds import Choice, Toggle
from tests.pages.app import ROOT

EDITED = {"edits": "L5F*0.5", "target": "Rome"}
SAID = {"body", "label", "help", "caption", "placeholder", "options", "text", "title", "alt"}
DATA_SAID = {"hint", "label", "name", "note", "title", "tip", "measure"}
NUMBER = re.compile(r"(?<![A-Za-z])[+−-]?\d[\d\u202f.,]*%?(?![A-Za-z])")
SKIPPED = re.compile(r"<style|^#?$|^https?:|^\W*$")


def tour() -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The visits: every page, every choice of a view, every box open, each with interventions and a target on."""
    every = every_control()
    for page in PAGES:
        own = [control for control in every if control.page == page.name]
        yield page.name, {}
        seen: list[dict[str, list[str]]] = []
        for control in own:
            if isinstance(control, Choice):
                seen += [_address({control: value}) for value in control.labels if value != control.default]
        flipped = {control: not control.default for control in own if isinstance(control, Toggle)}
        groups: dict[str, dict[Control, object]] = {}
        for control, value in flipped.items():
            groups.setdefault(repr(_address(control.within)), dict(control.within))[control] = value
        for address in [*seen, *map(_address, groups.values())]:
            yield page.name, address | {name: [value] for name, value in EDITED.items()}


def _address(values: Mapping[Control, object]) -> dict[str, list[str]]:
    """The address of these values and of all that they are seen with."""
    said: dict[str, list[str]] = {}
    for control, value in values.items():
        said |= _address(control.within) | {control.name: control.write(value)}
    return said


def words_of(app: AppTest) -> Iterator[str]:
    """Every sentence, label, caption and help text on a page, numbers and tokens left out."""
    for element in app._tree:
        proto = getattr(element, "proto", None)
        if isinstance(proto, Message):
            yield from _said(proto)


def _said(proto: Message) -> Iterator[str]:
    for field, value in proto.ListFields():
        if field.name == "json" and isinstance(value, str):
            yield from _in_data(json.loads(value or "null"))
        elif field.name == "spec" and isinstance(value, str):
            yield from (each for each in re.findall(r'"title": ?"([^"]+)"', value))
        elif field.name in SAID or (isinstance(value, Message) and field.name not in {"data", "arrow_data"}):
            for each in value if field.is_repeated else [value]:
                if isinstance(each, str):
                    yield each
                elif isinstance(each, Message):
                    yield from _said(each)


def _in_data(data: object) -> Iterator[str]:
    """What a component says: its sentence, or the words among its values."""
    if isinstance(data, dict):
        if "parts" in data and "tone" in data:
            yield "".join("‹…›" if style in {"token", "target", "faint", "strong"} else t for t, style in data["parts"])
            return
        if "strength" in data and "detail" in data:  # a chip, whose label is a token
            yield data["tip"]
            return
        for name, value in data.items():
            if name == "legend":
                yield from value
            elif name in DATA_SAID and isinstance(value, str):
                yield value
            else:
                yield from _in_data(value)
    elif isinstance(data, list):
        for each in data:
            yield from _in_data(each)


def masked(text: str) -> str:
    """One line, numbers as ``#``."""
    return NUMBER.sub("#", " ".join(text.split()))


def collected() -> str:
    """The whole file: by page, each text where it was said first."""
    lines, known = [], set()
    for page in PAGES:
        lines += ["", f"== {page.name}", ""]
        for name, address in tour():
            if name != page.name:
                continue
            for text in map(masked, words_of(visit(name, address))):
                if text not in known and not SKIPPED.search(text):
                    known.add(text)
                    lines.append(text)
    return "\n".join(lines[1:]) + "\n"


def visit(page: str, address: Mapping[str, list[str]]) -> AppTest:
    """A page as a cold link opens it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    if page != "start":
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, (page, address, app.exception[0].message)
    return app


if __name__ == "__main__":
    print(collected(), end="")
