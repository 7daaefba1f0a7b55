"""Every kind of result can travel to another process and back, and its size is near the memory that a copy takes."""

from __future__ import annotations

import gc
import math
import pickle
import tracemalloc
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import torch

from lmdash.analyses.attention.pair import attention_pair
from lmdash.analyses.attention.patterns import attention_patterns, attention_rollout
from lmdash.analyses.attention.scores import head_scores
from lmdash.analyses.attention.writes import head_pushes, head_writes
from lmdash.analyses.attributions.attribution import attribute, estimate
from lmdash.analyses.attributions.faithfulness import deletion_curve
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.direct_effects import direct_effects
from lmdash.analyses.common.text_before import text_before
from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.common.watch import watch
from lmdash.analyses.ffn_interventions.effects import control, dose_response, edit_effects
from lmdash.analyses.ffn_interventions.trace import ffn_trace
from lmdash.analyses.hidden_states.geometry import layer_similarity, sizes_and_angles, state_map
from lmdash.analyses.hidden_states.trajectory import trajectory
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.analyses.output_checks.check_texts import check_texts
from lmdash.analyses.output_checks.scored import scored
from lmdash.analyses.value_vectors.clusters import value_clusters
from lmdash.analyses.value_vectors.search import value_spread
from lmdash.analyses.value_vectors.vectors import layer_vectors
from lmdash.models.checks.check import check_model
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import resolve
from lmdash.models.opening.loading import load
from lmdash.models.passes.sampling import Sampling
from lmdash.models.sizes import size_of

TEXT = "The capital of France is Paris, and the capital of Italy is"
IDS = tuple(range(300, 314))
EDITS = parse_all("L1D3=2; L0H1*0")
PARIS = Objective((400,))

RESULTS: dict[str, Callable[[LoadedModel], object]] = {
    "read_prompt": lambda model: read_prompt(model, TEXT, 10),
    "text_before": lambda model: text_before(model, IDS),
    "next_token": lambda model: next_token(model, IDS, 5),
    "surprisal": lambda model: surprisal(model, IDS),
    "continuation": lambda model: continuation(model, IDS, Sampling(), new_tokens=20),
    "watch": lambda model: watch(model, IDS, ("Paris", "wonderful"), True),
    "trajectory": lambda model: trajectory(model, IDS, 5, (400, 401)),
    "direct_effects": lambda model: direct_effects(model, IDS, 5, 400, by_head=True),
    "sizes_and_angles": lambda model: sizes_and_angles(model, IDS, 5),
    "layer_similarity": lambda model: layer_similarity(model, IDS, True),
    "state_map": lambda model: state_map(model, IDS, None, True),
    "attention_patterns": lambda model: attention_patterns(model, IDS * 4, ((0, 1), (2, 3))),
    "attention_rollout": lambda model: attention_rollout(model, IDS, 3),
    "attention_pair": lambda model: attention_pair(model, IDS, (1, 2), 6, 3),
    "head_scores": lambda model: head_scores(model, IDS),
    "head_writes": lambda model: head_writes(model, IDS, (1, 2), 6),
    "head_pushes": lambda model: head_pushes(model, IDS, 6, 400),
    "ffn_trace": lambda model: ffn_trace(model, IDS, 5, 400),
    "edit_effects": lambda model: edit_effects(model, IDS, EDITS, (400,)),
    "dose_response": lambda model: dose_response(model, IDS, EDITS, 400),
    "control": lambda model: control(model, IDS, EDITS, 400),
    "layer_vectors": lambda model: layer_vectors(model, IDS, 2),
    "value_spread": value_spread,
    "value_clusters": lambda model: value_clusters(model, 8, 5),
    "estimate": lambda model: estimate(model, Setup(IDS, PARIS)),
    "attribute": lambda model: attribute(model, Setup(IDS, PARIS)),
    "deletion_curve": lambda model: deletion_curve(model, Setup(IDS[:5], PARIS, "tokens"), (0, 1, 2, 3, 4)),
    "scored": lambda model: scored(model, TEXT * 5),
    "check_texts": lambda model: check_texts(model, (TEXT, "He go home. " * 20)),
    "check_model": check_model,
}


@pytest.fixture(scope="module")
def demo() -> LoadedModel:
    return load(resolve("demo", "any"), device="cpu", limit_bytes=2**30, trace_bytes=2**26, progress=lambda *_: None)


def alike(one: Any, other: Any) -> bool:
    """Whether two results say the same, whatever kind they are of."""
    match one:
        case torch.Tensor():
            same = torch.equal(one, other)
        case np.ndarray() if one.dtype.hasobject:
            same = alike(one.tolist(), other.tolist())
        case np.ndarray():
            same = np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        case pd.DataFrame() | pd.Series() | pd.Index():
            same = one.equals(other)
        case dict():
            same = alike(list(one.items()), list(other.items()))
        case list() | tuple():
            same = len(one) == len(other) and all(map(alike, one, other))
        case float():
            same = one == other or (math.isnan(one) and math.isnan(other))
        case _ if is_dataclass(one):
            same = all(alike(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
        case _:
            same = one == other
    return type(one) is type(other) and same


def memory_of(written: bytes, copies: int = 3) -> float:
    """Bytes that one more copy takes, counted by Python, Arrow and torch."""
    pickle.loads(written)  # what a first copy imports
    arrow = pa.total_allocated_bytes()
    tracemalloc.start()
    kept = [pickle.loads(written) for _ in range(copies)]
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    tensors = sum(each.nbytes for each in kept if isinstance(each, torch.Tensor))
    return (taken + pa.total_allocated_bytes() - arrow + tensors) / copies


@pytest.mark.thinned(2)
@pytest.mark.parametrize("name", RESULTS)
def test_a_result_travels_and_its_size_is_near_the_memory_of_a_copy(demo: LoadedModel, name: str) -> None:
    result = RESULTS[name](demo)
    written = pickle.dumps(result)
    assert alike(pickle.loads(written), result)
    if (memory := memory_of(written)) > 10_000:
        assert 0.5 < size_of(result) / memory < 2


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((100, 100)),
        torch.zeros(100, 100),
        "word " * 5000,
        "🙂" * 5000,
        b"x" * 20_000,
        tuple(range(5000)),
        [index / 7 for index in range(5000)],
        {f"name {index}": index / 7 for index in range(2000)},
        frozenset(f"name {index}" for index in range(2000)),
        np.array([f"name {index}" for index in range(2000)], dtype=object),
        pd.DataFrame({"word": [f"word {index}" for index in range(2000)], "share": np.arange(2000) / 7}),
        pd.DataFrame({"word": pd.Series([f"word {index}" for index in range(2000)], dtype=object)}),
        pd.DataFrame({"kind": pd.Categorical(["one", "two"] * 20_000)}),
        pd.Series(np.arange(2000.0), index=[f"row {index}" for index in range(2000)]),
        EDITS * 500,
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_size_of_one_kind(value: object) -> None:
    assert 0.5 < size_of(value) / memory_of(pickle.dumps(value)) < 2


def test_what_is_shared_counts_once() -> None:
    array, tensor, text = np.zeros(10_000), torch.zeros(10_000), "x" * 10_000
    assert size_of((array, array)) < 1.01 * size_of(array) + 100
    assert size_of((tensor[:5], tensor[5:])) == pytest.approx(tensor.nbytes, rel=0.01)
    assert size_of([text] * 100) < 2 * size_of(text)


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        size_of((1, lambda: 2))
