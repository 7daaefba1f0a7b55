"""What the FFN interventions page costs on random weights of GPT-2 small's size; ``python -m pytest -s`` prints it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import torch

from lmdash.analyses.common.vectors import strongest_tokens
from lmdash.analyses.ffn_interventions.effects import control, dose_response, edit_effects
from lmdash.analyses.ffn_interventions.find_edit import Aim, find_edit
from lmdash.analyses.ffn_interventions.trace import TOKENS, ffn_trace
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.benchmarks.measure import forget, ids_of, seconds

ROUNDS = 12
EDITS = parse_all("L3D100=0; L7D200^")


def milliseconds(model: LoadedModel, *calls: Callable[[], object]) -> list[float]:
    """Only the lengths of value vectors are kept, which do not depend on the prompt."""

    def before() -> None:
        forget(model)
        for layer in range(model.info.layers):
            model.value_norms(layer)

    return [1000 * each for each in seconds(ROUNDS, *calls, warm=2, before=before)]


@pytest.mark.parametrize("tokens", [14, 64])
def test_the_trace_costs_a_pass_and_its_projections(small, tokens):
    ids = ids_of(tokens)
    generator = torch.Generator().manual_seed(0)
    rows = torch.randn(12 * 10 + 2 * 12, 768, generator=generator)
    states = torch.randn(2 * 12, 768, generator=generator)

    def needed() -> object:
        return small.trace(ids), small.unembed(states), strongest_tokens(small, rows, TOKENS)

    page, least = milliseconds(small, lambda: ffn_trace(small, ids, tokens - 1, 17), needed)
    print(f"\nFFN trace, GPT-2 small, {tokens} tokens: {page:.0f} ms, {page / least:.2f} x of the {least:.0f} ms")
    print("of the traced pass and the projections of 24 states, 24 updates and 120 vectors (bound 1.5 x)")


def test_the_effects_of_edits(small):
    ids = ids_of(14)
    dose, random, both = milliseconds(
        small,
        lambda: dose_response(small, ids, EDITS, 17),
        lambda: control(small, ids, EDITS, 17),
        lambda: edit_effects(small, ids, EDITS),
    )
    print(f"\nEffect: next token {both:.0f} ms, 21 strengths {dose:.0f} ms, 22 random choices {random:.0f} ms")


def test_finding_an_edit(small, demo):
    for model, name in ((demo, "demo"), (small, "GPT-2 small")):
        ids = ids_of(14)
        texts = ("The capital of France is Paris.", "Once upon a time, there was a little girl.")
        start = time.perf_counter()
        found = find_edit(model, ids, Aim(17, margin=1e3), texts=texts)
        spent = time.perf_counter() - start
        print(f"\nFind an edit, {name}, 14 tokens, 2 texts: {spent:.1f} s for {len(found.tried)} runs")
