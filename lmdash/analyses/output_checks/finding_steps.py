"""Which step of the writing made this?  Every finding with the token that its span begins with, and what else the model
could have written there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmdash.analyses.output_checks.check_texts import Finding
from lmdash.analyses.output_checks.samples import Sample


@dataclass(frozen=True)
class FindingStep:
    """A finding and the steps that wrote it: tokens [step, last] of the text, counted from 0.

    ``position`` is that of the first token in the row of prompt and text, ``token`` its label; ``probability``,
    ``rank`` (1 = most likely, 0 = not known), ``surprisal`` (bits) and ``choices`` (tokens with probabilities) are of
    the first token.  ``surprising`` is the step of the span that surprised the model most: a misspelling often goes
    wrong inside the word.  All are None, NaN or empty where the text has no tokens there.
    """

    finding: Finding
    step: int | None
    last: int | None
    position: int | None
    token: str
    probability: float
    rank: int
    surprisal: float
    choices: tuple[tuple[str, float], ...]
    surprising: int | None

    @property
    def instead(self) -> tuple[str, float] | None:
        """The most likely token that was not written, with its probability."""
        return next(((token, share) for token, share in self.choices if token != self.token), None)


def finding_steps(sample: Sample, findings: Iterable[Finding]) -> tuple[FindingStep, ...]:
    """Each finding of a sample's text with the steps that wrote it."""
    return tuple(_joined(sample, finding) for finding in findings)


def tokens_of_span(sample: Sample, start: int, end: int) -> range:
    """The tokens that wrote characters [start, end): also one whose middle the span begins in, and all those that form
    its first character together.  An empty span is written by the token before it.
    """
    length = len(sample.start)
    wrote = sample.end > sample.start
    touched = np.flatnonzero(wrote & (sample.end > start) & (sample.start < max(end, start + 1)))
    if len(touched):
        return range(int(touched[0]), int(touched[-1]) + 1)
    before = np.flatnonzero(wrote & (sample.end <= start))
    last = int(before[-1]) if len(before) else length
    return range(last, min(last + 1, length))


def _joined(sample: Sample, finding: Finding) -> FindingStep:
    steps = tokens_of_span(sample, finding.start, finding.end)
    if not steps:
        return FindingStep(finding, None, None, None, "", float("nan"), 0, float("nan"), (), None)
    first, surprisal = steps[0], sample.surprisal
    inside = surprisal[steps.start : steps.stop]
    surprising = None if np.isnan(inside).all() else first + int(np.nanargmax(inside))
    return FindingStep(
        finding=finding,
        step=first,
        last=steps[-1],
        position=sample.first + first,
        token=sample.tokens[first],
        probability=float(sample.probability[first]),
        rank=int(sample.rank[first]),
        surprisal=float(surprisal[first]),
        choices=sample.choices[first],
        surprising=surprising,
    )


def steps_frame(steps: Iterable[FindingStep]) -> pd.DataFrame:
    """One row per finding with its step, for the table and the download."""
    rows = [
        {
            "text": each.finding.text,
            "severity": each.finding.severity,
            "check": each.finding.check,
            "words": each.finding.words,
            "suggestion": each.finding.suggestion,
            "reason": each.finding.reason,
            "start": each.finding.start,
            "end": each.finding.end,
            "step": None if each.step is None else each.step + 1,
            "position": each.position,
            "token": each.token,
            "probability": each.probability,
            "rank": each.rank or None,
            "surprisal": each.surprisal,
            "instead": each.instead[0] if each.instead else "",
            "instead_probability": each.instead[1] if each.instead else float("nan"),
        }
        for each in steps
    ]
    return pd.DataFrame(rows)
