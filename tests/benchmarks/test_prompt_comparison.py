"""What a comparison of 500 prompts costs beside the bare forward passes; ``python -m pytest -s`` prints it."""

from __future__ import annotations

import time

import pytest
import torch

from lmdash.analyses.prompt_ablation.comparison import PromptRow, Reading, compare_prompts
from lmdash.demo.corpus import documents
from lmdash.ui.prompt_ablation.runs import TOGETHER
from tests.benchmarks.measure import forget, seconds

ROWS, ROUNDS = 500, 5


@pytest.fixture(scope="module")
def rows() -> tuple[PromptRow, ...]:
    """The first words of texts that the model was not trained on, of 4 to 25 words, in the order that the app asks."""
    texts = [document.text.split() for document in documents(3, ROWS)]
    prompts = [" ".join(words[: 4 + place % 22]) for place, words in enumerate(texts)]
    return tuple(PromptRow(prompt, " Paris", " Rome") for prompt in sorted(prompts, key=len))


def compare(model, rows, written: int) -> None:
    forget(model)
    for start in range(0, len(rows), TOGETHER):
        compare_prompts(model, rows[start : start + TOGETHER], rows[0].prompt, Reading(written))


@torch.no_grad()
def bare(model, rows) -> None:
    """The same parts through transformers alone: rows of one length together, all logits."""
    for start in range(0, len(rows), TOGETHER):
        lengths: dict[int, list] = {}
        for row in rows[start : start + TOGETHER]:
            ids = model.tokens.encode(row.prompt).ids
            lengths.setdefault(len(ids), []).append(ids)
        for group in lengths.values():
            model.model(torch.tensor(group), use_cache=False)


def test_five_hundred_prompts_cost_little_more_than_their_forward_passes(demo, rows):
    compared, least = seconds(ROUNDS, lambda: compare(demo, rows, 0), lambda: bare(demo, rows))
    print(f"\n{ROWS} prompts on the demo: {compared:.1f} s, {compared / least:.2f} x of the {least:.1f} s of the bare")
    print("forward passes of the same rows with all logits (bound 30 s)")
    assert compared < 30
    start = time.perf_counter()
    compare(demo, rows, 5)
    written = time.perf_counter() - start
    print(f"with 5 tokens written after each: {written:.1f} s (bound 30 s)")
    assert written < 30
