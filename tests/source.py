"""The app's own source, each file read and parsed once: for the tests that look at how it is built."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = frozenset(path.stem for path in (ROOT / "pages").glob("*.py"))


@dataclass(frozen=True)
class Import:
    """``what`` is a module of the app or a library; ``local``: inside a function."""

    what: str
    line: int
    local: bool


@dataclass(frozen=True)
class Source:
    """One module: its dotted name and its text."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        return room(self.name)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Wherever they stand: in functions and for type checkers too."""
        return tuple(self._imports(self.tree, local=False))

    def _imports(self, node: ast.AST, local: bool) -> Iterator[Import]:
        for each in ast.iter_child_nodes(node):
            match each:
                case ast.Import():
                    yield from (Import(alias.name, each.lineno, local) for alias in each.names)
                case ast.ImportFrom():
                    yield from (Import(what, each.lineno, local) for what in self._origins(each))
                case _:
                    within = isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
                    yield from self._imports(each, local or within)

    def _origins(self, node: ast.ImportFrom) -> set[str]:
        parents = self.name.split(".")[: -node.level] if node.level else []
        base = ".".join([*parents, *([node.module] if node.module else [])])
        return {inner if is_module(inner := f"{base}.{alias.name}") else base for alias in node.names}


@cache
def is_module(name: str) -> bool:
    """Whether it is a module or a package of the app."""
    path = ROOT / name.replace(".", "/")
    return name.startswith(("lmdash", "pages")) and (path.is_dir() or path.with_suffix(".py").is_file())


def room(module: str) -> str:
    """``lmdash.ui.frame.ask`` is in the room ``ui.frame``, ``lmdash.models.loaded`` is one by itself."""
    names = module.split(".")
    return ".".join(names[1:3]) or "lmdash" if names[0] == "lmdash" else names[0]


@cache
def sources() -> tuple[Source, ...]:
    """All modules of the app."""
    files = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "lmdash").rglob("*.py")]
    return tuple(Source(_dotted(path), path.read_text(encoding="utf-8")) for path in sorted(files))


def _dotted(path: Path) -> str:
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names if names[-1] != "__init__" else names[:-1])


def circles(arrows: dict[str, set[str]]) -> list[set[str]]:
    """Those that lead back to themselves, each group together."""
    reached = {start: _reached(start, arrows) for start in arrows}
    groups = {
        frozenset(other for other in reached[start] if start in reached.get(other, ()))
        for start in arrows
        if start in reached[start]
    }
    return sorted(map(set, groups), key=sorted)


def _reached(start: str, arrows: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = arrows.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def assert_none(rule: str, found: set[str]) -> None:
    """Nothing breaks the rule."""
    assert not found, f"{rule}:\n" + "\n".join(sorted(found))
