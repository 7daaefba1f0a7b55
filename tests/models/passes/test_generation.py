"""Generated text is that of transformers, step by step; it stops where it should, and says what does not fit."""

from __future__ import annotations

import pytest
import torch
from transformers import GPT2LMHeadModel

from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling

Ids = tuple[int, ...]

SAMPLED = Sampling(temperature=1.0, top_k=40, top_p=0.95, seed=7)


@torch.no_grad()
def _log_probabilities(plain: GPT2LMHeadModel, ids: Ids) -> torch.Tensor:
    return plain(torch.tensor([ids])).logits[0].log_softmax(-1)


def test_greedy_text_is_that_of_transformers(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    new = min(20, 64 - len(ids))
    inputs = torch.tensor([ids])
    expected = plain.generate(
        inputs, attention_mask=torch.ones_like(inputs), do_sample=False, max_new_tokens=new, pad_token_id=0
    )[0, len(ids) :]
    assert [step.id for step in tiny.generate(ids, Sampling(), new)] == expected.tolist()


@pytest.mark.parametrize("penalty", [1.5, 3.0])
def test_a_repetition_penalty_is_that_of_transformers(
    tiny: LoadedModel, plain: GPT2LMHeadModel, penalty: float
) -> None:
    ids = tiny.tokens.encode("The capital of France is the capital").ids
    inputs = torch.tensor([ids])
    options = {"do_sample": False, "max_new_tokens": 20, "pad_token_id": 0, "repetition_penalty": penalty}
    expected = plain.generate(inputs, attention_mask=torch.ones_like(inputs), **options)[0, len(ids) :]
    steps = tiny.generate(ids, Sampling(repetition_penalty=penalty), 20)
    assert [step.id for step in steps] == expected.tolist()
    assert [step.id for step in steps] != [step.id for step in tiny.generate(ids, Sampling(), 20)]


@pytest.mark.parametrize("sampling", [Sampling(), SAMPLED])
@pytest.mark.parametrize("forced", [(), (5, 6, 7)])
def test_every_step_is_a_row_of_one_clean_pass(
    tiny: LoadedModel, plain: GPT2LMHeadModel, sampling: Sampling, forced: Ids
) -> None:
    ids = tiny.tokens.encode("The capital of").ids
    steps = tiny.generate(ids, sampling, 15, forced=forced)
    generated = tuple(step.id for step in steps)
    assert generated[: len(forced)] == forced
    rows = _log_probabilities(plain, ids + generated)[len(ids) - 1 : -1]
    for row, step in zip(rows, steps, strict=True):
        assert step.log_probability == pytest.approx(float(row[step.id]), abs=1e-5)
        assert step.rank == int((row > row[step.id]).sum())
        top = row.topk(10)
        assert [index for index, _ in step.alternatives] == top.indices.tolist()
        assert [value for _, value in step.alternatives] == pytest.approx(top.values.tolist(), abs=1e-5)


def test_a_seed_decides_the_text(tiny: LoadedModel) -> None:
    texts = [
        tuple(step.id for step in tiny.generate((1, 2), Sampling(temperature=1, seed=seed), 20)) for seed in (1, 1, 2)
    ]
    assert texts[0] == texts[1] != texts[2]


def test_forcing_what_was_drawn_changes_nothing(tiny: LoadedModel) -> None:
    drawn = tiny.generate((1, 2), SAMPLED, 12)
    ids = tuple(step.id for step in drawn)
    assert tiny.generate((1, 2), SAMPLED, 12, forced=ids[:5]) == drawn


def test_generation_stops_after_the_end_token(tiny: LoadedModel) -> None:
    end = tiny.tokenizer.eos_token_id
    steps = tiny.generate((1, 2), Sampling(), 10, forced=(5, end, 6))
    assert [step.id for step in steps] == [5, end]


@pytest.mark.parametrize(("length", "new"), [(60, 4), (63, 1), (64, 0)])
def test_generation_stops_at_the_context(tiny: LoadedModel, length: int, new: int) -> None:
    ids, never = (5,) * length, (6,) * 100
    assert len(tiny.generate(ids, Sampling(), 100, forced=never)) == new


def test_each_step_is_reported_and_may_stop_the_generation(tiny: LoadedModel, calls: list[int]) -> None:
    seen: list[tuple[int, int]] = []

    def on_step(done: int, total: int) -> None:
        assert not tiny.network.lock.locked()
        seen.append((done, total))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tiny.generate((1, 2), Sampling(), 8, forced=(5,) * 8, on_step=on_step)
    assert seen == [(1, 8), (2, 8), (3, 8)]
    assert len(calls) == 3


@pytest.mark.parametrize("bad", [(), (1,) * 65])
def test_what_does_not_fit_is_said(tiny: LoadedModel, bad: Ids) -> None:
    message = f"{len(bad)} tokens do not fit: this model reads 1 to 64"
    for verb in (tiny.trace, lambda row: tiny.score([row], [1]), lambda row: tiny.generate(row, Sampling(), 5)):
        with pytest.raises(InputError, match=message):
            verb(bad)
