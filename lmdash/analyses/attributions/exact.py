"""Shapley values by their definition: what a library found can be checked against it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.result import Attribution
from lmdash.analyses.attributions.setup import Setup
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel

MOST_EXACT = 10  # features: 2^10 rows


@dataclass(frozen=True, eq=False)
class ExactCheck:
    """Shapley values [F] by brute force over all 2^n coalitions, and the largest distance of some values to them."""

    values: np.ndarray
    evaluations: int

    def distance(self, found: Attribution) -> float:
        """The largest |difference|, in the objective's unit."""
        return float(np.abs(self.values - found.values).max())


def exact_check(model: LoadedModel, setup: Setup, *, on_step: Callable[[int, int], None] | None = None) -> ExactCheck:
    """The definition itself, without a library; :class:`InputError` above :data:`MOST_EXACT` features."""
    game = Game(model, setup, on_step)
    n = game.n
    if n > MOST_EXACT:
        raise InputError(
            f"Exact Shapley values of {n} parts take 2^{n} runs, and this check takes {MOST_EXACT} at most: choose "
            "larger parts."
        )
    numbers = np.arange(2**n)
    masks = (numbers[:, None] >> np.arange(n)) & 1 == 1
    game.expect(2**n - 1)
    worth, size = game(masks)[:, -1], masks.sum(1)
    weight = np.array([math.factorial(k) * math.factorial(n - 1 - k) / math.factorial(n) for k in range(n)])
    values = np.zeros(n)
    for player in range(n):
        without = numbers[~masks[:, player]]
        values[player] = (weight[size[without]] * (worth[without | 1 << player] - worth[without])).sum()
    return ExactCheck(game.spread(values), game.evaluations)
