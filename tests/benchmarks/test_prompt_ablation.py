"""What an ablation costs on random weights of GPT-2 small's size; ``python -m pytest -s`` prints it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
import torch

from lmdash.analyses.ablation import BLANK, LEAVE_OUT, Cutting, ablation, cut, without
from lmdash.analyses.ablation_pairs import ablation_pairs
from lmdash.analyses.prompt_stability import stability
from lmdash.analyses.prompt_variants import KINDS
from lmdash.models.cache import ByteCache
from lmdash.models.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.fresh import fresh_gpt2
from lmdash.models.loaded import LoadedModel
from lmdash.models.loading import load

ROUNDS = 3
TARGET = (17,)


@pytest.fixture(scope="module")
def demo():
    return load(
        Source(DEMO, folder=DEMO_FOLDER), device="cpu", limit_bytes=2**30, trace_bytes=2**26, progress=lambda *_: None
    )


@pytest.fixture(scope="module")
def small(demo):
    model = fresh_gpt2(layers=12, heads=12, width=768, vocabulary=50257, context=1024, seed=0)
    return LoadedModel(model, demo.tokenizer, model_id="small", revision="0", trace_bytes=2**30)


def ids_of(count: int) -> tuple[int, ...]:
    generator = torch.Generator().manual_seed(0)
    return tuple(torch.randint(300, 5000, (count,), generator=generator).tolist())


def seconds(model: LoadedModel, ids: tuple[int, ...], *calls: Callable[[], object]) -> list[float]:
    """The median time of each call, in turns.  Nothing is kept from one to the next but the prompt's own trace, which
    the page has in any case.
    """
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(ROUNDS + 1):
        for series, call in zip(times, calls, strict=True):
            model._kept = ByteCache(2**30, size=lambda kept: kept.nbytes)
            model.logit_summary(ids)
            start = time.perf_counter()
            call()
            if turn:
                series.append(time.perf_counter() - start)
    return [statistics.median(series) for series in times]


@torch.no_grad()
def bare(model: LoadedModel, rows) -> None:
    """A batch of transformers for the rows of each length; only the last token is unembedded."""
    for length in {len(row) for row in rows}:
        alike = [row for row in rows if len(row) == length]
        states = model.model.transformer(torch.tensor(alike), use_cache=False).last_hidden_state[:, -1]
        model.model.lm_head(states)


@pytest.mark.parametrize(("tokens", "bound"), [(64, 0.6), (14, 1.0)])
def test_replacing_every_token_reuses_the_shared_beginning(small, tokens, bound):
    ids = ids_of(tokens)
    cutting = Cutting("tokens", BLANK)
    rows, _ = without(small, ids, cutting, [(part,) for part in cut(small, ids, cutting)])
    own, least = seconds(small, ids, lambda: ablation(small, ids, cutting, TARGET), lambda: bare(small, rows))
    print(f"\nAblation, GPT-2 small, {tokens} tokens: {own:.2f} s, {own / least:.2f} x the bare batch (bound {bound})")


def test_leaving_every_token_out(small):
    ids = ids_of(64)
    cutting = Cutting("tokens", LEAVE_OUT)
    rows, _ = without(small, ids, cutting, [(part,) for part in cut(small, ids, cutting)])
    own, least = seconds(small, ids, lambda: ablation(small, ids, cutting, TARGET), lambda: bare(small, rows))
    print(f"\nLeft out, GPT-2 small, 64 tokens: {own:.2f} s, {own / least:.2f} x the bare batches")


def test_pairs_and_variants(demo, small):
    text = "When Mary and John went to the store, John gave a drink to"
    ids = demo.tokens.encode(text).ids
    for model, name in ((demo, "demo"), (small, "GPT-2 small")):
        pairs, variants = seconds(
            model,
            ids,
            lambda model=model: ablation_pairs(model, ids, Cutting(), TARGET),
            lambda model=model: [stability(model, ids, text, kind, TARGET) for kind in KINDS],
        )
        print(f"\nA sentence of 13 words, {name}: its 66 pairs {pairs:.2f} s, its variants {variants:.2f} s")
