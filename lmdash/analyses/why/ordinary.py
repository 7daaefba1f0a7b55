"""What is usual?  The same questions asked of ordinary prompts, so that an effect can be called large or small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ORDINARY = (
    "The children went to the park and",
    "She opened the door and saw a",
    "My brother works in a small shop near the",
    "It was a cold morning, so they",
    "The dog ran across the street to the",
    "After dinner we sat in the garden and",
)
"""Prompts that anybody might write and that no single word decides."""


@dataclass(frozen=True)
class Usual:
    """Medians over ``prompts`` ordinary prompts: what hiding the most important word takes from the answer's
    log-probability (``word``, nats), and switching off the most important part from its log-odds (``part``, nats).
    """

    word: float
    part: float
    prompts: int


def usual(words: Sequence[float], parts: Sequence[float]) -> Usual | None:
    """The medians of the largest drops that were found; None where none were."""
    if not words or not parts:
        return None
    return Usual(float(np.median(words)), float(np.median(parts)), min(len(words), len(parts)))


def times(drop: float, typical: float) -> float:
    """How many times the usual a drop is; what raises the answer counts as nothing."""
    return max(0.0, drop) / max(typical, 1e-6)
