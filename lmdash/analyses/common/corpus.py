"""Documents that are searched for states, or for what makes a value vector fire."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

LINE = 400  # characters of a document; longer lines of a file are cut at spaces

Tags = tuple[tuple[int, str], ...]
"""The words of a document: at which byte each ends, and its part of speech."""


@dataclass(frozen=True)
class Corpus:
    """Documents to search, with gold parts of speech where there are any; two with the same digest are the same."""

    name: str
    digest: str
    documents: tuple[str, ...] = field(compare=False, repr=False)
    tags: tuple[Tags, ...] = field(compare=False, repr=False, default=())

    @classmethod
    def of(cls, name: str, documents: Iterable[str], tags: Iterable[Tags] = ()) -> Corpus:
        """A corpus known by the hash of its text."""
        documents = tuple(documents)
        digest = hashlib.sha256("\n".join(documents).encode("utf-8", "replace")).hexdigest()
        return cls(name, digest, documents, tuple(tags))

    @classmethod
    def of_text(cls, name: str, text: str) -> Corpus:
        """A corpus from a file's text: one document per line, long lines in several."""
        return cls.of(name, (part for line in text.splitlines() for part in _cut(line.strip())))


def _cut(line: str) -> Iterable[str]:
    while len(line) > LINE:
        end = line.rfind(" ", 1, LINE)
        end = end if end > 0 else LINE
        yield line[:end]
        line = line[end:].lstrip(" ")
    if line:
        yield line
