"""Every task family that is no fact, story or review."""

from __future__ import annotations

import random
from collections.abc import Callable

from lmdash.demo.texts import tasks_agreement, tasks_giving, tasks_lists, tasks_meanings, tasks_numbers, tasks_pronouns
from lmdash.demo.texts.grammar import Document

FAMILIES: dict[str, Callable[[random.Random], Document]] = {
    **tasks_giving.FAMILIES,
    **tasks_agreement.FAMILIES,
    **tasks_pronouns.FAMILIES,
    **tasks_numbers.FAMILIES,
    **tasks_lists.FAMILIES,
    **tasks_meanings.FAMILIES,
}
