"""How far can an attribution be trusted?  What it names is removed; other methods and exact values are asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmdash.analyses.attributions.exact import ExactCheck, exact_check
from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.lime_weights import fits_anything
from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.attributions.without import Without, without
from lmdash.analyses.common.features import free
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel

__all__ = [
    "DeletionCurve", "ExactCheck", "Verdict", "Without", "agreement", "deletion_curve", "exact_check", "verdict",
    "without",
]  # fmt: skip

RANDOM_ORDERS = 20
LEAST_RANKED = 3  # features: two ranks agree or not by accident
LEAST_R_SQUARED = 0.5
MOST_GAP = 0.05


@dataclass(frozen=True, eq=False)
class DeletionCurve:
    """The target as features are hidden one by one, those that speak most for it first.

    ``order`` [n] numbers of the features, ``labels`` theirs.  ``value`` [n + 1] the objective and ``log_probability``
    [n + 1] (nats) the target's with 0, 1, ... n hidden; ``random_value`` and ``random_log_probability``
    [orders, n + 1] the same in random orders.
    """

    order: tuple[int, ...]
    labels: tuple[str, ...]
    value: np.ndarray
    log_probability: np.ndarray
    random_value: np.ndarray
    random_log_probability: np.ndarray
    unit: str

    @property
    def area(self) -> float:
        """The mean of the objective along the curve: the lower, the better the order."""
        return float(self.value.mean())

    @property
    def random_areas(self) -> np.ndarray:
        """The same of each random order."""
        return self.random_value.mean(1)

    @property
    def beats_mean(self) -> bool:
        """Whether the curve lies below the mean of the random ones, on average."""
        return self.area < float(self.random_areas.mean())

    @property
    def beaten(self) -> int:
        """How many random orders do worse (their curve lies higher on average)."""
        return int((self.random_areas > self.area).sum())

    @property
    def probability(self) -> np.ndarray:
        """The target's probability [n + 1] with 0, 1, ... n hidden."""
        return np.exp(self.log_probability)

    def frame(self) -> pd.DataFrame:
        """One row per step: hidden (how many), feature (hidden last), value, log_probability, random_mean, random_low,
        random_high (10% and 90% of the random orders' values).
        """
        low, high = np.quantile(self.random_value, [0.1, 0.9], axis=0)
        return pd.DataFrame(
            {
                "hidden": range(len(self.value)),
                "feature": ["", *self.labels],
                "value": self.value,
                "log_probability": self.log_probability,
                "random_mean": self.random_value.mean(0),
                "random_low": low,
                "random_high": high,
            }
        )


def deletion_curve(
    model: LoadedModel,
    setup: Setup,
    order: tuple[int, ...],
    *,
    orders: int = RANDOM_ORDERS,
    seed: int = 0,
    on_step: Callable[[int, int], None] | None = None,
) -> DeletionCurve:
    """Hide the features in ``order`` (:attr:`Attribution.order`), and in random orders of a fixed seed."""
    game = Game(model, setup, on_step)
    if sorted(order) != game.players:
        raise InputError("The order in which parts are hidden must name each of them once: run the attribution again.")
    own = [game.players.index(number) for number in order]
    generator = np.random.default_rng(seed)
    ranked = [own, *(generator.permutation(game.n).tolist() for _ in range(orders))]
    masks = np.concatenate([_one_by_one(each) for each in ranked])
    game.expect(len(np.unique(masks, axis=0)) - 1)
    value, log_probability = (
        found.reshape(len(ranked), game.n + 1) for found in (game(masks)[:, -1], game.log_probability(masks))
    )
    return DeletionCurve(
        order=tuple(order),
        labels=tuple(game.features[number].label for number in order),
        value=value[0],
        log_probability=log_probability[0],
        random_value=value[1:],
        random_log_probability=log_probability[1:],
        unit=setup.objective.unit,
    )


def _one_by_one(order: Sequence[int]) -> np.ndarray:
    """Masks [n + 1, n] that hide none, the first, the first two, ... of an order."""
    rank = np.argsort(order)
    return rank[None] >= np.arange(len(order) + 1)[:, None]


