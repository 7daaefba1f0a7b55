"""Rows that begin alike share that beginning: the plan is the cheapest, and nobody can tell from the numbers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from lmdash.models import row_batches
from lmdash.models.identities_edits import hooks_on, some_edits
from lmdash.models.identities_rows import batches
from lmdash.models.interventions import resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.row_batches import PASS_TOKENS, buckets
from lmdash.models.sampling import Sampling
from lmdash.models.values import Ids
from tests.models.families import tiny_model

PROMPT = tuple(range(1, 61))


def one_replaced(prompt: Ids = PROMPT) -> list[Ids]:
    return [(*prompt[:place], 7, *prompt[place + 1 :]) for place in range(len(prompt)) if prompt[place] != 7]


@pytest.fixture
def computed(tiny: LoadedModel) -> Iterator[list[tuple[int, int]]]:
    """Rows and tokens of every forward pass."""
    shapes: list[tuple[int, int]] = []
    handle = tiny.anatomy.backbone.register_forward_pre_hook(lambda _module, inputs: shapes.append(inputs[0].shape))
    yield shapes
    handle.remove()


def cost(plan: list[row_batches.Bucket], length: int) -> int:
    passes, known = 0, 0
    for bucket in plan:
        if bucket.start > known:
            passes += PASS_TOKENS + bucket.start - known
            known = bucket.start
        passes += PASS_TOKENS + len(bucket.rows) * (length - bucket.start)
    return passes


def test_the_beginning_is_computed_once(tiny: LoadedModel, computed: list[tuple[int, int]]) -> None:
    rows = one_replaced()
    found = {row: logits[place, 0] for batch, logits in tiny.next_logits(rows) for place, row in enumerate(batch)}
    assert sorted(found) == list(range(len(rows)))
    assert sum(rows * tokens for rows, tokens in computed) < 0.65 * len(rows) * len(PROMPT)
    for row in (0, 1, 20, 40, len(rows) - 1):
        alone = tiny.unembed(tiny.trace_anew(rows[row]).final_residual[-1])
        assert (found[row] - alone).abs().max() < 1e-5


def test_equal_rows_are_computed_once(tiny: LoadedModel, computed: list[tuple[int, int]]) -> None:
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
    assert not tiny._lock.locked()


def test_gradients_work_between_two_batches(tiny: LoadedModel) -> None:
    for _ in tiny.next_logits([(1, 2, 3), (4, 5)]):
        assert torch.is_grad_enabled()


def test_a_wrong_beginning_is_found_by_the_check(tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert batches(tiny, PROMPT[:14]) < 1e-5
    right = row_batches.buckets

    def one_too_late(rows: torch.Tensor, common: torch.Tensor, last: int) -> list[row_batches.Bucket]:
        return [row_batches.Bucket(min(each.start + 1, 30), each.rows) for each in right(rows, common, last)]

    monkeypatch.setattr(row_batches, "buckets", one_too_late)
    assert batches(tiny, PROMPT[:14]) > 1e-4


@given(
    st.lists(st.lists(st.integers(0, 2), min_size=12, max_size=12), min_size=1, max_size=40),
    st.integers(1, 4),
)
def test_every_row_is_in_one_bucket_that_begins_before_it_differs(rows: list[list[int]], last: int) -> None:
    tokens = torch.tensor(rows)
    common = tokens.mode(0).values
    plan = buckets(tokens, common, last)
    assert sorted(itertools.chain.from_iterable(each.rows for each in plan)) == list(range(len(rows)))
    assert [each.start for each in plan] == sorted({each.start for each in plan})
    for bucket in plan:
        assert bucket.start <= 12 - last
        assert bool((tokens[list(bucket.rows), : bucket.start] == common[: bucket.start]).all())


@pytest.mark.parametrize(("length", "count"), [(14, 14), (64, 64), (64, 3), (200, 50), (500, 1)])
def test_a_plan_never_costs_more_than_no_sharing(length: int, count: int) -> None:
    prompt = torch.arange(length)
    rows = prompt.repeat(count, 1)
    for row, place in enumerate(torch.linspace(0, length - 1, count).long().tolist()):
        rows[row, place] = -1
    plan = buckets(rows, prompt, 1)
    assert cost(plan, length) <= PASS_TOKENS + count * length
    if (length, count) == (64, 64):
        assert cost(plan, length) < 0.7 * count * length


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
