"""Files are short, colours have one owner, and what is no Python stands in files of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.source import ROOT, Source, assert_none, sources

LINES = 250
# Files that are tables, where lines are entries.
TABLES = re.compile(r"lmdash\.demo\.(texts|parsing)\.(?!dependencies$)\w+")
COLOUR = re.compile(r"(?<![&\w<])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![\w-])")
THEME = "lmdash/charts/theme.py"
CODE_LINES = 3  # a text of more lines with braces and semicolons is a script or a style


def coloured() -> Iterator[tuple[str, str]]:
    """Every file of the app that could name a colour, and its text."""
    for folder in ("lmdash", "pages"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".js", ".css", ".html", ".svg"}:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def foreign_code(source: Source) -> set[int]:
    """The lines where a script or a style stands in a string."""
    return {
        node.lineno
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant | ast.JoinedStr)
        and (node.end_lineno or node.lineno) - node.lineno >= CODE_LINES
        and "{" in (text := ast.get_source_segment(source.text, node) or "")
        and ";" in text
    }


def test_a_file_can_be_read_in_one_sitting() -> None:
    long = {source.name for source in sources() if len(source.text.splitlines()) > LINES}
    assert_none("long files", {name for name in long if not TABLES.fullmatch(name)})


def test_every_colour_comes_from_the_theme() -> None:
    found = {name for name, text in coloured() if name != THEME and COLOUR.search(text)}
    assert_none("colours", found)


def test_scripts_and_styles_stand_in_files_of_their_own() -> None:
    found = {source.name for source in sources() if source.room.startswith("ui.") and foreign_code(source)}
    assert_none("scripts and styles in strings", found)


@pytest.mark.parametrize(
    ("text", "colours"),
    [
        ("color: #5b4fcf;", ["#5b4fcf"]),
        ("color: #FFF; fill:#1234", ["#FFF", "#1234"]),
        ("<#123> &#123; L3#abcdefg #12 #add-note", []),
    ],
)
def test_a_colour_is_known_when_seen(text: str, colours: list[str]) -> None:
    assert COLOUR.findall(text) == colours


def test_a_style_in_a_string_is_known_when_seen() -> None:
    style = 'STYLE = """\n.a {\n  top: 0;\n}\n"""\n'
    assert foreign_code(Source("lmdash.ui.x", style)) == {1}
    assert foreign_code(Source("lmdash.ui.x", style.replace('"""\n.a', 'f"""\n.a'))) == {1}
    assert not foreign_code(Source("lmdash.ui.x", '"""What it says:\n\nthis; that\n\nand more."""\n'))
