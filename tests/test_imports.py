"""Imports run one way: ``pages -> ui.<page> -> ui.frame -> ui.kit``, all ``-> charts -> analyses -> models``, and no
page's room knows another's.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.source import PAGES, Source, assert_none, circles, room, sources

GROUND = {"errors", "settings"}
# What each floor may import besides itself; a page's room is on the floor "ui.<page>" or "analyses.<page>".
ALLOWED: dict[str, set[str]] = {
    "lmdash": set(),
    "analyses": set(),
    "ui": set(),
    "errors": set(),
    "settings": {"errors"},
    "models": GROUND,
    "analyses.common": {"models", *GROUND},
    "analyses.<page>": {"analyses.common", "models", *GROUND},
    "charts": {"analyses.common", "analyses.<page>"},
    "demo": {"analyses.common", "analyses.<page>", "models", *GROUND},
    "ui.kit": {"charts", "analyses.common", *GROUND},
}
ALLOWED["ui.frame"] = ALLOWED["ui.kit"] | ALLOWED["demo"] | {"ui.kit", "demo"}
ALLOWED["ui.<page>"] = ALLOWED["ui.frame"] | {"ui.frame"}
ALLOWED["pages"] = ALLOWED["ui.<page>"] | {"ui.<page>"}
ALLOWED["app"] = {"ui.frame"}
ALLOWED["__main__"] = {"models", "ui.frame", *GROUND}
# A page's room that another page's may look into.
LENT = {("ui.ffn_interventions", "ui.value_vectors")}
UI_ARROWS = 25  # at most so many between rooms of the UI

# The only floors that may import these libraries.
HOMES = {
    "streamlit": {"app", "pages", "ui"},
    "transformers": {"models"},
    "altair": set(),  # charts are plain Vega-Lite, tests alone need the library
}
# Each costs one to two seconds of start: imported inside the functions that use them.
SLOW = {"shap", "lime", "captum", "spacy", "sklearn", "spellchecker", "openpyxl", "ray"}


def floor(of: str) -> str:
    """The floor of a room."""
    layer, _, name = of.partition(".")
    if layer in {"ui", "analyses"} and name:
        return f"{layer}.<page>" if name in PAGES else of
    return layer


def complaints(source: Source) -> list[str]:
    """What is wrong with the imports of a module, in sentences."""
    here, found = source.room, []
    if floor(here) not in ALLOWED:
        return [f"{source.name}: the floor {floor(here)} is new: give it a row in ALLOWED."]
    for each in source.imports:
        library = each.what.split(".")[0]
        if library in {"lmdash", "pages", "app"}:
            there = room(each.what)
            same_page = floor(there) == floor(here) and (there == here or "<page>" not in floor(here))
            if not (same_page or floor(there) in ALLOWED[floor(here)] or (here, there) in LENT):
                found.append(f"{source.name} must not import {each.what}.")
            elif here == "pages" == there:
                found.append(f"{source.name} must not import {each.what}: pages know rooms, not each other.")
        if library in HOMES and here.split(".")[0] not in HOMES[library]:
            found.append(f"{source.name} must not import {library}: it belongs in {sorted(HOMES[library])} only.")
        if library in SLOW and not each.local:
            found.append(f"{source.name} must import {library} inside the function that needs it: it is slow.")
    return found


def arrows_between_rooms(layer: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for source in sources():
        there = {room(each.what) for each in source.imports if each.what.startswith(f"lmdash.{layer}.")}
        if source.room.startswith(f"{layer}."):
            found[source.room] |= there - {source.room}
    return found


def test_imports_run_one_way() -> None:
    assert_none("imports", {complaint for source in sources() for complaint in complaints(source)})


def test_no_module_leads_back_to_itself() -> None:
    names = {source.name for source in sources()}
    arrows = {source.name: {each.what for each in source.imports} & names for source in sources()}
    assert_none("circles of modules", {name for circle in circles(arrows) for name in circle})


@pytest.mark.parametrize("layer", ["models", "analyses", "charts", "ui"])
def test_no_room_leads_back_to_itself(layer: str) -> None:
    assert_none("circles of rooms", {name for circle in circles(arrows_between_rooms(layer)) for name in circle})


def test_the_rooms_of_the_ui_have_little_to_do_with_each_other() -> None:
    arrows = sorted(f"{here} -> {there}" for here, theirs in arrows_between_rooms("ui").items() for there in theirs)
    assert len(arrows) <= UI_ARROWS, "\n" + "\n".join(arrows)


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == [{"b", "c"}]
    assert circles({"a": {"b", "a"}, "b": set()}) == [{"a"}]


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        (
            "lmdash.models.x",
            "from lmdash.analyses.common.tokens import labels",
            "must not import lmdash.analyses.common.tokens",
        ),
        ("lmdash.models.x", "from lmdash import demo", "must not import lmdash.demo"),
        ("lmdash.models.passes.x", "from ...ui.frame import page", "must not import lmdash.ui.frame.page"),
        ("lmdash.analyses.common.x", "def f():\n    import lmdash.charts.theme", "must not import lmdash.charts"),
        (
            "lmdash.analyses.attention.x",
            "from lmdash.demo.cases.examples import EXAMPLES",
            "must not import lmdash.demo",
        ),
        ("lmdash.analyses.attention.x", "from lmdash.analyses.hidden_states import lens", "must not import"),
        ("lmdash.analyses.common.x", "from lmdash.analyses.attention import pair", "must not import"),
        ("lmdash.charts.x", "from lmdash.models.values import Ids", "must not import lmdash.models.values"),
        (
            "lmdash.settings",
            "from lmdash.models.opening import catalog",
            "must not import lmdash.models.opening.catalog",
        ),
        ("lmdash.ui.attention.x", "import pages.start", "must not import pages.start"),
        (
            "lmdash.ui.attention.x",
            "from lmdash.ui.hidden_states import lens",
            "must not import lmdash.ui.hidden_states",
        ),
        ("lmdash.ui.value_vectors.x", "from lmdash.ui.ffn_interventions import edits", "must not import"),
        ("lmdash.ui.frame.x", "from lmdash.ui.attention import lines", "must not import lmdash.ui.attention.lines"),
        ("lmdash.ui.kit.x", "from lmdash.ui.frame import page", "must not import lmdash.ui.frame.page"),
        (
            "lmdash.ui.kit.x",
            "if TYPE_CHECKING:\n    from lmdash.models.values import Ids",
            "must not import lmdash.models",
        ),
        ("pages.x", "import pages.start", "not each other"),
        ("app", "from lmdash.models import service", "must not import lmdash.models.service"),
        ("lmdash.demo.x", "if TYPE_CHECKING:\n    from transformers import GPT2Config", "transformers: it belongs in"),
        ("lmdash.analyses.common.x", "import streamlit as st", "streamlit: it belongs in"),
        ("pages.x", "import altair", "altair: it belongs in"),
        ("lmdash.analyses.common.x", "import shap.maskers", "must import shap inside"),
        ("lmdash.other.x", "", "give it a row"),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str, complaint: str) -> None:
    [found] = complaints(Source(module, source))
    assert complaint in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pages.x", "from lmdash.analyses.common import tokens\nfrom lmdash.ui.frame import page\nimport streamlit"),
        ("lmdash.models.x", "from .cache import ByteCache\nfrom transformers import AutoConfig"),
        ("lmdash.ui.frame.x", "from lmdash.demo.cases.examples import EXAMPLES"),
        ("lmdash.ui.attention.x", "from lmdash.ui.attention import lines\nfrom lmdash.analyses.attention import pair"),
        ("lmdash.ui.ffn_interventions.x", "from lmdash.ui.value_vectors import rows"),
        ("lmdash.analyses.common.x", "def f():\n    import shap"),
    ],
)
def test_a_right_import_is_not_complained_about(module: str, source: str) -> None:
    assert complaints(Source(module, source)) == []
