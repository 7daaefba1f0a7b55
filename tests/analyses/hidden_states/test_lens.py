"""The logit lens, recomputed from transformers' own hidden states, final norm and head."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import torch
from scipy.stats import spearmanr
from transformers import GPT2LMHeadModel

from lmdash.analyses.common.stream import EMBEDDING, StreamPoint, stream_points
from lmdash.analyses.hidden_states.lens import lens, lens_cell, ranks_of
from lmdash.demo.corpus import documents
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load

PROMPT = "The keys to the cabinet are on"
LAYERS = 3
EVERY = stream_points(LAYERS)


@pytest.fixture(scope="module")
def ids(tiny: LoadedModel) -> tuple[int, ...]:
    return tiny.tokens.encode(PROMPT).ids


@pytest.fixture(scope="module")
def rows(plain: GPT2LMHeadModel, ids: tuple[int, ...]) -> dict[StreamPoint, np.ndarray]:
    """Probabilities [T, V] in float64 after every layer but the last, whose hidden state transformers has normed."""
    with torch.no_grad():
        output = plain(torch.tensor([ids]), output_hidden_states=True)
        states = [plain.lm_head(plain.transformer.ln_f(hidden))[0] for hidden in output.hidden_states[:-1]]
    logits = [*states, output.logits[0]]
    points = stream_points(LAYERS, ("embedding", "ffn"))
    return {point: row.double().softmax(-1).numpy() for point, row in zip(points, logits, strict=True)}


def cells_of(cells: pd.DataFrame, point: StreamPoint) -> pd.DataFrame:
    return cells[cells["step"] == point.step].reset_index(drop=True)


def test_every_cell_is_the_lens_of_transformers(tiny, ids, rows):
    grid = lens(tiny, ids, points=tuple(rows), first=0, count=len(ids))
    final = rows[EVERY[-1]]
    for point, probabilities in rows.items():
        cells = cells_of(grid.cells, point)
        assert cells["position"].tolist() == list(range(len(ids)))
        assert cells["id"].tolist() == probabilities.argmax(-1).tolist()
        assert cells["probability"].to_numpy() == pytest.approx(probabilities.max(-1), rel=1e-4)
        entropy = -(probabilities * np.log2(probabilities)).sum(-1)
        assert cells["entropy_bits"].to_numpy() == pytest.approx(entropy, abs=1e-4)
        divergence = (final * np.log2(final / probabilities)).sum(-1)
        assert cells["kl_bits"].to_numpy() == pytest.approx(divergence, abs=1e-4)
        of_final = np.take_along_axis(probabilities, final.argmax(-1)[:, None], 1)
        assert cells["rank"].tolist() == ((probabilities > of_final).sum(-1) + 1).tolist()


def test_the_last_row_is_the_answer(tiny, ids):
    last = cells_of(lens(tiny, ids, points=EVERY, first=0, count=len(ids)).cells, EVERY[-1])
    assert last["agrees"].all()
    assert (last["rank"] == 1).all()
    assert last["kl_bits"].to_numpy() == pytest.approx(0, abs=1e-5)
    assert last["token"].tolist() == last["final_token"].tolist()


def test_a_window_has_the_cells_of_the_whole(tiny, ids):
    whole = lens(tiny, ids, points=EVERY, first=0, count=len(ids)).cells
    part = lens(tiny, ids, points=EVERY, first=2, count=3)
    assert part.positions == 3
    expected = whole[whole["position"].between(2, 4)].reset_index(drop=True)
    pd.testing.assert_frame_equal(part.cells, expected, rtol=1e-4, atol=1e-5)


def test_a_window_past_the_end_stops_there(tiny, ids):
    assert lens(tiny, ids, points=EVERY, first=len(ids) - 1, count=40).positions == 1


def test_the_difference_is_zero_below_the_intervention_and_not_above(tiny, ids):
    question = {"ids": ids, "points": EVERY, "first": 0, "count": len(ids)}
    changed = lens(tiny, **question, edits=parse_all("L1F*0")).minus(lens(tiny, **question)).cells
    untouched = changed["step"] < StreamPoint(1, "ffn").step
    assert (changed.loc[untouched, ["probability", "entropy_bits"]] == 0).all(axis=None)
    assert changed.loc[~untouched, "entropy_bits"].abs().max() > 1e-3
    assert changed.loc[untouched, "token"].tolist() == changed.loc[untouched, "token_without"].tolist()


def test_grids_of_other_cells_have_no_difference(tiny, ids):
    one, other = (lens(tiny, ids, points=EVERY, first=first, count=2) for first in (0, 1))
    with pytest.raises(ValueError, match=r"rows \(step, position\), number 0 is \(0, 0\) in one, \(0, 1\)"):
        one.minus(other)
    with pytest.raises(ValueError, match="No difference: one result has"):
        one.minus(lens(tiny, ids, points=EVERY, first=0, count=3))


def test_a_cell_has_its_ten_likeliest_and_their_ranks_before(tiny, ids, rows):
    point, before = StreamPoint(1, "ffn"), StreamPoint(0, "ffn")
    table = lens_cell(tiny, ids, position=2, point=point, before=before)
    here, earlier = rows[point][2], rows[before][2]
    order = np.argsort(-here)[:10]
    assert table["id"].tolist() == order.tolist()
    assert table["probability"].to_numpy() == pytest.approx(here[order], rel=1e-4)
    expected = [(earlier > earlier[index]).sum() + 1 for index in order]
    assert table["rank_before"].tolist() == expected
    assert table["risen"].tolist() == [before - rank for rank, before in enumerate(expected, 1)]


def test_the_embedding_has_nothing_before_it(tiny, ids):
    assert "risen" not in lens_cell(tiny, ids, position=0, point=EMBEDDING, before=None)


def test_ranks_count_what_is_larger():
    logits = torch.tensor([[3.0, 1.0, 2.0], [0.0, 0.0, 5.0]])
    assert ranks_of(logits, [0, 1]).tolist() == [[1, 3], [2, 2]]


def test_the_demo_finds_its_answer_layer_by_layer():
    model = load(
        Source(DEMO, folder=DEMO_FOLDER), device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None
    )
    points = stream_points(model.info.layers, ("embedding", "ffn"))
    ranks: list[list[int]] = []
    for document in documents(seed=11, count=25):
        ids = model.tokens.encode(document.text).ids[:24]
        cells = lens(model, ids, points=points, first=max(0, len(ids) - 4), count=4).cells
        ranks += cells.pivot(index="position", columns="step", values="rank").to_numpy().tolist()
    assert len(ranks) == 100
    ahead = np.median(np.array(ranks) - 1, axis=0)  # how many tokens lead the final one
    assert spearmanr(range(len(points)), ahead).statistic <= -0.8
    assert ahead[-1] == 0
    assert ahead[0] > 10
