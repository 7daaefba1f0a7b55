"""Lengths, angles, CKA and the map, recomputed in numpy and with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from lmdash.analyses.common.stream import StreamPoint, state, stream_points
from lmdash.analyses.hidden_states import geometry
from lmdash.analyses.hidden_states.geometry import layer_similarity, sizes_and_angles, state_map
from lmdash.analyses.hidden_states.states import state_vector
from lmdash.models.interventions.text import parse_all

PROMPT = "The keys to the cabinet are on the table, and the dogs ran."
POINTS = stream_points(3, ("embedding", "ffn"))


@pytest.fixture(scope="module")
def ids(tiny):
    return tiny.tokens.encode(PROMPT).ids


@pytest.fixture(scope="module")
def states(tiny, ids):
    return [state(tiny.trace(ids), point).double().numpy() for point in POINTS]


def test_lengths_and_angles(tiny, ids, states):
    table = sizes_and_angles(tiny, ids, 5).table
    here = np.stack([layer[5] for layer in states])
    norms = np.sqrt((here**2).sum(-1))
    assert table["norm"].to_numpy() == pytest.approx(norms)
    cosines = (here[1:] * here[:-1]).sum(-1) / norms[1:] / norms[:-1]
    assert table["cosine_before"].to_numpy()[1:] == pytest.approx(cosines)
    assert table["cosine_final"].to_numpy() == pytest.approx(here @ here[-1] / norms / norms[-1])
    assert table["cosine_final"].iloc[-1] == pytest.approx(1)
    trace = tiny.trace(ids)
    for layer in range(3):
        assert table["write_attention"][layer + 1] == pytest.approx(float(np.linalg.norm(trace.attn_out[layer][5])))
        assert table["write_ffn"][layer + 1] == pytest.approx(float(np.linalg.norm(trace.mlp_out[layer][5])))
    assert table.loc[0, ["write_attention", "write_ffn", "cosine_before"]].isna().all()


def cka(x: np.ndarray, y: np.ndarray) -> float:
    """By features, as in equation 2 of Kornblith et al. 2019; lmdash goes by the Gram matrices of the examples."""
    x, y = x - x.mean(0), y - y.mean(0)
    return float((y.T @ x).__pow__(2).sum() / np.linalg.norm(x.T @ x) / np.linalg.norm(y.T @ y))


@pytest.mark.parametrize("without_first", [False, True])
def test_cka_is_that_of_the_paper(tiny, ids, states, without_first):
    found = layer_similarity(tiny, ids, without_first)
    used = [layer[int(without_first) :] for layer in states]
    expected = np.array([[cka(x, y) for y in used] for x in used])
    assert found == pytest.approx(expected, abs=1e-9)
    assert np.diag(found) == pytest.approx(1)


def test_long_prompts_are_compared_at_evenly_spaced_tokens(tiny, ids, states, monkeypatch):
    monkeypatch.setattr(geometry, "CKA_STATES", 5)
    places = np.linspace(0, len(ids) - 1, 5).round().astype(int)
    found = layer_similarity(tiny, ids, without_first=False)
    assert found[0, 2] == pytest.approx(cka(states[0][places], states[2][places]))


def test_the_map_is_that_of_scikit_learn(tiny, ids, states):
    from sklearn.decomposition import PCA

    found = state_map(tiny, ids, POINTS[2], without_first=True)
    pca = PCA(n_components=2)
    expected = pca.fit_transform(states[2][1:])
    assert found.share == pytest.approx(tuple(pca.explained_variance_ratio_))
    for axis, column in enumerate("xy"):
        own = found.places[column].to_numpy()
        assert np.abs(own) == pytest.approx(np.abs(expected[:, axis]), abs=1e-6)
        assert abs(np.corrcoef(own, expected[:, axis])[0, 1]) == pytest.approx(1)
    assert found.places["position"].tolist() == list(range(1, len(ids)))


def test_all_layers_share_one_map(tiny, ids):
    found = state_map(tiny, ids, None, without_first=False)
    assert len(found.places) == 4 * len(ids)
    assert found.places["point"].unique().tolist() == ["embedding", "L0", "L1", "L2"]


def test_two_states_lie_on_a_line(tiny):
    found = state_map(tiny, tiny.tokens.encode("The cat").ids[:2], POINTS[1], without_first=False)
    assert found.share[0] == pytest.approx(1)
    assert found.places["y"].abs().max() == pytest.approx(0, abs=1e-6)


def test_an_intervention_shows_in_the_state(tiny, ids):
    point, edits = StreamPoint(0, "ffn"), parse_all('L1R+3*" the"')
    change = state_vector(tiny, ids, 4, point, edits) - state_vector(tiny, ids, 4, point)
    assert np.linalg.norm(change) == pytest.approx(3, rel=1e-4)
