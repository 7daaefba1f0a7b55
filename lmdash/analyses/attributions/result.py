"""What an attribution is, whichever method found it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from lmdash.analyses.common.difference import belong_together
from lmdash.analyses.common.features import Feature, free
from lmdash.analyses.common.named import Named


class MethodName(Named):
    """The methods, as addresses and people name them."""

    SHAP = "shap", "SHAP"
    LIME = "lime", "LIME"
    RELEVANCE = "relevance", "Relevance"
    LEAVE_ONE_OUT = "leave_one_out", "Leave-one-out"
    GRADIENT = "gradient", "Gradient × input"
    INTEGRATED_GRADIENTS = "integrated_gradients", "Integrated gradients"
    ROLLOUT = "rollout", "Attention rollout"


METHODS: dict[str, str] = {each: each.label for each in MethodName}
"""What each is called."""


@dataclass(frozen=True)
class Options:
    """How thorough the methods are.

    ``evaluations``: rows that SHAP may run (exact where all 2^n fit; otherwise permutations, or Owen values where there
    are many features); ``solver`` forces "exact", "permutation" or "partition".  ``samples`` of each of LIME's five
    fits and its ``kernel_width`` (on 100 x the cosine distance; 25 is lime's own).  ``ig_steps`` on the path of
    integrated gradients.
    """

    evaluations: int = 1024
    solver: Literal["", "exact", "permutation", "partition"] = ""
    samples: int = 200
    kernel_width: float = 25.0
    ig_steps: int = 64
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Details:
    """What is known of the method's own reliability; empty where it does not apply.

    SHAP: ``solver`` "exact", "permutation" or "partition" (Owen values); ``error`` [F] the standard error over
    permutations.  LIME: ``r_squared`` of each of the five fits (weighted), ``effective``, how many different samples
    carry its weight, ``intercept``, ``spread`` [F] the standard deviation over the fits.  Integrated gradients:
    ``gap``, the completeness gap |sum - (full - base)| as a share of |full - base|, and ``ig_steps``.  Relevance:
    ``explained``, the logit, or the difference of logits, that is shared out, and what of it no word adds: the share of
    the model's ``constants`` (biases, positions), and the ``others``: marks, what would stand in the place of hidden
    words, what is written before an explained token, and interventions.
    """

    solver: str = ""
    error: np.ndarray | None = None
    r_squared: tuple[float, ...] = ()
    effective: tuple[float, ...] = ()
    intercept: float | None = None
    spread: np.ndarray | None = None
    gap: float | None = None
    ig_steps: int = 0
    explained: float | None = None
    constants: float = 0.0
    others: float = 0.0


@dataclass(frozen=True, eq=False)
class Attribution:
    """What each feature contributes to the objective.

    ``features`` are the whole prompt in order; ``values`` [F] belong to them, 0 for fixed ones where a method hides.
    ``steps`` [S, F] are the values of each token of a target of several (``values`` is their sum, for attention rollout
    their mean), ``step_labels`` those tokens.  ``base`` and ``full`` are the objective with everything hidden and with
    nothing hidden, ``base_probability`` and ``probability`` the target's probability then; of relevance, which hides
    nothing, ``base`` is what belongs to no word, ``full`` the logit that is shared out, and ``base_probability`` NaN.
    ``unit``: "nats", "logits" or, for attention rollout, "share".  ``replaced`` says what each feature becomes when it
    is hidden ("" if it stays, or nothing is hidden).
    ``evaluations`` counts rows run, ``seconds`` is the time they took.
    """

    method: MethodName
    features: tuple[Feature, ...]
    values: np.ndarray
    base: float
    full: float
    base_probability: float
    probability: float
    unit: str
    replaced: tuple[str, ...]
    evaluations: int
    seconds: float
    steps: np.ndarray | None = None
    step_labels: tuple[str, ...] = ()
    details: Details = field(default_factory=Details)
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The method as it is called."""
        return MethodName(self.method).label

    def minus(self, other: Attribution) -> Attribution:
        """What the interventions of this one change of every number of another of the same question; the probabilities
        stay this one's.
        """
        belong_together("methods", [self.method, self.unit], [other.method, other.unit])
        belong_together("parts of the prompt", self.features, other.features)
        belong_together("steps", self.step_labels, other.step_labels)
        return replace(
            self,
            values=self.values - other.values,
            base=self.base - other.base,
            full=self.full - other.full,
            steps=None if self.steps is None or other.steps is None else self.steps - other.steps,
        )

    @property
    def residual(self) -> float:
        """Full minus base (for LIME its intercept) minus the sum of values: 0 for SHAP."""
        begin = self.base if self.details.intercept is None else self.details.intercept
        return float(self.full - begin - self.values.sum())

    @property
    def order(self) -> list[int]:
        """The features that can be hidden, those that speak most for the target first."""
        return sorted(free(self.features), key=lambda number: -self.values[number])

    def frame(self) -> pd.DataFrame:
        """One row per feature that can be hidden: positions, feature, value, error and replaced_by (where known)."""
        rows = free(self.features)
        error = self.details.error if self.details.error is not None else self.details.spread
        columns: dict[str, object] = {
            "positions": [self.features[row].positions for row in rows],
            "feature": [self.features[row].label for row in rows],
            "value": self.values[rows],
        }
        if error is not None:
            columns["error"] = error[rows]
        if any(self.replaced):
            columns["replaced_by"] = [self.replaced[row] for row in rows]
        return pd.DataFrame(columns)

    def step_frame(self) -> pd.DataFrame:
        """One row per step (counted from 1) and feature: step, step_token, positions, feature, value."""
        rows = free(self.features)
        if self.steps is None:
            return pd.DataFrame(columns=["step", "step_token", "positions", "feature", "value"])
        return pd.DataFrame(
            {
                "step": np.repeat(np.arange(1, len(self.steps) + 1), len(rows)),
                "step_token": np.repeat(np.array(self.step_labels, dtype=object), len(rows)),
                "positions": [self.features[row].positions for row in rows] * len(self.steps),
                "feature": [self.features[row].label for row in rows] * len(self.steps),
                "value": self.steps[:, rows].ravel(),
            }
        )
