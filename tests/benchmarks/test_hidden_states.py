"""What the Hidden states page costs beside the trace and the unembeddings that the logit lens cannot do without.

``python -m pytest tests/benchmarks/test_hidden_states.py -s``: a lens has to unembed every state that it shows, which a
bare pass does once a token, so the honest measure is one trace plus those unembeddings.
"""

from __future__ import annotations

import time

import pytest
import torch

from lmdash.analyses.common.corpus import Corpus
from lmdash.analyses.common.direct_effects import direct_effects
from lmdash.analyses.common.stream import stream_points
from lmdash.analyses.hidden_states.contexts import corpus_states, similar_contexts
from lmdash.analyses.hidden_states.lens import lens, lens_cell
from lmdash.analyses.hidden_states.states import state_vector
from lmdash.analyses.hidden_states.trajectory import trajectory
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.hidden_states.lens import MEASURES, lens_grid
from lmdash.demo.corpus import documents
from lmdash.models.loaded import LoadedModel
from tests.benchmarks.measure import forget, ids_of, seconds

ROUNDS = 8
WINDOW = 12  # tokens that the page shows unless asked for more


@pytest.mark.parametrize("which", ["demo", "small"])
@pytest.mark.parametrize(("tokens", "window"), [(5, 5), (64, WINDOW), (64, 40)])
def test_the_default_view(request, which, tokens, window):
    model: LoadedModel = request.getfixturevalue(which)
    ids = ids_of(tokens)
    position, layers = tokens - 1, model.info.layers
    points = stream_points(layers, ("embedding", "ffn"))

    def page() -> object:
        forget(model)
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
    bare, traced, least, whole = seconds(
        ROUNDS,
        torch.no_grad()(lambda: model.model(inputs, use_cache=False).logits),
        lambda: model.trace_anew(ids),
        needed,
        page,
        warm=2,
    )
    grid = page()
    [drawn] = seconds(
        ROUNDS,
        lambda: lens_grid(grid.cells, ["a"] * tokens, MEASURES["probability"], (0, 0)).to_dict(format="vega-lite"),
    )
    print(
        f"\n{which}, {tokens} tokens, {shown} shown: page {1000 * whole:.0f} ms = {whole / least:.2f} x (trace + its "
        f"unembeddings, {1000 * least:.0f} ms) = {whole / traced:.2f} x trace = "
        f"{whole / bare:.2f} x bare pass; chart {1000 * drawn:.0f} ms"
    )


def test_similar_contexts(demo):
    point = stream_points(demo.info.layers)[-1]
    corpus = Corpus.of("own", (document.text for document in documents(7, 600)))
    start = time.perf_counter()
    searched = corpus_states(demo, corpus, point)
    built = time.perf_counter() - start
    vector = state_vector(demo, demo.tokens.encode("The capital of France is").ids, 4, point)
    [found] = seconds(ROUNDS, lambda: similar_contexts(searched, vector, 15))
    print(f"\ncorpus of {len(searched.states)} states: built in {built:.1f} s, searched in {1000 * found:.0f} ms")
