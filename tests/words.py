"""Everything that the app says, on a fixed tour of all pages: ``python -m tests.words > tests/words.txt``.

A writer reviews the words of a change in one diff.  Numbers are written ``#`` and tokens ``‹…›``, so that the file
changes when words do and not when a number does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from lmdash.ui.attributions import question
from lmdash.ui.frame.sitemap import PAGES
from tests.pages.app import open_app
from tests.tour import address, links

APPROVED = Path(__file__).with_suffix(".txt")
SAID = {"body", "label", "help", "caption", "placeholder", "options", "text", "title", "alt"}
DATA_SAID = {"hint", "label", "name", "note", "title", "tip", "measure"}
NUMBER = re.compile(r"(?<![\w.])[+−-]?\d[\d\u202f]*(?:[.,]\d+)*%?(?![A-Za-z])")
# Marks, styles, and what depends on the packages that are installed beside lmdash.
SKIPPED = re.compile(r"<style|^#?$|^https?:|^\W*$|smollm2|pip install|en_core_web|^The built-in model \(demo\), the id")


def tour() -> Iterator[tuple[str, dict[str, str | list[str]]]]:
    """The visits: every page as it opens, and with every control at another value, interventions on."""
    for page in PAGES:
        yield page.name, {}
        yield from ((name, address(values, seen)) for name, values, seen in links() if name == page.name)


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
                yield from (each for each in value if isinstance(each, str))
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


def said(app: AppTest) -> set[str]:
    """What stands in the file for a page that is open."""
    return {text for text in map(masked, words_of(app)) if not SKIPPED.search(text)}


@cache
def approved() -> frozenset[str]:
    """Every line of the file."""
    return frozenset(APPROVED.read_text(encoding="utf-8").splitlines())


def collected() -> str:
    """The whole file: by page, each text where it was said first."""
    lines: list[str] = []
    question.QUICK = 1000.0  # what is offered and what is run does not depend on the machine
    for page, visits in groupby(tour(), key=lambda visit: visit[0]):
        lines += ["", f"== {page}", ""]
        for name, address_ in visits:
            known = set(lines)
            lines += sorted(said(open_app(name, **address_)) - known)
    return "\n".join(lines[1:]) + "\n"


if __name__ == "__main__":
    print(collected(), end="")
