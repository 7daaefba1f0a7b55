"""What an ablation costs on random weights of GPT-2 small's size; ``python -m pytest -s`` prints it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from lmdash.analyses.prompt_ablation.ablation import Cutting, Way, ablation, cut, without
from lmdash.analyses.prompt_ablation.pairs import ablation_pairs
from lmdash.analyses.prompt_ablation.stability import stability
from lmdash.analyses.prompt_ablation.variants import KINDS
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids
from tests.benchmarks.measure import forget, ids_of, seconds

ROUNDS = 3
TARGET = (17,)


def timed(model: LoadedModel, ids: Ids, *calls: Callable[[], object]) -> list[float]:
    """Nothing is kept from one call to the next but the prompt's own trace, which the page has in any case."""

    def before() -> None:
        forget(model)
        model.logit_summary(ids)

    return seconds(ROUNDS, *calls, before=before)


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
    cutting = Cutting("tokens", Way.BLANKED)
    rows, _ = without(small, ids, cutting, [(part,) for part in cut(small, ids, cutting)])
    own, least = timed(small, ids, lambda: ablation(small, ids, cutting, TARGET), lambda: bare(small, rows))
    print(f"\nAblation, GPT-2 small, {tokens} tokens: {own:.2f} s, {own / least:.2f} x the bare batch (bound {bound})")


def test_leaving_every_token_out(small):
    ids = ids_of(64)
    cutting = Cutting("tokens", Way.LEFT_OUT)
    rows, _ = without(small, ids, cutting, [(part,) for part in cut(small, ids, cutting)])
    own, least = timed(small, ids, lambda: ablation(small, ids, cutting, TARGET), lambda: bare(small, rows))
    print(f"\nLeft out, GPT-2 small, 64 tokens: {own:.2f} s, {own / least:.2f} x the bare batches")


def test_pairs_and_variants(demo, small):
    text = "When Mary and John went to the store, John gave a drink to"
    ids = demo.tokens.encode(text).ids
    for model, name in ((demo, "demo"), (small, "GPT-2 small")):
        pairs, variants = timed(
            model,
            ids,
            lambda model=model: ablation_pairs(model, ids, Cutting(), TARGET),
            lambda model=model: [stability(model, ids, text, kind, TARGET) for kind in KINDS],
        )
        print(f"\nA sentence of 13 words, {name}: its 66 pairs {pairs:.2f} s, its variants {variants:.2f} s")
