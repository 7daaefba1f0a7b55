"""What the Hidden states page costs beside the trace and the unembeddings that the logit lens cannot do without.

``python -m pytest tests/benchmarks/test_hidden_states.py -s``: a lens has to unembed every state that it shows, which a
bare pass does once a token, so the honest measure is one trace plus those unembeddings.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
import torch

from lmdash.analyses.contexts import Corpus, corpus_states, similar_contexts
from lmdash.analyses.direct_effects import direct_effects
from lmdash.analyses.lens import lens, lens_cell
from lmdash.analyses.next_token import next_token
from lmdash.analyses.states import state_vector
from lmdash.analyses.stream import stream_points
from lmdash.analyses.surprisal import surprisal
from lmdash.analyses.trajectory import trajectory
from lmdash.charts.lens import MEASURES, lens_grid
from lmdash.demo.corpus import documents
from lmdash.models.cache import ByteCache
from lmdash.models.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.fresh import fresh_gpt2
from lmdash.models.loaded import LoadedModel
from lmdash.models.loading import load

ROUNDS = 8
WINDOW = 12  # tokens that the page shows unless asked for more


@pytest.fixture(scope="module")
def demo() -> LoadedModel:
    source = Source(DEMO, folder=DEMO_FOLDER)
    return load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**28, progress=lambda *_: None)


@pytest.fixture(scope="module")
def small(demo: LoadedModel) -> LoadedModel:
    model = fresh_gpt2(layers=12, heads=12, width=768, vocabulary=50257, context=1024, seed=0)
    return LoadedModel(model, demo.tokenizer, model_id="small", revision="0", trace_bytes=2**28)


def _medians(*calls: Callable[[], object]) -> list[float]:
    """Milliseconds of each call, measured in turns so that a busy moment meets all of them."""
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(ROUNDS + 2):
        for index, call in enumerate(calls):
            start = time.perf_counter()
            call()
            if turn >= 2:
                times[index].append(1000 * (time.perf_counter() - start))
    return [statistics.median(series) for series in times]


@pytest.mark.parametrize("which", ["demo", "small"])
@pytest.mark.parametrize(("tokens", "window"), [(5, 5), (64, WINDOW), (64, 40)])
def test_the_default_view(request, which, tokens, window):
    model: LoadedModel = request.getfixturevalue(which)
    generator = torch.Generator().manual_seed(0)
    ids = tuple(torch.randint(1, 5000, (tokens,), generator=generator).tolist())
    position, layers = tokens - 1, model.info.layers
    points = stream_points(layers, ("embedding", "ffn"))

    def page() -> object:
        model._kept = ByteCache(2**30, size=lambda kept: kept.nbytes)
        prediction = next_token(model, ids, position)
        token, rival = prediction.top["id"].head(2)
        surprisal(model, ids)
        trajectory(model, ids, position, (int(token),))
        direct_effects(model, ids, position, int(token), rival=int(rival))
        lens_cell(model, ids, position=position, point=points[-1], before=points[-2])
        return lens(model, ids, points=points, first=tokens - min(tokens, window), count=window)

    shown = min(tokens, window)
    states = torch.randn(max(tokens, len(points) * shown), model.info.width)

    def needed() -> None:
        model.trace_anew(ids)
        model.unembed(states[:tokens])  # surprisal of the prompt
        model.unembed(states[: len(points) * shown])
        model.unembed(torch.randn(2 * layers + 1, model.info.width))  # the trajectory of the headline

    inputs = torch.tensor([ids])
    bare, traced, least, whole = _medians(
        torch.no_grad()(lambda: model.model(inputs, use_cache=False).logits),
        lambda: model.trace_anew(ids),
        needed,
        page,
    )
    grid = page()
    [drawn] = _medians(
        lambda: lens_grid(grid.cells, ["a"] * tokens, MEASURES["Probability"], (0, 0)).to_dict(format="vega-lite")
    )
    print(
        f"\n{which}, {tokens} tokens, {shown} shown: page {whole:.0f} ms = {whole / least:.2f} x (trace + its "
        f"unembeddings, {least:.0f} ms) = {whole / traced:.2f} x trace = "
        f"{whole / bare:.2f} x bare pass; chart {drawn:.0f} ms"
    )


def test_similar_contexts(demo):
    point = stream_points(demo.info.layers)[-1]
    corpus = Corpus.of("own", (document.text for document in documents(7, 600)))
    start = time.perf_counter()
    searched = corpus_states(demo, corpus, point)
    built = time.perf_counter() - start
    vector = state_vector(demo, demo.tokens.encode("The capital of France is").ids, 4, point)
    [found] = _medians(lambda: similar_contexts(searched, vector, 15))
    print(f"\ncorpus of {len(searched.states)} states: built in {built:.1f} s, searched in {found:.0f} ms")
