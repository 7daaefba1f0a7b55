"""The models that are timed: the built-in one, and random weights of GPT-2 small's size.

Traces are kept as in the app, unless a module sets ``TRACE_BYTES``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.fresh import fresh_gpt2
from lmdash.models.opening.loading import load
from tests.benchmarks.measure import Report


@pytest.fixture(scope="module")
def trace_bytes(request: pytest.FixtureRequest) -> int:
    """What a model may keep of its traces."""
    return getattr(request.module, "TRACE_BYTES", 2**28)


@pytest.fixture(scope="module")
def demo(trace_bytes: int) -> LoadedModel:
    """The built-in model."""
    source = Source(DEMO, folder=DEMO_FOLDER)
    return load(source, device="cpu", limit_bytes=2**30, trace_bytes=trace_bytes, progress=lambda *_: None)


@pytest.fixture(scope="module")
def small(demo: LoadedModel, trace_bytes: int) -> LoadedModel:
    """Random weights of GPT-2 small's size, with the built-in model's tokenizer."""
    model = fresh_gpt2(layers=12, heads=12, width=768, vocabulary=50257, context=1024, seed=0)
    return LoadedModel(model, demo.tokenizer, model_id="small", revision="0", trace_bytes=trace_bytes)


@pytest.fixture(scope="module")
def report() -> Iterator[Report]:
    """Lines that are printed when the module is done."""
    report = Report()
    yield report
    print("\n\n" + "\n".join(report.lines))
