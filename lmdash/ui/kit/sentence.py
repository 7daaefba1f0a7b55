"""Sentences with any text in them, which Streamlit cannot draw safely: written through ``textContent`` only."""

from __future__ import annotations

from lmdash.ui.kit.assets import component

_sentence = component("lmdash.sentence", __file__, "sentence")

LONGEST_PART = 40  # characters
Part = str | tuple[str, str]
"""A part of a sentence: plain text, or (text, style) with style token, target, faint or strong."""


def say(*parts: Part, tone: str = "text", key: str | None = None) -> None:
    """A sentence with any text in it, safely; tone is answer (the headline), finding (below it),
    text, small, note, comment, changed or error.

    With a ``key`` the sentence changes in place instead of standing beside its old self until the page is done.
    """
    _sentence(data={"tone": tone, "parts": [[p, ""] if isinstance(p, str) else list(p) for p in parts]}, key=key)


def shortened(label: str) -> str:
    """A long part of a text, as far as it is worth reading in a sentence."""
    return label if len(label) <= LONGEST_PART else f"{label[:LONGEST_PART]}…"
