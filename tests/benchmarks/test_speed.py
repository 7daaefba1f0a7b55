"""What lmdash costs beside the bare forward pass of the same prompt, measured in turns in the same run.

``python -m pytest tests/benchmarks``; each row's ``ratio`` or ``extra_ms`` is in the table that is printed at the end.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import torch

from lmdash.analyses.next_token import next_token
from lmdash.analyses.surprisal import surprisal
from lmdash.models.cache import ByteCache
from lmdash.models.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.fresh import fresh_gpt2
from lmdash.models.interventions_text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.loading import load
from lmdash.models.service import ModelService
from lmdash.settings import Settings

ROUNDS = 40


@dataclass
class Report:
    """Lines of the closing table."""

    lines: list[str] = field(default_factory=list)

    def add(self, name: str, value: str, bound: str) -> None:
        self.lines.append(f"{name:<58} {value:>10}   bound {bound}")


@pytest.fixture(scope="module")
def report():
    report = Report()
    yield report
    print("\n\n" + "\n".join(report.lines))


@pytest.fixture(scope="module")
def demo():
    return load(
        Source(DEMO, folder=DEMO_FOLDER), device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None
    )


@pytest.fixture(scope="module")
def small(demo):
    """Random weights in the size of GPT-2 small; its traces are not kept, so that every call computes."""
    model = fresh_gpt2(layers=12, heads=12, width=768, vocabulary=50257, context=1024, seed=0)
    return LoadedModel(model, demo.tokenizer, model_id="small", revision="0", trace_bytes=0)


def _ids(model: LoadedModel, count: int) -> tuple[int, ...]:
    generator = torch.Generator().manual_seed(0)
    return tuple(torch.randint(0, model.info.vocabulary, (count,), generator=generator).tolist())


def _bare(model: LoadedModel, ids: tuple[int, ...]) -> Callable[[], object]:
    inputs = torch.tensor([ids])

    @torch.no_grad()
    def run() -> object:
        return model.model(inputs, use_cache=False).logits

    return run


def _page(model: LoadedModel, ids: tuple[int, ...]) -> Callable[[], object]:
    """Everything that the Next token page computes for a prompt: one trace, its surprisal and its last position."""

    def run() -> object:
        model._kept = ByteCache(2**30, size=lambda kept: kept.nbytes)
        return surprisal(model, ids), next_token(model, ids, len(ids) - 1)

    return run


def _milliseconds(*calls: Callable[[], object]) -> list[float]:
    """The median time of each call, measured in turns so that a busy moment meets all of them."""
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(ROUNDS + 3):
        for index, call in enumerate(calls):
            start = time.perf_counter()
            call()
            if turn >= 3:
                times[index].append((time.perf_counter() - start) * 1000)
    return [statistics.median(series) for series in times]


@pytest.mark.parametrize("tokens", [14, 64, 256])
def test_trace_of_gpt2_small(small, report, benchmark, tokens):
    ids = _ids(small, tokens)
    inputs = torch.tensor([ids])
    edits = parse_all("; ".join(f"L{layer}D{100 * layer}=3" for layer in range(10)))
    bare, blocks, traced, edited = _milliseconds(
        _bare(small, ids),
        torch.no_grad()(lambda: small.anatomy.backbone(inputs, use_cache=False)),
        lambda: small.trace_anew(ids),
        lambda: small.trace_anew(ids, edits),
    )
    report.add(f"trace, everything captured, GPT-2 small, {tokens} tokens", f"{traced / bare:.2f} x", "1.15 x (at 64)")
    report.add("  the same with 10 neuron edits", f"{edited / bare:.2f} x", "1.25 x (at 64)")
    beside = f"{traced / blocks:.2f}, {edited / blocks:.2f} x"
    report.add("  both beside a pass that unembeds nothing either", beside, "")
    benchmark.pedantic(lambda: small.trace_anew(ids, edits), rounds=5)


@pytest.mark.parametrize("tokens", [14, 64])
def test_next_token_of_gpt2_small(small, report, benchmark, tokens):
    ids = _ids(small, tokens)
    bare, analysed = _milliseconds(_bare(small, ids), _page(small, ids))
    report.add(f"Next token, not cached, GPT-2 small, {tokens} tokens", f"{analysed / bare:.2f} x", "1.15 x")
    benchmark.pedantic(_page(small, ids), rounds=5)


def test_next_token_of_the_demo(demo, report, benchmark):
    ids = demo.tokens.encode("The capital of France is").ids
    bare, analysed = _milliseconds(_bare(demo, ids), _page(demo, ids))
    report.add("Next token, not cached, demo, beyond the bare pass", f"{analysed - bare:.1f} ms", "15 ms")
    benchmark.pedantic(_page(demo, ids), rounds=5)


def test_next_token_from_the_cache(report, benchmark):
    service = ModelService(Settings())
    service.open(DEMO)
    ids = service.run(DEMO, lambda model: model.tokens.encode("The capital of France is").ids)

    def cached() -> object:
        service.run(DEMO, surprisal, ids=ids)
        return service.run(DEMO, next_token, ids=ids, position=len(ids) - 1)

    [spent] = _milliseconds(cached)
    report.add("Next token, cached", f"{spent:.2f} ms", "5 ms")
    benchmark.pedantic(cached, rounds=5)
