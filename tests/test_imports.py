"""Imports run one way: ``pages -> ui, charts -> analyses -> models``, on the ground floor of errors and settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "lmdash").rglob("*.py")])

# What each part may import of lmdash, itself aside.
ALLOWED = {
    "lmdash": set(),
    "lmdash.errors": set(),
    "lmdash.settings": {"lmdash.errors"},
    "lmdash.models": {"lmdash.errors", "lmdash.settings"},
    "lmdash.analyses": {"lmdash.models", "lmdash.errors", "lmdash.settings"},
    "lmdash.charts": {"lmdash.analyses"},
    "lmdash.__main__": {"lmdash.models", "lmdash.errors", "lmdash.settings"},
    "lmdash.demo": {"lmdash.analyses", "lmdash.models", "lmdash.errors", "lmdash.settings"},
}
ALLOWED["lmdash.ui"] = set(ALLOWED)
ALLOWED["pages"] = ALLOWED["app"] = {*ALLOWED, "pages"}

# The only parts that may import these libraries.
HOMES = {
    "streamlit": {"app", "pages", "lmdash.ui"},
    "transformers": {"lmdash.models"},
    "altair": {"lmdash.charts", "lmdash.ui"},
}
# Each costs one to two seconds of start: imported inside the functions that use them.
SLOW = {"shap", "lime", "captum", "spacy", "sklearn", "spellchecker", "openpyxl"}


def part_of(module: str) -> str:
    """``lmdash.models.cache`` is in the part ``lmdash.models``."""
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == "lmdash" else names[0]


def imports_of(tree: ast.Module, module: str) -> Iterator[tuple[str, ast.stmt]]:
    """Every imported name in full, wherever it stands: in functions and for type checkers too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((f"{base}.{alias.name}" if base == "lmdash" else base, node) for alias in node.names)


def in_functions(tree: ast.Module) -> set[ast.AST]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {inner for function in functions for inner in ast.walk(function)}


def complaints(source: str, module: str) -> list[str]:
    """What is wrong with the imports of a module, in sentences."""
    tree, here = ast.parse(source), part_of(module)
    if here not in ALLOWED:
        return [f"{module}: the part {here} is new: give it a row in ALLOWED."]
    found, local = [], in_functions(tree)
    for name, node in imports_of(tree, module):
        there, place = part_of(name), f"{module}, line {node.lineno}"
        if there in ALLOWED and there != here and there not in ALLOWED[here]:
            found.append(f"{place}: {here} must not import {name}; it may import {sorted(ALLOWED[here])}.")
        if there in HOMES and here not in HOMES[there]:
            found.append(f"{place}: {there} belongs in {sorted(HOMES[there])} only.")
        if there in SLOW and node not in local:
            found.append(f"{place}: {there} is slow to import: do it inside the function that needs it.")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    names = path.relative_to(ROOT).with_suffix("").parts
    module = ".".join(names if names[-1] != "__init__" else names[:-1])
    found = complaints(path.read_text(encoding="utf-8"), module)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        (
            "lmdash.models.x",
            "from lmdash.analyses.common.tokens import labels",
            "must not import lmdash.analyses.common.tokens",
        ),
        ("lmdash.models.x", "from lmdash import demo", "must not import lmdash.demo"),
        ("lmdash.models.x", "from ..ui import page", "must not import lmdash.ui"),
        ("lmdash.analyses.x", "def f():\n    import lmdash.charts.theme", "line 2: lmdash.analyses must not"),
        ("lmdash.analyses.x", "from lmdash.demo.cases.examples import EXAMPLES", "must not import lmdash.demo"),
        ("lmdash.charts.x", "from lmdash.models.values import Ids", "must not import lmdash.models.values"),
        ("lmdash.settings", "from lmdash.models import catalog", "may import ['lmdash.errors']"),
        ("lmdash.ui.x", "import pages.start", "must not import pages.start"),
        ("lmdash.demo.x", "if TYPE_CHECKING:\n    from transformers import GPT2Config", "transformers belongs in"),
        ("lmdash.analyses.x", "import streamlit as st", "streamlit belongs in"),
        ("pages.x", "import altair", "altair belongs in"),
        ("lmdash.analyses.x", "import shap.maskers", "shap is slow to import"),
        ("lmdash.other.x", "", "give it a row"),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str, complaint: str) -> None:
    [found] = complaints(source, module)
    assert complaint in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pages.x", "from lmdash.analyses.common.tokens import labels\nfrom lmdash.ui import page\nimport streamlit"),
        ("lmdash.models.x", "from .cache import ByteCache\nfrom transformers import AutoConfig"),
        ("lmdash.ui.x", "from lmdash.demo.cases.examples import EXAMPLES\nimport altair"),
        ("lmdash.analyses.x", "def f():\n    import shap"),
    ],
)
def test_a_right_import_is_not_complained_about(module: str, source: str) -> None:
    assert complaints(source, module) == []
