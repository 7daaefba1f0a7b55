"""Relevance is what the rules say, worked out by hand on single steps, and nothing of it stays in the model."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional
from transformers import PreTrainedTokenizerFast

from lmdash.models.checks.edits import hooks_on
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.relevance import Logit
from lmdash.models.passes.relevance_rules import Rules
from tests.models.families import tiny_model

IDS = tuple(range(1, 11))


def shares(compute, *inputs: torch.Tensor) -> list[float]:
    """What each input, and the constants last, get of a sum."""
    one = torch.ones(()).requires_grad_()
    inputs = tuple(each.clone().requires_grad_() for each in inputs)
    with torch.enable_grad(), Rules(one):
        total = compute(*inputs).sum()
    found = torch.autograd.grad(total, (*inputs, one), allow_unused=True)
    return [
        0.0 if one is None else float((one * each).detach().sum())
        for one, each in zip(found, (*inputs, torch.ones(())), strict=True)
    ]


ONE, OTHER = torch.tensor([1.0, -2.0]), torch.tensor([3.0, 0.5])
GATED = float((torch.sigmoid(ONE) * OTHER).sum())
GAIN, SHIFT = torch.tensor([2.0, 1.0]), torch.tensor([0.5, 0.25])


@pytest.mark.parametrize(
    ("compute", "expected"),
    [
        (lambda one, other: one * other, [1.0, 1.0, 0.0]),  # 3 - 1 = 2, half each
        (lambda one, other: functional.silu(one) + other, [float(functional.silu(ONE).sum()), 3.5, 0.0]),
        (lambda one, other: torch.sigmoid(one) * other, [0.0, GATED, 0.0]),
        (lambda one, other: torch.softmax(one, -1) * other, [0.0, float((torch.softmax(ONE, -1) * OTHER).sum()), 0.0]),
        (lambda one, other: functional.linear(one, torch.ones(1, 2), torch.tensor([0.25])), [-1.0, 0.0, 0.25]),
        # A norm divides by a constant, 1.5 here: the mean is -0.5.
        (lambda one, other: functional.layer_norm(one, (2,), GAIN, SHIFT, eps=0.0), [1.0, 0.0, 0.75]),
    ],
)  # fmt: skip
def test_each_rule(compute, expected: list[float]) -> None:
    assert shares(compute, ONE, OTHER) == pytest.approx(expected, abs=1e-6)


def test_a_softmax_is_its_tangent_and_halves_what_it_weighs() -> None:
    scores, values = torch.tensor([[[1.0, -1.0], [0.5, 2.0]]]), torch.tensor([[[3.0], [-1.0]]])
    one, other, constant = shares(lambda one, other: torch.softmax(one, -1) @ other, scores, values)
    weights = scores.softmax(-1)
    tangent = weights * (scores - (weights * scores).sum(-1, keepdim=True))
    assert one == pytest.approx(float((tangent @ values).sum()) / 2, abs=1e-5)
    assert other == pytest.approx(float((weights @ values).sum()) / 2, abs=1e-5)
    assert one + other + constant == pytest.approx(float((weights @ values).sum()), abs=1e-5)


def test_nothing_stays_in_the_model(tokenizer: PreTrainedTokenizerFast) -> None:
    model = LoadedModel(tiny_model("gpt2", len(tokenizer)), tokenizer, model_id="x", revision="1", trace_bytes=2**24)
    before, hooks = model.trace_anew(IDS).final_residual, hooks_on(model)
    shares = model.relevance(IDS, [Logit(9, 5)])
    assert abs(shares.found[0].constants) > 0.01
    assert not shares.found[0].gradient.requires_grad
    assert torch.equal(model.trace_anew(IDS).final_residual, before)
    assert hooks_on(model) == hooks


@pytest.mark.parametrize("name", ["gpt2", "gemma2"])  # whose embedding scales what it gives
def test_what_is_expected_is_the_mean_of_what_may_come(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id="x", revision="1", trace_bytes=2**24)
    shares = model.relevance(IDS, [Logit(9, 5)])
    logits = model.unembed(model.trace(IDS).final_residual)[3].double()
    logits[list(model.tokens.special)] = -torch.inf
    known = logits.softmax(-1)
    rest = torch.zeros(model.info.width, dtype=torch.float64)
    for start in range(0, model.info.vocabulary, model.info.context):
        ids = range(start, min(start + model.info.context, model.info.vocabulary))
        rest += known[start : ids.stop] @ model.embed(ids).double()
    assert torch.allclose(shares.expected[4], rest, atol=1e-5)


def test_an_earlier_position_owes_nothing_to_what_comes_later_and_edits_count(tokenizer) -> None:
    model = LoadedModel(tiny_model("llama", len(tokenizer)), tokenizer, model_id="x", revision="1", trace_bytes=2**24)
    shares = model.relevance(IDS, [Logit(4, 5), Logit(9, 5)])
    assert shares.tokens(0)[5:].abs().max() == 0
    assert shares.tokens(1)[5:].abs().min() > 0
    edits = parse_all("L0H1*0.5; L2D3*0")
    changed = model.relevance(IDS, [Logit(9, 5)], edits)
    expected = float(model.logit_summary(IDS, edits).last_logits[5])
    assert float(changed.tokens(0).sum()) + changed.found[0].constants == pytest.approx(expected, abs=1e-4)
    assert changed.found[0].value == pytest.approx(expected, abs=1e-5)
    assert abs(expected - shares.found[1].value) > 1e-3
