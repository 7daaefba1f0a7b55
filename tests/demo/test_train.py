"""The pieces of training: rows, rates, the fused loss, and a miniature run from text to a folder that opens."""

from __future__ import annotations

import random
from itertools import islice, pairwise

import numpy as np
import pytest
import torch

from lmdash.demo import train as training
from lmdash.demo.corpus import documents
from lmdash.demo.train import _HeadLoss, _learning_rate, batches, encode, lower_case_starts, train_tokenizer
from lmdash.models.opening.catalog import Source
from lmdash.models.opening.fresh import fresh_gpt2
from lmdash.models.opening.loading import load


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [document.text for document in documents(5, 300)]


@pytest.fixture(scope="module")
def tokenizer(texts):
    return train_tokenizer(iter(texts))


def test_rows_are_whole_documents_between_end_marks(texts, tokenizer):
    ids, offsets = encode(tokenizer, iter(texts))
    known = {tuple(ids[a:b].tolist()) for a, b in pairwise(offsets)}
    batch = next(batches(ids, offsets, np.random.default_rng(0)))
    assert batch.numel() >= training.BATCH_TOKENS
    for row in batch.tolist():
        marks = [-1, *[i for i, index in enumerate(row) if index == 0]]
        whole = [tuple(row[a + 1 : b]) for a, b in pairwise(marks) if b > a + 1]
        assert all(document in known for document in whole)


def test_rows_begin_with_and_without_the_end_mark(texts, tokenizer):
    batch = next(batches(*encode(tokenizer, iter(texts)), np.random.default_rng(0)))
    share = (batch[:, 0] == 0).float().mean()
    assert 0.1 < share < 0.9


def test_the_fused_loss_and_its_gradients_are_those_of_torch():
    torch.manual_seed(0)
    hidden, weight = torch.randn(700, 16), torch.randn(50, 16)
    targets = torch.randint(0, 50, (700,))
    results = []
    for loss_of in (
        lambda h, w: _HeadLoss.apply(h, w, targets),
        lambda h, w: torch.nn.functional.cross_entropy(h @ w.T, targets),
    ):
        h, w = hidden.clone().requires_grad_(), weight.clone().requires_grad_()
        loss = loss_of(h, w)
        loss.backward()
        results.append((loss.detach(), h.grad, w.grad))
    for ours, theirs in zip(*results, strict=True):  # ours multiplies in bfloat16
        assert torch.nn.functional.cosine_similarity(ours.flatten(), theirs.flatten(), dim=0) > 0.999
    assert results[0][0] == pytest.approx(results[1][0].item(), rel=1e-2)


def test_the_rate_rises_to_its_peak_and_falls_to_zero():
    rates = [_learning_rate(step, 1000, 2.0) for step in range(1000)]
    assert rates.index(max(rates)) == pytest.approx(training.WARM_UP_STEPS, abs=30)
    assert rates[-1] < 1e-4
    assert max(rates) <= 2.0


def test_a_third_of_the_texts_starts_in_lower_case_but_no_name():
    sample = list(documents(3, 2000))
    texts = list(lower_case_starts(sample, random.Random(0)))
    lowered = [(d, t) for d, t in zip(sample, texts, strict=True) if d.text != t]
    assert all(document.sentences[0].words[0].tag != "NNP" for document, _ in lowered)
    assert all(document.text[1:] == text[1:] for document, text in lowered)
    assert 0.1 < len(lowered) / len(sample) < 0.34


def test_a_miniature_run_learns_and_its_folder_opens(texts, tokenizer, tmp_path):
    model = fresh_gpt2(layers=1, heads=2, width=32, vocabulary=training.VOCABULARY, context=training.CONTEXT, seed=0)
    rows = batches(*encode(tokenizer, iter(texts)), np.random.default_rng(0))
    [held] = islice(rows, 1)
    before = training.loss_of(model, held).item()
    training.train(model, rows, 10, 0.2)
    assert training.loss_of(model, held).item() < before - 0.05
    training.save(model, tokenizer, tmp_path)
    loaded = load(
        Source("mini", folder=tmp_path), device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None
    )
    ids = loaded.tokens.encode("The capital of France is").ids
    assert loaded.tokens.decode(ids) == "The capital of France is"
    assert loaded.unembed(loaded.trace(ids).final_residual).isfinite().all()
