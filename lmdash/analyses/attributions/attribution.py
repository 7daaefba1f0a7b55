"""Which words mattered for what the model says?  One question, seven methods, one result."""

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
from lmdash.analyses.attributions.objective import check
from lmdash.analyses.attributions.relevance import relevance
from lmdash.analyses.attributions.result import Attribution, Details, MethodName, Options
from lmdash.analyses.attributions.rollout import rollout
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.features import features, free
from lmdash.analyses.common.replacement import ReplacementKind
from lmdash.analyses.common.resampled import RESAMPLINGS
from lmdash.analyses.common.tokens import spelled
from lmdash.models.loaded import LoadedModel

BY_DEFAULT = Options()
BACKWARD = 3.0  # what a row costs with its gradient, in rows without
SHARED = 0.5  # what a row costs beside others of the same prompt: between 0.2 and 0.75, the more rows the less
TIMED_TOKENS = 512
LONG_ENOUGH = 0.1  # seconds that a batch has to take to be timed only once

_UNITS = {MethodName.ROLLOUT: "share", MethodName.RELEVANCE: "logits"}  # whatever the objective is measured in
_TIMES: WeakKeyDictionary[LoadedModel, dict[int, float]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Size:
    """What the cost of a method depends on: features that can be hidden, texts that they are replaced by, and the
    tokens of the target, with those of its rival, that are explained one by one.
    """

    n: int
    fill_count: int
    texts: int


@dataclass(frozen=True)
class Method:
    """A row of the table of methods.

    ``solve`` finds the values [columns, F] of a game; ``cost`` says about how many rows that runs besides the prompt
    and the one with everything hidden, each of which takes ``factor`` of the time of a row alone.
    """

    name: MethodName
    solve: Callable[[Game, Options], tuple[np.ndarray, Details]]
    cost: Callable[[Size, Options], int]
    factor: float = SHARED


TABLE: dict[MethodName, Method] = {
    method.name: method
    for method in (
        Method(
            MethodName.SHAP,
            shap.shap_values,
            lambda size, options: shap.masks_needed(size.n, options, size.fill_count) * size.fill_count,
        ),
        Method(
            MethodName.LIME,
            lime.lime_weights,
            lambda size, options: lime.masks_needed(size.n, options, size.fill_count) * size.fill_count,
        ),
        Method(
            MethodName.RELEVANCE, lambda game, _: relevance(game), lambda size, _: 1 if size.texts == 1 else 2, BACKWARD
        ),
        Method(
            MethodName.LEAVE_ONE_OUT,
            lambda game, _: (leave_one_out(game), Details()),
            lambda size, _: size.n * size.fill_count,
        ),
        Method(
            MethodName.GRADIENT,
            lambda game, _: (gradient_times_input(game), Details()),
            lambda size, _: size.texts,
            BACKWARD,
        ),
        Method(
            MethodName.INTEGRATED_GRADIENTS,
            integrated_gradients,
            lambda size, options: options.ig_steps * size.fill_count * size.texts,
            BACKWARD,
        ),
        Method(MethodName.ROLLOUT, lambda game, _: (rollout(game), Details()), lambda _, __: 0),
    )
}


def method_of(name: str) -> Method:
    """The row of a method."""
    return TABLE[MethodName.read(name, f"Attributions are found by {', '.join(MethodName)}.")]


def attribute(
    model: LoadedModel,
    setup: Setup,
    method: str = MethodName.SHAP,
    *,
    options: Options = BY_DEFAULT,
    on_step: Callable[[int, int], None] | None = None,
) -> Attribution:
    """Explain the objective by a method of the :data:`TABLE`.

    ``on_step(done, total)`` counts rows, the first of which (the prompt itself) is run before any library is imported.
    """
    row, objective = method_of(method), setup.objective
    began = time.perf_counter()
    game = Game(model, setup, on_step)
    found, details = row.solve(game, options)
    values, steps = found[-1], found[:-1] if objective.several else None
    base, full, base_probability = details.constants + details.others, details.explained, math.nan
    if full is None:  # of a method that compares with everything hidden
        base, full = float(game.base[-1]), float(game.full[-1])
        base_probability = math.exp(game.log_probability(np.zeros((1, game.n), dtype=bool))[0])
    return Attribution(
        method=row.name,
        features=game.features,
        values=values,
        base=base,
        full=full,
        base_probability=base_probability,
        probability=math.exp(game.log_probability(np.ones((1, game.n), dtype=bool))[0]),
        unit=_UNITS.get(row.name, objective.unit),
        replaced=("",) * len(game.features) if details.explained is not None else game.fills.labels,
        evaluations=game.evaluations,
        seconds=time.perf_counter() - began,
        steps=steps,
        step_labels=tuple(token.label for token in spelled(model, objective.target)) if objective.several else (),
        details=details,
    )


@dataclass(frozen=True)
class Estimate:
    """What a method will cost: rows to run, and seconds as a bare batch of this prompt takes them."""

    evaluations: int
    seconds: float


def estimate(
    model: LoadedModel, setup: Setup, method: str = MethodName.SHAP, *, options: Options = BY_DEFAULT
) -> Estimate:
    """The cost of :func:`attribute` with the same arguments; a small batch is timed once for a model and length."""
    row, objective, length = method_of(method), setup.objective, len(setup.ids)
    check(model, length, objective)
    n = len(free(features(model, setup.ids, setup.grouping, setup.spans, setup.kept)))
    fill_count = RESAMPLINGS if setup.replacement.kind == ReplacementKind.RESAMPLED else 1
    longest = max(len(objective.target), len(objective.rival))
    texts = len(objective.target) + (len(objective.rival) if longest > 1 else 0)
    rows = row.cost(Size(n, fill_count, texts), options) + 1 + fill_count
    return Estimate(rows, rows * row.factor * _seconds_a_row(model, length + len(objective.target) - 1))


def _seconds_a_row(model: LoadedModel, length: int) -> float:
    """What a row costs in a bare batch on a machine that is not busy; the faster of two tries."""
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
            if times[-2] > LONG_ENOUGH:
                break
        known[length] = min(times) / size
    return known[length]
