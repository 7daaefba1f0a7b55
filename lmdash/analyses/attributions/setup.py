"""The question of every explanation, as one plain value."""

from __future__ import annotations

from dataclasses import dataclass

from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.common.features import Grouping
from lmdash.analyses.common.replacement import NEUTRAL, Replacement
from lmdash.models.interventions.values import Interventions
from lmdash.models.values import Ids


@dataclass(frozen=True)
class Setup:
    """What is explained after ``ids``, cut into ``grouping`` (where people mark ``spans``, into these), what stands in
    the place of what is hidden, the interventions that are on, and the tokens that are always ``kept``.
    """

    ids: Ids
    objective: Objective
    grouping: str = Grouping.WORDS
    spans: str = ""
    replacement: Replacement = NEUTRAL
    edits: Interventions = ()
    kept: tuple[tuple[int, int], ...] = ()
