"""What lmdash costs beside the bare forward pass of the same prompt, measured in turns in the same run.

``python -m pytest tests/benchmarks``; each row's ``ratio`` or ``extra_ms`` is in the table that is printed at the end.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO
from lmdash.models.service import ModelService
from lmdash.settings import Settings
from tests.benchmarks.measure import forget, ids_of, seconds

ROUNDS = 40
TRACE_BYTES = 0  # every call computes


def bare_pass(model: LoadedModel, ids: tuple[int, ...]) -> Callable[[], object]:
    inputs = torch.tensor([ids])

    @torch.no_grad()
    def run() -> object:
        return model.model(inputs, use_cache=False).logits

    return run


def page_of(model: LoadedModel, ids: tuple[int, ...]) -> Callable[[], object]:
    """Everything that the Next token page computes for a prompt: one trace, its surprisal and its last position."""

    def run() -> object:
        forget(model)
        return surprisal(model, ids), next_token(model, ids, len(ids) - 1)

    return run


def milliseconds(*calls: Callable[[], object]) -> list[float]:
    """The median time of each call."""
    return [1000 * each for each in seconds(ROUNDS, *calls, warm=3)]


@pytest.mark.parametrize("tokens", [14, 64, 256])
def test_trace_of_gpt2_small(small, report, benchmark, tokens):
    ids = ids_of(tokens)
    inputs = torch.tensor([ids])
    edits = parse_all("; ".join(f"L{layer}D{100 * layer}=3" for layer in range(10)))
    bare, blocks, traced, edited = milliseconds(
        bare_pass(small, ids),
        torch.no_grad()(lambda: small.anatomy.backbone(inputs, use_cache=False)),
        lambda: small.trace_anew(ids),
        lambda: small.trace_anew(ids, edits),
    )
    report.add(f"trace, everything captured, GPT-2 small, {tokens} tokens", f"{traced / bare:.2f} x", "1.15 x (at 64)")
    report.add("  the same with 10 neuron edits", f"{edited / bare:.2f} x", "1.25 x (at 64)")
    beside = f"{traced / blocks:.2f}, {edited / blocks:.2f} x"
    report.add("  both beside a pass that unembeds nothing either", beside)
    benchmark.pedantic(lambda: small.trace_anew(ids, edits), rounds=5)


@pytest.mark.parametrize("tokens", [14, 64])
def test_next_token_of_gpt2_small(small, report, benchmark, tokens):
    ids = ids_of(tokens)
    bare, analysed = milliseconds(bare_pass(small, ids), page_of(small, ids))
    report.add(f"Next token, not cached, GPT-2 small, {tokens} tokens", f"{analysed / bare:.2f} x", "1.15 x")
    benchmark.pedantic(page_of(small, ids), rounds=5)


def test_next_token_of_the_demo(demo, report, benchmark):
    ids = demo.tokens.encode("The capital of France is").ids
    bare, analysed = milliseconds(bare_pass(demo, ids), page_of(demo, ids))
    report.add("Next token, not cached, demo, beyond the bare pass", f"{analysed - bare:.1f} ms", "15 ms")
    benchmark.pedantic(page_of(demo, ids), rounds=5)


def test_next_token_from_the_cache(report, benchmark):
    service = ModelService(Settings())
    service.open(DEMO)
    ids = service.run(DEMO, lambda model: model.tokens.encode("The capital of France is").ids)

    def cached() -> object:
        service.run(DEMO, surprisal, ids=ids)
        return service.run(DEMO, next_token, ids=ids, position=len(ids) - 1)

    [spent] = milliseconds(cached)
    report.add("Next token, cached", f"{spent:.2f} ms", "5 ms")
    benchmark.pedantic(cached, rounds=5)
