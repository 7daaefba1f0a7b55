"""The ids of a choice: what stands on the screen for each, and what addresses said before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from lmdash.analyses.common.named import Named

Id = TypeVar("Id", bound=str)
Labels: TypeAlias = Mapping[Id, str] | type[Id]
"""Labels by id, or a :class:`Named` enum, which has them itself."""


def labels_of(said: Labels[Id], old: Mapping[str, Id] | None) -> tuple[dict[Id, str], dict[str, Id]]:
    """The labels by id, and the ids by what addresses said before: every label that a Named enum has or had is such."""
    if not isinstance(said, type):
        return dict(said), dict(old or {})
    if not issubclass(said, Named):
        raise TypeError(f"{said.__name__} is not a Named enum, so it has no labels.")
    had = {text: each for each in said for text in (each.label, *each.earlier)}
    return {each: each.label for each in said}, had | dict(old or {})


def known(text: str, labels: Mapping[Id, str], old: Mapping[str, Id]) -> Id | None:
    """The id that a text is, or stood for before."""
    ids = {str(each): each for each in labels}
    return ids.get(text, old.get(text))


def escaped(text: str) -> str:
    """A text as the label of a button, whatever Markdown it holds."""
    return re.sub(r"([^\w\s])", r"\\\1", text)
