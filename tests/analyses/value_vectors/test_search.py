"""The closed form against brute force over every vector and every token."""

import numpy as np
import pytest
import torch

from lmdash.analyses.common.vectors import layers_with_neurons, written
from lmdash.analyses.value_vectors.search import search_words, value_search, value_spread
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.fresh import fresh_gpt2
from tests.analyses.value_vectors.test_vectors import WITH_NEURONS, loaded

WORDS = ((5, 90), (17,), (200, 201, 30))


def brute(model):
    """Standard scores [N, V] from the whole product in double precision, and the vectors in that order."""
    layers = layers_with_neurons(model)
    scores = torch.cat([written(model, layer) for layer in layers]).double()
    scores = (scores @ model.model.get_output_embeddings().weight.detach().double().T).numpy()
    standard = (scores - scores.mean(1, keepdims=True)) / scores.std(1, keepdims=True)
    return standard, [(layer, neuron) for layer in layers for neuron in range(model.anatomy.neurons[layer])]


@pytest.mark.parametrize("name", WITH_NEURONS)
@pytest.mark.parametrize("promote", [True, False])
@pytest.mark.parametrize("together", ["mean", "minimum"])
def test_ranking_is_that_of_brute_force(name, promote, together, tokenizer):
    model = loaded(name, tokenizer)
    standard, vectors = brute(model)
    sign = 1 if promote else -1
    expected = []
    for row, vector in enumerate(vectors):
        own = [max(sign * standard[row, token] for token in word) for word in WORDS]
        expected.append((sum(own) / len(own) if together == "mean" else min(own), vector))
    expected.sort(reverse=True)
    found = value_search(model, value_spread(model), WORDS, count=20, promote=promote, together=together)
    assert found.searched == len(vectors)
    assert list(found.vectors) == [vector for _, vector in expected[:20]]
    np.testing.assert_allclose(found.frame["score"], [sign * score for score, _ in expected[:20]], atol=1e-4)
    best = vectors.index(found.vectors[0])
    words = [sign * max(sign * standard[best, token] for token in word) for word in WORDS]
    np.testing.assert_allclose(found.frame.loc[0, ["word 0", "word 1", "word 2"]].astype(float), words, atol=1e-4)


def test_the_spread_survives_a_large_common_part_of_all_tokens(tokenizer):
    model = fresh_gpt2(layers=2, heads=2, width=32, vocabulary=len(tokenizer), context=16, seed=3)
    model.lm_head.weight.data += 3.0  # 150 times the spread of a fresh model's weights
    model = LoadedModel(model, tokenizer, model_id="m", revision="0", trace_bytes=0)
    scores = torch.cat([written(model, layer) for layer in range(2)]).double() @ model.model.lm_head.weight.double().T
    spread = value_spread(model)
    np.testing.assert_allclose(spread.mean, scores.mean(1).detach(), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(spread.deviation, scores.std(1, correction=0).detach(), rtol=1e-3)


def test_only_the_layers_asked_for_are_searched(tiny):
    spread = value_spread(tiny)
    every = value_search(tiny, spread, WORDS, count=10**6)
    some = value_search(tiny, spread, WORDS, count=10**6, layers=(1, 2))
    assert list(some.vectors) == [vector for vector in every.vectors if vector[0] >= 1]
    assert some.searched == len(some.vectors) < len(every.vectors) == every.searched


@pytest.mark.parametrize("neuron", [0, 77])
def test_a_planted_vector_is_found_first(neuron, tokenizer):
    model = fresh_gpt2(layers=3, heads=2, width=32, vocabulary=len(tokenizer), context=16, seed=4)
    model = LoadedModel(model, tokenizer, model_id="m", revision="0", trace_bytes=0)
    [word] = search_words(model, ("the",), variants=False)
    token = word.tokens[0].id
    planted = model.model.transformer.h[1].mlp.c_proj.weight.data
    planted[neuron] = 1e-3 * model.model.lm_head.weight.data[token]  # short, but pointing at the token
    spread = value_spread(model)
    assert value_search(model, spread, ((token,),), count=1).vectors == ((1, neuron),)
    planted[neuron] *= -1
    spread = value_spread(model)
    assert value_search(model, spread, ((token,),), count=1, promote=False).vectors == ((1, neuron),)
    assert value_search(model, spread, ((token,),), count=1).vectors != ((1, neuron),)


def test_a_dead_vector_is_no_hit(tokenizer):
    model = fresh_gpt2(layers=1, heads=2, width=32, vocabulary=len(tokenizer), context=16, seed=4)
    model = LoadedModel(model, tokenizer, model_id="m", revision="0", trace_bytes=0)
    model.model.transformer.h[0].mlp.c_proj.weight.data[5] = 0
    hits = value_search(model, value_spread(model), WORDS, count=128)
    assert np.isfinite(hits.frame["score"]).all()
    assert hits.frame.set_index("neuron")["score"][5] == 0


def test_words_are_searched_in_all_their_spellings_that_are_one_token(tiny):
    known = set(tiny.tokens.bytes_of)
    for word in ("the", "capital"):
        spellings = {space + each for each in (word, word.lower(), word.capitalize()) for space in ("", " ")}
        [found] = search_words(tiny, (word,))
        assert {tiny.tokens.bytes_of[token.id].decode() for token in found.tokens} == {
            each for each in spellings if each.encode() in known
        }
        assert not found.several
    [alone] = search_words(tiny, ("the",), variants=False)
    assert [token.label for token in alone.tokens] == ["␣the"]


def test_a_word_of_several_tokens_is_searched_by_its_first(tiny):
    [word] = search_words(tiny, ("hippopotamus",))
    assert len(word.tokens) == 1
    assert len(word.several) > 1
    assert word.several[0].id == word.tokens[0].id
    assert "".join(token.label for token in word.several).strip("␣").lower() == "hippopotamus"
    [shouted] = search_words(tiny, ("PARIS",))
    assert shouted.tokens[0].label.strip("␣")


def test_preparing_reports_its_progress(tiny):
    steps = []
    value_spread(tiny, on_step=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
