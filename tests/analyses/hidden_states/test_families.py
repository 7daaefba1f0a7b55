"""What the Hidden states page says, on a tiny random model of every family, against transformers' own output."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lmdash.analyses.common.direct_effects import direct_effects
from lmdash.analyses.common.stream import EMBEDDING, state, stream_points
from lmdash.analyses.hidden_states.geometry import layer_similarity, sizes_and_angles
from lmdash.analyses.hidden_states.lens import lens
from lmdash.analyses.hidden_states.states import nearest_embeddings, state_vector
from lmdash.analyses.hidden_states.trajectory import trajectory
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

TOKENS = 11
LAYERS = 3


@pytest.fixture(scope="module", params=FAMILIES)
def case(request, tokenizer):
    """A model, a prompt, and what transformers says of it: hidden states and logits."""
    plain = tiny_model(request.param, len(tokenizer))
    model = LoadedModel(plain, tokenizer, model_id=request.param, revision="1", trace_bytes=2**24)
    generator = torch.Generator().manual_seed(1)
    ids = tuple(torch.randint(1, model.info.vocabulary, (TOKENS,), generator=generator).tolist())
    with torch.no_grad():
        output = plain(torch.tensor([ids]), output_hidden_states=True, use_cache=False)
    return model, ids, [hidden[0] for hidden in output.hidden_states], output.logits[0].float()


def test_states_are_the_hidden_states_of_transformers(case):
    model, ids, hidden, _ = case
    trace = model.trace(ids)
    for point, expected in zip(stream_points(LAYERS, ("embedding", "ffn"))[:-1], hidden[:-1], strict=True):
        torch.testing.assert_close(state(trace, point), expected, atol=1e-5, rtol=1e-5)
        assert state_vector(model, ids, 4, point) == pytest.approx(expected[4].numpy(), abs=1e-5)


def test_the_lens_ends_at_the_logits(case):
    model, ids, _, logits = case
    points = stream_points(LAYERS)
    cells = lens(model, ids, points=points, first=0, count=TOKENS).cells
    last = cells[cells["step"] == points[-1].step]
    assert last["id"].tolist() == logits.argmax(-1).tolist()
    assert last["probability"].to_numpy() == pytest.approx(logits.softmax(-1).max(-1).values.numpy(), rel=1e-3)
    assert not cells.isna().any(axis=None)
    token = int(logits[-1].argmax())
    path = trajectory(model, ids, TOKENS - 1, (token,))
    assert path.leads_from(token) is not None
    assert path.frame["logit"].iloc[-1] == pytest.approx(float(logits[-1, token]), abs=1e-3)


@pytest.mark.parametrize("by_head", [False, True])
def test_parts_add_up_to_the_logit(case, by_head):
    model, ids, _, logits = case
    token, rival = logits[-1].topk(2).indices.tolist()
    alone = direct_effects(model, ids, TOKENS - 1, token, by_head=by_head)
    assert alone.capped == pytest.approx(float(logits[-1, token]), abs=2e-4)
    assert alone.soft_cap == (model.anatomy.logit_softcap is not None)
    pair = direct_effects(model, ids, TOKENS - 1, token, rival=rival, by_head=by_head)
    assert pair.capped == pytest.approx(float(logits[-1, token] - logits[-1, rival]), abs=2e-4)
    assert set(pair.parts["kind"]) <= {"embedding", "attention", "head", "ffn", "bias"}


def test_geometry_holds(case):
    model, ids, hidden, _ = case
    table = sizes_and_angles(model, ids, 3).table
    norms = [float(state[3].norm()) for state in hidden[:-1]]
    assert table["norm"].to_numpy()[:-1] == pytest.approx(norms, rel=1e-5)
    similarity = layer_similarity(model, ids, without_first=True)
    assert np.diag(similarity) == pytest.approx(1)


def test_the_embedding_is_nearest_to_its_own_token_where_no_position_is_added(case):
    model, ids, hidden, _ = case
    nearest = nearest_embeddings(model, ids, 4, EMBEDDING, shown=model.info.vocabulary)
    if torch.allclose(model.embed(ids), hidden[0], atol=1e-6):
        assert nearest["id"].iloc[0] == ids[4]
        assert nearest["cosine"].iloc[0] == pytest.approx(1, abs=1e-5)
    assert sorted(nearest["id"]) == list(range(model.info.vocabulary))
