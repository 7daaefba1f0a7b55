"""What a check is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lmdash.analyses.output_checks.checks.reading import Reading


class Severity(StrEnum):
    """Wrong; probably wrong; worth a look.  The ids are the labels, too."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


ERROR, WARNING, HINT = SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class Mark:
    """Characters [start, end) of a reading's text, why they are marked in words, and what may stand there instead.

    ``severity`` is the check's own where there is none.
    """

    start: int
    end: int
    reason: str
    suggestion: str = ""
    severity: Severity | None = None


@dataclass(frozen=True)
class Check:
    """A check: its name in the address, its title, what it looks for in one sentence, the severity of what it marks,
    whether it is on at first, and what it cannot see.

    ``needs`` says what the pipeline must give: "" nothing, "parser" or "entities".
    """

    name: str
    title: str
    explanation: str
    severity: Severity
    run: Callable[[Reading], Iterator[Mark]]
    limits: str = ""
    on: bool = True
    needs: Literal["", "parser", "entities"] = ""
