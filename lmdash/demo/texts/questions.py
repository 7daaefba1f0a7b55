"""A question to the built-in model: a prompt, and which continuations of it are right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A prompt with the continuations that are right, and those that are wrong (none: all others are).

    Answers start with a space.  ``document`` is the whole text; the prompt is its beginning.
    """

    prompt: str
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    document: str = ""
