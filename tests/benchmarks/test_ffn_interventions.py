"""What the FFN interventions page costs on random weights of GPT-2 small's size; ``python -m pytest -s`` prints it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
import torch

from lmdash.analyses.edit_effects import control, dose_response, edit_effects
from lmdash.analyses.ffn_trace import TOKENS, ffn_trace
from lmdash.analyses.find_edit import Aim, find_edit
from lmdash.analyses.value_vectors import strongest_tokens
from lmdash.models.cache import ByteCache
from lmdash.models.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.fresh import fresh_gpt2
from lmdash.models.interventions_text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.loading import load

ROUNDS = 12
EDITS = parse_all("L3D100=0; L7D200^")


@pytest.fixture(scope="module")
def demo():
    return load(
        Source(DEMO, folder=DEMO_FOLDER), device="cpu", limit_bytes=2**30, trace_bytes=2**26, progress=lambda *_: None
    )


@pytest.fixture(scope="module")
def small(demo):
    model = fresh_gpt2(layers=12, heads=12, width=768, vocabulary=50257, context=1024, seed=0)
    return LoadedModel(model, demo.tokenizer, model_id="small", revision="0", trace_bytes=2**30)


def ids_of(model: LoadedModel, count: int) -> tuple[int, ...]:
    generator = torch.Generator().manual_seed(0)
    return tuple(torch.randint(0, 5000, (count,), generator=generator).tolist())


def forget(model: LoadedModel) -> None:
    """Keep the lengths of value vectors, which do not depend on the prompt, and nothing else."""
    model._kept = ByteCache(2**30, size=lambda kept: kept.nbytes)
    for layer in range(model.info.layers):
        model.value_norms(layer)


def milliseconds(model: LoadedModel, *calls: Callable[[], object]) -> list[float]:
    """The median time of each call, in turns."""
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(ROUNDS + 2):
        for series, call in zip(times, calls, strict=True):
            forget(model)
            start = time.perf_counter()
            call()
            if turn >= 2:
                series.append(1000 * (time.perf_counter() - start))
    return [statistics.median(series) for series in times]


@pytest.mark.parametrize("tokens", [14, 64])
def test_the_trace_costs_a_pass_and_its_projections(small, tokens):
    ids = ids_of(small, tokens)
    generator = torch.Generator().manual_seed(0)
    rows = torch.randn(12 * 10 + 2 * 12, 768, generator=generator)
    states = torch.randn(2 * 12, 768, generator=generator)

    def needed() -> object:
        return small.trace(ids), small.unembed(states), strongest_tokens(small, rows, TOKENS)

    page, least = milliseconds(small, lambda: ffn_trace(small, ids, tokens - 1, 17), needed)
    print(f"\nFFN trace, GPT-2 small, {tokens} tokens: {page:.0f} ms, {page / least:.2f} x of the {least:.0f} ms")
    print("of the traced pass and the projections of 24 states, 24 updates and 120 vectors (bound 1.5 x)")


def test_the_effects_of_edits(small):
    ids = ids_of(small, 14)
    dose, random, both = milliseconds(
        small,
        lambda: dose_response(small, ids, EDITS, 17),
        lambda: control(small, ids, EDITS, 17),
        lambda: edit_effects(small, ids, EDITS),
    )
    print(f"\nEffect: next token {both:.0f} ms, 21 strengths {dose:.0f} ms, 22 random choices {random:.0f} ms")


def test_finding_an_edit(small, demo):
    for model, name in ((demo, "demo"), (small, "GPT-2 small")):
        ids = ids_of(model, 14)
        texts = ("The capital of France is Paris.", "Once upon a time, there was a little girl.")
        start = time.perf_counter()
        found = find_edit(model, ids, Aim(17, margin=1e3), texts=texts)
        seconds = time.perf_counter() - start
        print(f"\nFind an edit, {name}, 14 tokens, 2 texts: {seconds:.1f} s for {len(found.tried)} runs")
