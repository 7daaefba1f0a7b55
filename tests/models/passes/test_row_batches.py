"""Rows that begin alike share that beginning: the plan is the cheapest, and nobody can tell from the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch
from transformers import PreTrainedTokenizerFast

from lmdash.models.checks.edits import hooks_on, some_edits
from lmdash.models.checks.rows import batches
from lmdash.models.interventions.values import resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes import row_tree
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Ids
from tests.models.families import FAMILIES, tiny_model

PROMPT = tuple(range(1, 61))


def one_replaced(prompt: Ids = PROMPT) -> list[Ids]:
    return [(*prompt[:place], 7, *prompt[place + 1 :]) for place in range(len(prompt)) if prompt[place] != 7]


@contextmanager
def as_seen(model: LoadedModel, shapes: list[torch.Size]) -> Iterator[None]:
    """Notes the rows and tokens of every forward pass."""
    handle = model.anatomy.backbone.register_forward_pre_hook(lambda _module, inputs: shapes.append(inputs[0].shape))
    try:
        yield
    finally:
        handle.remove()


@pytest.fixture
def computed(tiny: LoadedModel) -> Iterator[list[torch.Size]]:
    """Rows and tokens of every forward pass."""
    shapes: list[torch.Size] = []
    with as_seen(tiny, shapes):
        yield shapes


def test_the_beginning_is_computed_once(tiny: LoadedModel, computed: list[torch.Size]) -> None:
    rows = one_replaced()
    found = {row: logits[place, 0] for batch, logits in tiny.next_logits(rows) for place, row in enumerate(batch)}
    assert sorted(found) == list(range(len(rows)))
    assert sum(rows * tokens for rows, tokens in computed) == len(
        {row[:stop] for row in rows for stop in range(1, len(PROMPT) + 1)}
    )
    for row in (0, 1, 20, 40, len(rows) - 1):
        alone = tiny.unembed(tiny.trace_anew(rows[row]).final_residual[-1])
        assert (found[row] - alone).abs().max() < 1e-5


def test_equal_rows_are_computed_once(tiny: LoadedModel, computed: list[torch.Size]) -> None:
    rows = [(1, 2, 3), (4, 5), (1, 2, 3), (4, 5), (1, 2, 3)]
    scores = tiny.score(rows, [5, 6, 5, 6, 7])
    assert sum(rows for rows, _ in computed) == 2
    assert scores.logit[0] == scores.logit[2] != scores.logit[4]
    assert scores.logit[1] == scores.logit[3]


def test_edits_stay_at_their_tokens_behind_a_shared_beginning(
    tiny: LoadedModel, computed: list[tuple[int, int]]
) -> None:
    edits, rows = some_edits(tiny, PROMPT), one_replaced()
    scores = tiny.score(rows, [9] * len(rows), edits)
    assert len(computed) > 2
    for row in (0, 30, len(rows) - 1):
        logits = tiny.unembed(tiny.trace_anew(rows[row], resolve(edits, len(PROMPT))).final_residual[-1])
        assert float(scores.logit[row]) == pytest.approx(float(logits[9]), abs=1e-5)


def test_a_text_is_scored_as_its_tokens_one_by_one(tiny: LoadedModel) -> None:
    edits, text, rows = some_edits(tiny, PROMPT[:9]), (5, 9, 2), [PROMPT[:9], PROMPT[3:9], PROMPT[:9][::-1]]
    scores = tiny.score_text(rows, text, edits)
    assert scores.log_probability.shape == scores.logit.shape == (3, 3)
    for row, each in enumerate(rows):
        for step, token in enumerate(text):
            one = tiny.score([each + text[:step]], [token], resolve(edits, len(each)))
            assert float(scores.log_probability[row, step]) == pytest.approx(float(one.log_probability[0]), abs=1e-5)
            assert float(scores.logit[row, step]) == pytest.approx(float(one.logit[0]), abs=1e-5)


def test_steps_are_told_outside_the_lock_and_can_end_the_work(tiny: LoadedModel) -> None:
    told: list[tuple[int, int]] = []
    rows = [(number % 300, 3, 4, 5) * 15 for number in range(100)]

    def on_step(done: int, total: int) -> None:
        tiny.trace_anew((1, 2))  # would wait for ever inside the lock
        told.append((done, total))
        if done > 50:
            raise KeyboardInterrupt

    before = hooks_on(tiny)
    with pytest.raises(KeyboardInterrupt):
        tiny.score(rows, [5] * 100, on_step=on_step)
    assert told
    assert all(total == 100 for _, total in told)
    assert hooks_on(tiny) == before
    assert not tiny.network.lock.locked()


def test_gradients_work_between_two_batches(tiny: LoadedModel) -> None:
    for _ in tiny.next_logits([(1, 2, 3), (4, 5)]):
        assert torch.is_grad_enabled()


def test_a_wrong_beginning_is_found_by_the_check(tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert batches(tiny, PROMPT[:14]) < 1e-5
    right = row_tree._alike
    monkeypatch.setattr(row_tree, "_alike", lambda one, other: min(right(one, other) + 1, len(one) - 1))
    assert batches(tiny, PROMPT[:14]) > 1e-4


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_reads_trees_within_its_window(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    wide = {"sliding_window": 300} if "sliding_window" in FAMILIES[name] else {}
    if "window_size" in FAMILIES[name]:
        wide = {"window_size": 300}
    plain = tiny_model(name, len(tokenizer), max_position_embeddings=320, **wide)
    model = LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)
    passes: list[torch.Size] = []
    with as_seen(model, passes):
        rows = one_replaced()
        edits = some_edits(model, PROMPT)
        for chosen in ((), edits):
            scores = model.score(rows, [9] * len(rows), chosen)
            for row in (0, 11, len(rows) - 1):
                trace = model.trace_anew(rows[row], resolve(chosen, len(PROMPT)))
                logits = model.unembed(trace.final_residual[-1])
                assert float(scores.logit[row]) == pytest.approx(float(logits[9]), abs=1e-5)
    alibi = name in ("bloom", "falcon alibi")
    assert (max(rows for rows, _ in passes) == 1) is not alibi
    if not alibi:
        keys = max(rows * tokens for rows, tokens in passes) + len(PROMPT)
        assert keys <= model.anatomy.tree_reach
        assert (model.anatomy.tree_reach == 300) is bool(wide)


@pytest.mark.parametrize("name", ["gpt_neo", "mistral", "gemma3_text"])
def test_windows_that_cut_rows_are_cut_in_batches_too(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    plain = tiny_model(name, len(tokenizer))
    model = LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)
    assert model.anatomy.tree_reach == 4
    rows = one_replaced()
    found = model.score(rows, [9] * len(rows)).logit
    logits = plain(torch.tensor(rows)).logits[:, -1, 9]
    assert (found - logits).abs().max() < 1e-5


# Generation


def test_rows_of_a_batch_are_written_as_each_alone(tiny: LoadedModel) -> None:
    prompts = [(1, 2, 3), (1, 2, 3), (7, 8), (1, 2, 3), (9, 8, 7)]
    samplings = [Sampling(temperature=1.0, seed=seed) for seed in (1, 2, 3, 1, 4)]
    edits = some_edits(tiny, prompts[0])[:1]
    together = tiny.generate_batch(prompts, samplings, 12, edits=edits)
    for prompt, sampling, steps in zip(prompts, samplings, together, strict=True):
        alone = tiny.generate(prompt, sampling, 12, edits=edits)
        assert [step.id for step in steps] == [step.id for step in alone]
        assert [step.log_probability for step in steps] == pytest.approx(
            [step.log_probability for step in alone], abs=1e-5
        )
    assert together[0] == together[3]
    assert together[0] != together[1]


def test_rows_that_end_leave_the_batch(tiny: LoadedModel, computed: list[tuple[int, int]]) -> None:
    [end] = tiny.tokens.end_tokens
    seeds = [Sampling(temperature=3.0, seed=seed) for seed in range(60)]
    texts = tiny.generate_batch([(1, 2)] * 60, seeds, 60)
    ended = [len(steps) for steps in texts if steps[-1].id == end]
    assert ended
    assert computed[0][0] == 1  # equal prompts are read once
    assert computed[-1][0] == 60 - sum(length < max(map(len, texts)) for length in ended)
    assert all(step.id != end for steps in texts for step in steps[:-1])


def test_the_steps_of_a_batch_are_counted_in_tokens_of_all_rows(tiny: LoadedModel) -> None:
    told: list[tuple[int, int]] = []
    tiny.generate_batch(
        [(1, 2), (3, 4), (5,)], [Sampling()] * 3, 5, on_step=lambda done, total: told.append((done, total))
    )
    assert {total for _, total in told} == {15}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] <= 15


def test_no_prompts_have_no_texts(tiny: LoadedModel) -> None:
    assert tiny.generate_batch([], [], 5) == ()
    assert list(tiny.next_logits([])) == []


def test_a_model_in_double_precision_is_scored(tokenizer: PreTrainedTokenizerFast) -> None:
    plain = tiny_model("llama", len(tokenizer)).double()
    model = LoadedModel(plain, tokenizer, model_id="llama", revision="1", trace_bytes=2**24)
    scores = model.score([(1, 2, 3), (4, 5)], [6, 7])
    logits = plain(torch.tensor([[4, 5]])).logits[0, -1].log_softmax(-1)
    assert float(scores.log_probability[1]) == pytest.approx(float(logits[7]), abs=1e-6)
