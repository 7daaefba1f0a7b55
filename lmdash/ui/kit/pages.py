"""What the address needs to know of a page."""

from __future__ import annotations

from typing import Protocol


class Page(Protocol):
    """Its name, its path in the address, and the script that draws it."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def path(self) -> str: ...  # noqa: D102

    @property
    def file(self) -> str: ...  # noqa: D102
