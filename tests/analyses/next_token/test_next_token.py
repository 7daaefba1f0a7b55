"""The next-token distribution, recomputed in numpy from transformers' own logits."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from transformers import GPT2LMHeadModel

from lmdash.analyses.next_token.next_token import SHOWN, NextToken, describe, next_token, reshape, tokens_left
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling

PROMPT = "The keys to the cabinet are on"


@pytest.fixture(scope="module")
def ids(tiny: LoadedModel) -> tuple[int, ...]:
    return tiny.tokens.encode(PROMPT).ids


@pytest.fixture(params=[0, 3, -1])
def position(request: pytest.FixtureRequest, ids: tuple[int, ...]) -> int:
    return request.param % len(ids)


@pytest.fixture
def probabilities(plain: GPT2LMHeadModel, ids: tuple[int, ...], position: int) -> np.ndarray:
    """In float64, from transformers' logits."""
    with torch.no_grad():
        logits = plain(torch.tensor([ids])).logits[0, position].double().numpy()
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


@pytest.fixture
def prediction(tiny: LoadedModel, ids: tuple[int, ...], position: int) -> NextToken:
    return next_token(tiny, ids, position)


def test_the_table_is_the_sorted_distribution(prediction: NextToken, probabilities: np.ndarray) -> None:
    top = prediction.top
    order = np.argsort(-probabilities)[:SHOWN]
    assert top["rank"].tolist() == list(range(1, SHOWN + 1))
    assert top["id"].tolist() == order.tolist()
    assert top["probability"].to_numpy() == pytest.approx(probabilities[order], rel=1e-4)
    assert top["log_probability"].to_numpy() == pytest.approx(np.log(probabilities[order]), abs=5e-5)


def test_logits_minus_their_log_sum_are_log_probabilities(prediction: NextToken) -> None:
    logits = prediction.logits.astype(np.float64)
    shift = np.log(np.exp(logits - logits.max()).sum()) + logits.max()
    assert prediction.top["logit"].to_numpy() == pytest.approx(logits[prediction.top["id"]], abs=0)
    assert (prediction.top["logit"] - shift).to_numpy() == pytest.approx(prediction.top["log_probability"], abs=1e-5)


def test_labels_are_the_tokens_with_spaces_drawn(tiny: LoadedModel, prediction: NextToken) -> None:
    for row in prediction.top.itertuples():
        assert row.token
        assert " " not in row.token
    plain_words = [
        row for row in prediction.top.itertuples() if row.token.lstrip("␣").isascii() and "\\" not in row.token
    ]
    assert plain_words
    assert all(row.token.replace("␣", " ").encode() == tiny.tokens.bytes_of[row.id] for row in plain_words)


def test_the_best_token_is_the_first(prediction: NextToken, probabilities: np.ndarray) -> None:
    assert prediction.probability == pytest.approx(probabilities.max(), rel=1e-4)
    assert prediction.token == prediction.top["token"][0]


def test_entropy_is_in_bits(prediction: NextToken, probabilities: np.ndarray) -> None:
    assert prediction.entropy_bits == pytest.approx(-(probabilities * np.log2(probabilities)).sum(), abs=1e-4)


def test_tokens_for_90_is_the_smallest_count_that_reaches_it(prediction: NextToken, probabilities: np.ndarray) -> None:
    in_order = sorted(probabilities, reverse=True)
    assert prediction.tokens_for_90 == next(n for n in range(len(in_order) + 1) if sum(in_order[:n]) >= 0.9)


@pytest.mark.parametrize(
    ("probabilities", "count", "bits"),
    [
        ([1.0], 1, 0.0),
        ([0.5, 0.5], 2, 1.0),
        ([0.25] * 4, 4, 2.0),
        ([0.92, 0.04, 0.04], 1, 0.4822),
        ([0.125] * 8, 8, 3.0),
    ],
)
def test_known_distributions(tiny: LoadedModel, probabilities: list[float], count: int, bits: float) -> None:
    prediction = describe(tiny, torch.tensor(probabilities).log(), 0)
    assert prediction.tokens_for_90 == count
    assert prediction.entropy_bits == pytest.approx(bits, abs=1e-3)


def test_an_impossible_token_counts_for_nothing(tiny: LoadedModel) -> None:
    prediction = describe(tiny, torch.tensor([0.0, 0.0, -torch.inf]), 0)
    assert prediction.entropy_bits == pytest.approx(1)
    assert prediction.top["probability"].tolist() == [0.5, 0.5, 0.0]


@pytest.mark.parametrize("bad", [-1, 10_000])
def test_a_position_outside_the_prompt_is_refused_with_the_range(
    tiny: LoadedModel, ids: tuple[int, ...], bad: int
) -> None:
    with pytest.raises(InputError, match=f"Position {bad} is not in this prompt: it has tokens 0 to {len(ids) - 1}"):
        next_token(tiny, ids, bad)


def test_the_first_position_outside_is_refused_too(tiny: LoadedModel, ids: tuple[int, ...]) -> None:
    with pytest.raises(InputError):
        next_token(tiny, ids, len(ids))


def test_reshaping_shows_both_distributions_side_by_side(prediction: NextToken, probabilities: np.ndarray) -> None:
    table = reshape(prediction, Sampling(temperature=0.5, top_k=3), shown=5)
    assert list(table.columns) == ["rank", "token", "id", "probability", "sampled"]
    assert table["probability"].tolist() == prediction.top["probability"].head(5).tolist()
    squared = np.sort(probabilities)[::-1][:3] ** 2  # temperature 1/2 squares the odds
    assert table["sampled"].to_numpy() == pytest.approx([*(squared / squared.sum()), 0, 0], abs=1e-4)


def test_tokens_left_counts_what_can_be_drawn(prediction: NextToken) -> None:
    everything = len(prediction.logits)
    assert tokens_left(prediction, Sampling(temperature=1)) == everything
    assert tokens_left(prediction, Sampling(temperature=1, top_k=7)) == 7
    assert tokens_left(prediction, Sampling(temperature=0)) == 1
    assert tokens_left(prediction, Sampling(temperature=1, top_p=0.9)) == prediction.tokens_for_90
