"""Which words mattered for what the model says?  One question, six methods, one result."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from lmdash.analyses.attributions import lime_weights as lime
from lmdash.analyses.attributions import shap_values as shap
from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.integrated_gradients import gradient_times_input, integrated_gradients
from lmdash.analyses.attributions.leave_one_out import leave_one_out
from lmdash.analyses.attributions.objective import Objective, check
from lmdash.analyses.attributions.result import METHODS, Attribution, Details, Options
from lmdash.analyses.attributions.rollout import rollout
from lmdash.analyses.common.features import features, free
from lmdash.analyses.common.replacement import NEUTRAL, RESAMPLINGS, Replacement
from lmdash.analyses.common.tokens import spelled
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

BY_DEFAULT = Options()
BACKWARD = 3.0  # what a row costs with its gradient, in rows without
SHARED = 0.5  # what a row costs beside others of the same prompt: between 0.2 and 0.75, the more rows the less
TIMED_TOKENS = 512

_TIMES: WeakKeyDictionary[LoadedModel, dict[int, float]] = WeakKeyDictionary()


def attribute(
    model: LoadedModel,
    ids: Ids,
    objective: Objective,
    method: str = "shap",
    *,
    grouping: str = "words",
    spans: str = "",
    replacement: Replacement = NEUTRAL,
    options: Options = BY_DEFAULT,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> Attribution:
    """Explain the objective after ``ids`` by one of :data:`METHODS`.

    ``on_step(done, total)`` counts rows, the first of which (the prompt itself) is run before any library is imported.
    """
    if method not in METHODS:
        raise InputError(f"Attributions are found by {', '.join(METHODS)}.")
    began = time.perf_counter()
    game = Game(
        model, ids, objective, grouping=grouping, spans=spans, replacement=replacement, edits=edits, on_step=on_step
    )
    found, details = _solve(game, method, options)
    base_log_probability, log_probability = game.log_probability(np.array([[False] * game.n, [True] * game.n]))
    values, steps = found[-1], found[:-1] if objective.several else None
    return Attribution(
        method=method,
        features=game.features,
        values=values,
        base=float(game.base[-1]),
        full=float(game.full[-1]),
        base_probability=math.exp(base_log_probability),
        probability=math.exp(log_probability),
        unit="share" if method == "rollout" else objective.unit,
        replaced=game.fills.labels,
        evaluations=game.evaluations,
        seconds=time.perf_counter() - began,
        steps=steps,
        step_labels=tuple(token.label for token in spelled(model, objective.target)) if objective.several else (),
        details=details,
    )


def _solve(game: Game, method: str, options: Options) -> tuple[np.ndarray, Details]:
    """Values [columns, F]."""
    match method:
        case "shap":
            return shap.shap_values(game, options)
        case "lime":
            return lime.lime_weights(game, options)
        case "leave_one_out":
            return leave_one_out(game), Details()
        case "gradient":
            return gradient_times_input(game), Details()
        case "integrated_gradients":
            return integrated_gradients(game, options)
        case _:
            return rollout(game), Details()


@dataclass(frozen=True)
class Estimate:
    """What a method will cost: rows to run, and seconds as a bare batch of this prompt takes them."""

    evaluations: int
    seconds: float


def estimate(
    model: LoadedModel,
    ids: Ids,
    objective: Objective,
    method: str = "shap",
    *,
    grouping: str = "words",
    spans: str = "",
    replacement: Replacement = NEUTRAL,
    options: Options = BY_DEFAULT,
    edits: Interventions = (),
) -> Estimate:
    """The cost of :func:`attribute` with the same arguments; a small batch is timed once for a model and length."""
    check(model, len(ids), objective)
    n = len(free(features(model, ids, grouping, spans)))
    fill_count = RESAMPLINGS if replacement.kind == "resampled" else 1
    longest = max(len(objective.target), len(objective.rival))
    texts = len(objective.target) + (len(objective.rival) if longest > 1 else 0)
    rows, factor = 0, SHARED
    match method:
        case "shap":
            rows = shap.masks_needed(n, options, fill_count) * fill_count
        case "lime":
            rows = lime.masks_needed(n, options, fill_count) * fill_count
        case "leave_one_out":
            rows = n * fill_count
        case "gradient":
            rows, factor = texts, BACKWARD
        case "integrated_gradients":
            rows, factor = options.ig_steps * fill_count * texts, BACKWARD
    rows += 1 + fill_count
    return Estimate(rows, rows * factor * _seconds_a_row(model, len(ids) + len(objective.target) - 1, edits))


def _seconds_a_row(model: LoadedModel, length: int, edits: Interventions) -> float:
    """What a row costs in a bare batch on a machine that is not busy; the faster of two."""
    known = _TIMES.setdefault(model, {})
    if length not in known:
        size = max(2, min(8, TIMED_TOKENS // length))
        rows = [((number,) + (0,) * (length - 1))[:length] for number in range(1, size + 1)]
        times = []
        for _ in range(2):
            began, computed = time.perf_counter(), time.process_time()
            for _ in model.next_logits(rows):
                pass
            times += [time.perf_counter() - began, time.process_time() - computed]
        known[length] = min(times) / size
    return known[length]
