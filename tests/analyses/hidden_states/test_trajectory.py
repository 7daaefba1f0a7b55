"""Tokens through the layers: the lens of every point, and when a token leads for good."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.common.stream import EMBEDDING, StreamPoint, state, stream_points
from lmdash.analyses.hidden_states.lens import lens
from lmdash.analyses.hidden_states.trajectory import Trajectory, trajectory
from lmdash.models.interventions.text import parse_all

POINTS = stream_points(2)
L0A, L0, L1A, L1 = POINTS[1:]


def test_points_are_named_and_ordered():
    assert [str(point) for point in POINTS] == ["embedding", "L0 attention", "L0", "L1 attention", "L1"]
    assert [point.step for point in POINTS] == list(range(5))
    assert stream_points(2, ("embedding", "ffn")) == (EMBEDDING, L0, L1)
    assert L0A.in_words == "after the attention of L0"


@pytest.mark.parametrize(
    ("leaders", "first", "good"),
    [
        ([7, 7, 7, 7, 7], EMBEDDING, EMBEDDING),
        ([1, 2, 7, 7, 7], L0, L0),
        ([1, 7, 2, 7, 7], L0A, L1A),
        ([1, 2, 3, 4, 7], L1, L1),
        ([1, 7, 7, 7, 2], L0A, None),
        ([1, 2, 3, 4, 5], None, None),
    ],
)
def test_when_a_token_leads(leaders, first, good):
    path = Trajectory(POINTS, np.array(leaders), pd.DataFrame())
    assert path.first_lead(7) == first
    assert path.leads_from(7) == good


def test_the_numbers_are_those_of_the_unembedded_states(tiny):
    ids = tiny.tokens.encode("The capital of France is").ids
    path = trajectory(tiny, ids, len(ids) - 1, (5, 9))
    trace = tiny.trace(ids)
    assert path.points == stream_points(3)
    for point in path.points:
        logits = tiny.unembed(state(trace, point)[-1])
        rows = path.frame[path.frame["step"] == point.step].set_index("id")
        for token in (5, 9):
            assert rows.loc[token, "logit"] == pytest.approx(float(logits[token]), abs=1e-4)
            assert rows.loc[token, "probability"] == pytest.approx(float(logits.softmax(-1)[token]), rel=1e-3)
            assert rows.loc[token, "rank"] == int((logits > logits[token]).sum()) + 1
        assert path.leaders[point.step] == int(logits.argmax())
    best, where = path.best_rank(5)
    ranks = path.frame.loc[path.frame["id"] == 5, "rank"].tolist()
    assert best == min(ranks)
    assert where.step == ranks.index(best)


def test_more_points_than_are_unembedded_together(tiny, monkeypatch):
    ids = tiny.tokens.encode("The cat").ids
    whole = trajectory(tiny, ids, 1, (3,))
    monkeypatch.setattr("lmdash.analyses.hidden_states.trajectory.POINTS_TOGETHER", 2)
    pd.testing.assert_frame_equal(trajectory(tiny, ids, 1, (3,)).frame, whole.frame, rtol=1e-4)


def test_the_grid_and_the_lines_agree_under_an_intervention(tiny):
    ids, edits = tiny.tokens.encode("The capital of France is").ids, parse_all('L1R+3*" the"; L3R+2*" to"')
    path = trajectory(tiny, ids, 2, (), edits)
    grid = lens(tiny, ids, points=path.points, first=2, count=1, edits=edits)
    assert grid.cells["id"].tolist() == path.leaders.tolist()
    assert grid.cells["agrees"].iloc[-1]
    assert path.points[-1] == StreamPoint(2, "ffn")
