"""The probability of a word is the product of its tokens', each after those before it."""

from __future__ import annotations

import math

import pytest
import torch
from transformers import GPT2LMHeadModel

from lmdash.analyses.common.watch import WatchedWord, watch
from lmdash.models.loaded import LoadedModel

WORDS = ("z", "the", "Paris", "cabinet", "extraordinarily", "東京", "🙂")
Ids = tuple[int, ...]


@pytest.fixture(scope="module")
def ids(tiny: LoadedModel) -> Ids:
    return tiny.tokens.encode("The capital of France is").ids


@torch.no_grad()
def product_of_plain_probabilities(plain: GPT2LMHeadModel, ids: Ids, word: Ids) -> float:
    probability = 1.0
    for cut in range(len(word)):
        row = plain(torch.tensor([ids + word[:cut]])).logits[0, -1].double().softmax(-1)
        probability *= float(row[word[cut]])
    return probability


@pytest.mark.parametrize("leading_space", [True, False])
def test_words_are_products_of_plain_probabilities(
    tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids, leading_space: bool
) -> None:
    lengths = set()
    for text, watched in zip(WORDS, watch(tiny, ids, WORDS, leading_space), strict=True):
        word = tiny.tokens.encode_word(f" {text}" if leading_space else text)
        lengths.add(len(word))
        assert watched.word == text
        assert tuple(token.id for token in watched.tokens) == word
        assert watched.probability == pytest.approx(product_of_plain_probabilities(plain, ids, word), rel=2e-4)
        first = product_of_plain_probabilities(plain, ids, word[:1])
        assert watched.first_probability == pytest.approx(first, rel=1e-4)
    assert max(lengths) > 3
    if not leading_space:
        assert min(lengths) == 1


def test_rank_and_logit_are_of_the_first_token(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    with torch.no_grad():
        logits = plain(torch.tensor([ids])).logits[0, -1]
    for watched in watch(tiny, ids, WORDS, leading_space=True):
        first = watched.tokens[0].id
        assert watched.logit == pytest.approx(float(logits[first]), abs=5e-5)
        assert watched.rank == logits.argsort(descending=True).tolist().index(first) + 1


def test_a_leading_space_is_another_word(tiny: LoadedModel, ids: Ids) -> None:
    [with_space] = watch(tiny, ids, ("the",), leading_space=True)
    [without] = watch(tiny, ids, ("the",), leading_space=False)
    assert with_space.tokens[0].label.startswith("␣")
    assert not without.tokens[0].label.startswith("␣")
    assert with_space.probability != without.probability


def test_words_together_are_as_alone(tiny: LoadedModel, ids: Ids) -> None:
    together = watch(tiny, ids, WORDS, leading_space=True)
    for word, watched in zip(WORDS, together, strict=True):
        [alone] = watch(tiny, ids, (word,), leading_space=True)
        assert alone.log_probability == pytest.approx(watched.log_probability, abs=1e-5)


def test_no_word_is_nothing_to_watch(tiny: LoadedModel, ids: Ids) -> None:
    assert watch(tiny, ids, (), leading_space=True) == ()
    assert [watched.word for watched in watch(tiny, ids, ("", "the", ""), leading_space=False)] == ["the"]


@pytest.mark.parametrize("room", [0, 1, 2, 3, 4])
def test_what_passes_the_context_is_not_a_number(tiny: LoadedModel, plain: GPT2LMHeadModel, room: int) -> None:
    ids, word = (5,) * (64 - room), "zxzx"
    tokens = tiny.tokens.encode_word(word)
    assert len(tokens) == 4
    # The last token of a word need not be read, so four tokens need room for three.
    single, long = watch(tiny, ids, ("z", word), leading_space=False)
    assert isinstance(long, WatchedWord)
    assert math.isfinite(single.probability)
    assert long.first_probability == pytest.approx(product_of_plain_probabilities(plain, ids, tokens[:1]), rel=1e-4)
    if room < 3:
        assert math.isnan(long.log_probability)
        assert math.isnan(long.probability)
    else:
        assert long.probability == pytest.approx(product_of_plain_probabilities(plain, ids, tokens), rel=2e-4)
