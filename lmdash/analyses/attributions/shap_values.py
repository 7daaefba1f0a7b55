"""A fair share of the objective for every feature: Shapley values by the shap library (Lundberg and Lee 2017).

shap is driven by masks over features, never by text: its own text masker collapses white space and tokenizes again.
All permutations are drawn first, then their rows are run in large batches, then shap computes from what it asked for.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.result import Details, Options
from lmdash.analyses.common.features import features
from lmdash.analyses.common.slow_import import import_watched
from lmdash.errors import InputError

SOLVERS = ("exact", "permutation", "partition")
MOST_EXACT = 10  # features: 2^10 rows
LEAST_ROUNDS = 3  # forward and backward walks; with fewer, Owen values say more
MOST_ROUNDS = 25

_LOCK = threading.Lock()  # shap draws from numpy's one global generator


def solver(n: int, options: Options, fill_count: int = 1) -> str:
    """The way that the budget allows: "exact" where it has room for all 2^n masks, "permutation" where for a few walks
    through all features and back, else "partition".
    """
    if options.solver:
        if options.solver not in SOLVERS:
            raise InputError(f"SHAP is solved by {', '.join(SOLVERS)}.")
        if options.solver == "exact" and n > MOST_EXACT:
            raise InputError(
                f"Exact Shapley values of {n} parts would take 2^{n} runs: group the prompt into words or sentences "
                f"until at most {MOST_EXACT} are left, or let lmdash choose."
            )
        return options.solver
    if n <= MOST_EXACT and 2**n * fill_count <= options.evaluations:
        return "exact"
    return "permutation" if rounds(n, options, fill_count) >= LEAST_ROUNDS else "partition"


def rounds(n: int, options: Options, fill_count: int = 1) -> int:
    """Walks through all features and back, 2n masks each, that the budget allows."""
    return min(MOST_ROUNDS, options.evaluations // ((2 * n + 1) * fill_count))


def masks_needed(n: int, options: Options, fill_count: int = 1) -> int:
    """About how many masks will be run."""
    match solver(n, options, fill_count):
        case "exact":
            return 2**n - 1
        case "permutation":
            return max(1, rounds(n, options, fill_count)) * 2 * (n - 1) + 1
        case _:
            return max(0, min(options.evaluations // fill_count, n * (n - 1)))


def shap_values(game: Game, options: Options) -> tuple[np.ndarray, Details]:
    """Values [columns, F] whose sum is the objective minus its base, and how they were found."""
    chosen = solver(game.n, options, game.fill_count)
    game.expect(masks_needed(game.n, options, game.fill_count))
    os.environ.setdefault("NUMBA_DISABLE_JIT", "1")  # compiling takes longer than all that shap computes here
    import_watched("shap", game.tick)
    if game.n == 1:  # which shap's partition does not take
        chosen = "exact"
    explain = {"exact": _exact, "permutation": _permutation, "partition": _partition}[chosen]
    values, error = explain(game, options)
    values = values.reshape(game.n, game.columns)  # shap drops an axis of one
    spread = None if error is None else game.spread(error.reshape(values.shape)[:, -1])
    return game.spread(values.T), Details(solver=chosen, error=spread)


class _Masker:
    """What shap calls to hide features: masks stay masks."""

    immutable_outputs = True

    def __init__(self, n: int, clustering: np.ndarray | None = None) -> None:
        self.shape = (1, n)
        if clustering is not None:
            self.clustering = clustering

    def __call__(self, mask: np.ndarray, shown: np.ndarray) -> np.ndarray:
        return np.broadcast_to(np.asarray(mask, dtype=bool), self.shape)


def _exact(game: Game, options: Options) -> tuple[np.ndarray, None]:
    import shap

    explainer = shap.ExactExplainer(game, _Masker(game.n))
    found = explainer(np.ones((1, game.n)), max_evals=2**game.n, batch_size=2**game.n, silent=True)
    return found.values[0], None


def _permutation(game: Game, options: Options) -> tuple[np.ndarray, np.ndarray]:
    import shap

    count = max(1, rounds(game.n, options, game.fill_count))

    def explained(function: Callable[[np.ndarray], np.ndarray]) -> Any:
        with _LOCK:
            state = np.random.get_state()
            try:
                explainer = shap.PermutationExplainer(function, _Masker(game.n), seed=options.seed)
                budget = count * (2 * game.n + 1)
                shown = np.ones((1, game.n))
                return explainer(shown, max_evals=budget, batch_size=budget, error_bounds=True, silent=True)
            finally:
                np.random.set_state(state)

    asked: list[np.ndarray] = []

    def draw(masks: np.ndarray) -> np.ndarray:
        asked.append(masks.astype(bool))
        return np.zeros((len(masks), game.columns))

    explained(draw)
    game(np.concatenate(asked))
    found = explained(game)
    return found.values[0], found.error_std[0] / np.sqrt(2 * count)


def _partition(game: Game, options: Options) -> tuple[np.ndarray, None]:
    """Owen values: features share within their sentence first, halves of it with halves, and so on."""
    import shap

    sentences = features(game.model, game.ids, "sentences")
    groups = [
        [player for player, number in enumerate(game.players) if each.start <= game.features[number].start < each.stop]
        for each in sentences
    ]
    explainer = shap.PartitionExplainer(game, _Masker(game.n, tree([group for group in groups if group])))
    found = explainer(
        np.ones((1, game.n)), max_evals=max(4, options.evaluations // game.fill_count), batch_size=32, silent=True
    )
    return found.values[0], None  # pyright: ignore[reportAttributeAccessIssue]  # a list only for several games


def tree(groups: Sequence[Sequence[int]]) -> np.ndarray:
    """Neighbours merged in a balanced way, first within each group and then the groups, as scipy's linkage matrix."""
    n = sum(map(len, groups))
    merges: list[list[float]] = []

    def merged(nodes: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """The node that holds these ``nodes`` of (number, size)."""
        if len(nodes) == 1:
            return nodes[0]
        middle = len(nodes) // 2
        (left, one), (right, other) = merged(nodes[:middle]), merged(nodes[middle:])
        merges.append([left, right, one + other, one + other])
        return n + len(merges) - 1, one + other

    merged([merged([(player, 1) for player in group]) for group in groups])
    return np.array(merges, dtype=float).reshape(-1, 4)
