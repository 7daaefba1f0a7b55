"""Surprisal is transformers' loss, token by token."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
import torch
from transformers import GPT2LMHeadModel

from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.models.loaded import LoadedModel

PROMPTS = ["The capital", "The capital of France is Paris.", "Mary gave the 🙂 to John,\nand John gave it back. " * 2]
Ids = tuple[int, ...]


@pytest.fixture(params=PROMPTS)
def ids(request: pytest.FixtureRequest, tiny: LoadedModel) -> Ids:
    return tiny.tokens.encode(request.param).ids


@torch.no_grad()
def rows_of(plain: GPT2LMHeadModel, ids: Ids) -> torch.Tensor:
    return plain(torch.tensor([ids])).logits[0].log_softmax(-1)


def test_the_mean_is_the_loss_of_transformers(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    inputs = torch.tensor([ids])
    with torch.no_grad():
        loss = float(plain(inputs, labels=inputs).loss)
    result = surprisal(tiny, ids)
    assert result.mean_nats == pytest.approx(loss, abs=1e-6)
    assert result.perplexity == pytest.approx(math.exp(loss), rel=1e-5)


def test_bits_and_probabilities_are_those_of_plain_rows(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    rows, result = rows_of(plain, ids), surprisal(tiny, ids)
    for position in range(1, len(ids)):
        expected = float(rows[position - 1, ids[position]])
        assert result.bits[position] == pytest.approx(-expected / math.log(2), abs=1e-4)
        assert result.probability[position] == pytest.approx(math.exp(expected), rel=1e-4)


def test_ranks_count_the_more_probable_tokens(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    rows, result = rows_of(plain, ids).numpy(), surprisal(tiny, ids)
    for position in range(1, len(ids)):
        in_order = np.argsort(-rows[position - 1]).tolist()
        assert result.rank[position] == in_order.index(ids[position]) + 1


def test_the_first_token_has_nothing_before_it(tiny: LoadedModel, ids: Ids) -> None:
    result = surprisal(tiny, ids)
    assert len(result.bits) == len(result.probability) == len(result.rank) == len(ids)
    assert np.isnan(result.bits[0])
    assert np.isnan(result.probability[0])
    assert result.rank[0] == -1
    assert not np.isnan(result.bits[1:]).any()


def test_a_single_token_gives_nan_without_a_warning(tiny: LoadedModel) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = surprisal(tiny, (5,))
        assert np.isnan(result.bits).tolist() == [True]
        assert math.isnan(result.mean_nats)
        assert math.isnan(result.perplexity)


def test_more_rows_than_one_block_of_logits_are_in_order(tiny: LoadedModel, plain: GPT2LMHeadModel) -> None:
    ids = tuple(torch.randint(0, 300, (64,), generator=torch.Generator().manual_seed(0)).tolist())
    expected = -rows_of(plain, ids)[:-1].gather(1, torch.tensor(ids[1:])[:, None])[:, 0] / math.log(2)
    assert surprisal(tiny, ids).bits[1:] == pytest.approx(expected.numpy(), abs=1e-4)
