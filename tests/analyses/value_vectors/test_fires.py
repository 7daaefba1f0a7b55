import numpy as np
import pytest
import torch

from lmdash.analyses.common.corpus import Corpus
from lmdash.analyses.common.vectors import layers_with_neurons
from lmdash.analyses.value_vectors import fires as module
from lmdash.analyses.value_vectors.fires import PLACES, value_fires
from lmdash.models.text.tokens import visible
from tests.analyses.value_vectors.test_vectors import loaded
from tests.conftest import SENTENCES

CORPUS = Corpus.of("texts", [*SENTENCES, "The keys are on the mat.", "a", "Paris", "The cat gave the pen to John."])


def brute(model, layer, window):
    """All coefficients of a layer [tokens, n], their texts and positions, each text in a pass of its own."""
    rows, where = [], []
    for document in CORPUS.documents:
        ids = model.tokens.encode(document).ids
        for start in range(0, len(ids), window):
            text = ids[start : start + window]
            rows.append(model.trace_anew(text).coefficients[layer][1:])
            where += [(text, position) for position in range(1, len(text))]
    return torch.cat(rows), where


def words_around(model, text, position):
    """What stands before a token, the token, and what stands after it."""
    parts = text[max(0, position - module.AROUND) : position], text[position + 1 : position + module.AROUND + 1]
    before, after = (model.tokens.decode(part) for part in parts)
    return before, visible(model.tokens.bytes_of[text[position]]), after


@pytest.mark.parametrize("name", ["gpt2", "opt", "llama", "gemma2", "falcon", "qwen2_moe"])
def test_the_places_are_those_of_one_pass_a_text(name, tokenizer, monkeypatch):
    monkeypatch.setattr(module, "BATCH_TOKENS", 60)  # several batches of each length
    model = loaded(name, tokenizer)
    found = value_fires(model, CORPUS)
    for layer in layers_with_neurons(model):
        expected, where = brute(model, layer, min(module.WINDOW, model.info.context))
        np.testing.assert_allclose(found.values[layer][0], expected.topk(PLACES, dim=0).values, atol=1e-4)
        lowest = expected.topk(PLACES, dim=0, largest=False).values
        np.testing.assert_allclose(found.values[layer][1], lowest, atol=1e-4)
        np.testing.assert_allclose(found.positive[layer], (expected > 0).double().mean(0), atol=0.02)
        best = found.of((layer, 11)).iloc[0]
        said = best["before"], best["token"], best["after"]
        near = (expected[:, 11] > expected[:, 11].max() - 1e-4).nonzero()[:, 0].tolist()  # two may be the same
        assert said in [words_around(model, *where[index]) for index in near]
    assert found.whole


def test_no_context_runs_into_another_text(tiny):
    found = value_fires(tiny, Corpus.of("two", ["The cat sat on the mat.", "Mary gave the book to John."]))
    places = found.of((0, 3))
    for row in places.itertuples():
        assert not ("cat" in row.before and "book" in row.after)
    joined = {row.before + row.token.replace("␣", " ") + row.after for row in places.itertuples()}
    assert joined == {"The cat sat on the mat.", "Mary gave the book to John."}


def test_only_so_many_tokens_are_read_and_that_is_said(tiny, monkeypatch):
    monkeypatch.setattr(module, "MOST_TOKENS", 25)
    found = value_fires(tiny, CORPUS)
    assert len(found.ids) == 25
    assert not found.whole


def test_texts_of_one_token_leave_nothing(tiny):
    found = value_fires(tiny, Corpus.of("short", ["a", "b"]))
    assert found.of((0, 0)).empty
    assert found.whole


def test_progress_counts_the_tokens(tiny):
    steps = []
    found = value_fires(tiny, CORPUS, on_step=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (len(found.ids), len(found.ids))
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
