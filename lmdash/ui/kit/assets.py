"""CSS and JavaScript of components: files beside their module, the theme's colours, shared pieces once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from streamlit.components import v2

from lmdash.charts.theme import CSS_COLOURS

_KIT = Path(__file__).parent


def component(name: str, module: str, stem: str, *, shared: Sequence[str] = ()) -> Callable[..., Any]:
    """A component made of ``<stem>.css`` and ``<stem>.js`` beside ``module`` (its ``__file__``).

    ``shared`` are files of this folder that come before: ``in_place.js``, ``clicks.js``, ``tokens.css``.
    """
    here = Path(module).with_name(stem)
    pieces = [*(_KIT / each for each in shared), here.with_suffix(".css"), here.with_suffix(".js")]
    return v2.component(name, css=_colours() + _joined(pieces, ".css"), js=_joined(pieces, ".js"))


def _joined(files: Sequence[Path], suffix: str) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.suffix == suffix)


def _colours() -> str:
    """Every colour with a meaning, as ``var(--lmdash-raises)``."""
    return f":host, :root {{ {' '.join(f'--lmdash-{name}: {hue};' for name, hue in CSS_COLOURS.items())} }}\n"