def agreement(found: Sequence[Attribution]) -> pd.DataFrame:
    """Spearman's rank correlation between methods over the same features, by their names; NaN where it has no meaning
    (fewer than three features, or all alike).  Attention rollout has no sign: it is compared with absolute values.
    """
    names = [each.name for each in found]
    table = pd.DataFrame(np.nan, index=names, columns=names)
    for one in found:
        for other in found:
            table.loc[one.name, other.name] = _spearman(one, other)
    return table


def _spearman(one: Attribution, other: Attribution) -> float:
    rows = free(one.features)
    if len(rows) < LEAST_RANKED:
        return float("nan")
    pair = pd.DataFrame({"one": one.values[rows], "other": other.values[rows]})
    if "share" in {one.unit, other.unit}:
        pair = pair.abs()
    return float(pair.corr(method="spearman").to_numpy()[0, 1])


@dataclass(frozen=True, eq=False)
class Verdict:
    """Plain numbers for one sentence.

    ``top``: the features (labels) that were removed and ``positions`` theirs; ``probability`` of the target before and
    ``probability_without`` after.  ``agreement``: the Spearman correlation with the method ``other`` that is best
    comparable (LIME for SHAP, SHAP otherwise), None if it was not run.  ``beaten`` of ``orders`` random orders.
    ``r_squared``: LIME's mean, None otherwise.  ``notes``: sentences of caution.
    """

    method: MethodName
    top: tuple[str, ...]
    positions: tuple[str, ...]
    probability: float
    probability_without: float
    other: MethodName | None
    agreement: float | None
    beaten: int
    orders: int
    r_squared: float | None
    notes: tuple[str, ...]


def verdict(found: Attribution, curve: DeletionCurve, others: Sequence[Attribution] = (), most: int = 2) -> Verdict:
    """What to say of an attribution; up to ``most`` features are removed, as far as they speak for the target."""
    gone = [number for number in curve.order[:most] if found.values[number] > 0] or list(curve.order[:1])
    wanted = MethodName.LIME if found.method == MethodName.SHAP else MethodName.SHAP
    other = next((each for each in others if each.method == wanted), None)
    correlation = float("nan") if other is None else _spearman(found, other)
    lime = next((each for each in (found, *others) if each.method == MethodName.LIME), None)
    r_squared = None if lime is None else float(np.mean(lime.details.r_squared))
    return Verdict(
        method=found.method,
        top=tuple(found.features[number].label for number in gone),
        positions=tuple(found.features[number].positions for number in gone),
        probability=float(curve.probability[0]),
        probability_without=float(curve.probability[len(gone)]),
        other=wanted if other is not None else None,
        agreement=None if math.isnan(correlation) else correlation,
        beaten=curve.beaten,
        orders=len(curve.random_value),
        r_squared=r_squared,
        notes=tuple(_cautions(found, curve, r_squared)),
    )


def fit_caution(found: Attribution) -> str:
    """That LIME's fit rests on too few samples to say anything, in a sentence; empty where it does not."""
    details, n = found.details, len(free(found.features))
    if not fits_anything(details, n):
        return ""
    carry = f"{np.mean(details.effective):.1f}".removesuffix(".0")
    advice = "Raise the kernel width or the samples under More." if n > 2 else "A prompt this short has no more."
    return (
        f"LIME's fit rests on about {carry} different samples, too few for the {n + 1} numbers that it fits: they fit "
        f"whatever the model does, so R² ({np.mean(details.r_squared):.2f}) means nothing. {advice}"
    )


def _cautions(found: Attribution, curve: DeletionCurve, r_squared: float | None) -> Iterator[str]:
    if fitted := fit_caution(found):
        yield fitted
    elif found.method == MethodName.LIME and r_squared is not None and r_squared < LEAST_R_SQUARED:
        yield (
            f"LIME's fit is poor here (R² {r_squared:.2f}), so its weights say little about this prompt: raise the "
            "kernel width under More, or use SHAP."
        )
    if found.details.gap is not None and found.details.gap > MOST_GAP:
        yield f"Integrated gradients miss {found.details.gap:.0%} of the change: raise “Gradient steps” under More."
    if found.method == MethodName.SHAP and found.details.solver == "partition":
        yield "This prompt has many parts, so neighbours share their credit in groups (Owen values)."
    if not curve.beats_mean:
        yield "Hiding these words lowers the answer no more than hiding random words, so do not rely on this ranking."
