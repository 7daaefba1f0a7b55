"""The verbs of a loaded model give transformers' own numbers, clean up, and do not mind company."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

from lmdash.models.loaded import LoadedModel
from lmdash.models.passes import summary as summary_module
from lmdash.models.passes.sampling import Sampling
from lmdash.models.passes.summary import summarise
from lmdash.models.passes.trace import Trace

Ids = tuple[int, ...]


@torch.no_grad()
def plain_pass(plain: GPT2LMHeadModel, ids: Ids) -> object:
    return plain(torch.tensor([ids]), output_hidden_states=True, output_attentions=True)


def log_probabilities(plain: GPT2LMHeadModel, ids: Ids) -> torch.Tensor:
    return plain_pass(plain, ids).logits[0].log_softmax(-1)


# Traces


def test_traced_logits_are_those_of_transformers(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    expected = plain_pass(plain, ids).logits[0]
    traced = tiny.unembed(tiny.trace(ids).final_residual)
    assert (traced - expected).abs().max() < 5e-5
    assert expected.std() > 0.5  # not the even predictions of a model without weights


def test_what_is_written_sums_to_the_final_residual(tiny: LoadedModel, ids: Ids) -> None:
    trace = tiny.trace(ids)
    total = trace.resid_pre[0] + sum(trace.attn_out) + sum(trace.mlp_out)
    assert (total - trace.final_residual).norm() / trace.final_residual.norm() < 1e-5


def test_residuals_are_the_hidden_states_of_transformers(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    trace, states = tiny.trace(ids), plain_pass(plain, ids).hidden_states
    for layer in range(trace.layers):
        assert (trace.resid_pre[layer] - states[layer][0]).abs().max() < 1e-5
    for layer in range(trace.layers - 1):
        assert torch.equal(trace.resid_post(layer), trace.resid_pre[layer + 1])
    assert torch.equal(trace.resid_post(trace.layers - 1), trace.final_residual)
    with torch.no_grad():  # transformers' last one is normed already
        assert (plain.transformer.ln_f(trace.final_residual) - states[-1][0]).abs().max() < 1e-5


def test_patterns_are_the_attentions_of_transformers(tiny: LoadedModel, plain: GPT2LMHeadModel, ids: Ids) -> None:
    trace, attentions = tiny.trace(ids), plain_pass(plain, ids).attentions
    assert len(trace.attention_patterns) == len(attentions) == 3
    for pattern, expected in zip(trace.attention_patterns, attentions, strict=True):
        assert pattern.shape == (4, len(ids), len(ids))
        assert (pattern - expected[0]).abs().max() < 1e-6
        assert (pattern.sum(-1) - 1).abs().max() < 1e-6
        assert bool((pattern.triu(1) == 0).all())


def test_coefficients_times_value_vectors_plus_bias_are_the_ffn(tiny: LoadedModel, ids: Ids) -> None:
    trace = tiny.trace(ids)
    for layer, block in enumerate(tiny.model.transformer.h):
        down = block.mlp.c_proj
        assert float(down.bias.abs().max()) > 0.1
        written = trace.coefficients[layer] @ down.weight + down.bias
        assert (written - trace.mlp_out[layer]).abs().max() < 1e-5


def test_attention_writes_between_the_residuals(tiny: LoadedModel, ids: Ids) -> None:
    trace = tiny.trace(ids)
    for layer in range(trace.layers):
        after = trace.resid_pre[layer] + trace.attn_out[layer] + trace.mlp_out[layer]
        assert (after - trace.resid_post(layer)).abs().max() < 1e-4


# The cache of traces


def test_the_second_trace_of_a_prompt_is_no_forward_pass(fresh: LoadedModel, calls: list[int]) -> None:
    first = fresh.trace((1, 2, 3))
    assert fresh.trace((1, 2, 3)) is first
    assert len(calls) == 1
    fresh.trace((1, 2, 4))
    assert len(calls) == 2


def test_kept_traces_stay_within_their_bytes(plain: GPT2LMHeadModel, tokenizer: PreTrainedTokenizerFast) -> None:
    size = LoadedModel(plain, tokenizer, model_id="x", revision="1", trace_bytes=0).trace((1, 2, 3)).nbytes
    model = LoadedModel(plain, tokenizer, model_id="x", revision="1", trace_bytes=3 * size)
    for last in range(20):
        model.trace((1, 2, last))
        assert model._kept.used <= 3 * size
    assert len(model._kept) == 3


def test_threads_that_trace_one_prompt_share_one_forward_pass(fresh: LoadedModel, calls: list[int]) -> None:
    with ThreadPoolExecutor(8) as pool:
        traces = list(pool.map(lambda _: fresh.trace((5, 6, 7)), range(8)))
    assert all(trace is traces[0] for trace in traces)
    assert len(calls) == 1


# Hooks


def hooks_of(model: torch.nn.Module) -> int:
    return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules())


def test_a_hundred_traces_leave_no_hook(fresh: LoadedModel) -> None:
    before = hooks_of(fresh.model)
    for last in range(100):
        fresh.trace((1, 2, last))
    assert hooks_of(fresh.model) == before


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_trace_that_raised_leaves_no_hook_and_no_lock(
    fresh: LoadedModel, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error("in the middle")

    before = hooks_of(fresh.model)
    with monkeypatch.context() as patch:
        patch.setattr(fresh.model.transformer.h[1].mlp, "forward", fail)
        with pytest.raises(error):
            fresh.trace((1, 2, 3))
    assert hooks_of(fresh.model) == before
    assert not fresh.network.lock.locked()
    assert fresh.trace((1, 2, 3)).layers == 3


def test_a_trace_leaves_the_weights_without_gradients(fresh: LoadedModel) -> None:
    trace = fresh.trace((1, 2, 3))
    assert not any(parameter.requires_grad for parameter in fresh.model.parameters())
    assert not trace.final_residual.requires_grad
    assert not fresh.model.training


# Scores


def test_scores_are_those_of_plain_passes_whatever_the_lengths(tiny: LoadedModel, plain: GPT2LMHeadModel) -> None:
    generator = torch.Generator().manual_seed(3)
    lengths = [5, 1, 64, 5, 2, 64, 5]
    rows = [tuple(torch.randint(0, 300, (length,), generator=generator).tolist()) for length in lengths]
    targets = [7, 0, 300, 12, 45, 9, 7]
    scores = tiny.score(rows, targets)
    for index, (row, target) in enumerate(zip(rows, targets, strict=True)):
        logits = plain_pass(plain, row).logits[0, -1]
        assert float(scores.logit[index]) == pytest.approx(float(logits[target]), abs=5e-5)
        expected = float(logits.log_softmax(-1)[target])
        assert float(scores.log_probability[index]) == pytest.approx(expected, abs=5e-5)


def test_many_rows_are_scored_in_batches(tiny: LoadedModel, calls: list[int]) -> None:
    rows = [(1, index % 300, 3) for index in range(1000)]
    scores = tiny.score(rows, [5] * 1000)
    assert len(calls) == math.ceil(1000 / (2048 // 3))
    assert bool(torch.isfinite(scores.log_probability).all())
    alone = tiny.score(rows[700:701], [5])
    assert float(scores.log_probability[700]) == pytest.approx(float(alone.log_probability[0]), abs=1e-5)


def test_no_rows_have_no_scores(tiny: LoadedModel) -> None:
    assert tiny.score([], []).log_probability.shape == (0,)


@pytest.mark.parametrize("unembedded_together", [1, 7, 1000])
def test_the_summary_is_what_all_logits_say(
    tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch, unembedded_together: int
) -> None:
    monkeypatch.setattr(summary_module, "UNEMBED_BYTES", unembedded_together * 4 * tiny.info.vocabulary)
    ids = tuple(range(1, 51))
    logits = tiny.unembed(tiny.trace(ids).final_residual)
    summary = summarise(ids, tiny.trace(ids).final_residual, tiny.unembed, tiny.info.vocabulary)
    expected = logits[:-1].log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0]
    assert (summary.log_probability - expected).abs().max() < 1e-5
    rows = zip(logits[:-1].tolist(), ids[1:], strict=True)
    ranks = [sorted(row, reverse=True).index(row[index]) + 1 for row, index in rows]
    assert (summary.rank - torch.tensor(ranks)).abs().max() <= 1  # twins within rounding may change places
    assert (summary.last_logits - logits[-1]).abs().max() < 1e-5


def test_the_summary_is_computed_once(tiny: LoadedModel) -> None:
    ids = (3, 1, 2)
    assert tiny.logit_summary(ids) is tiny.logit_summary(ids)


def test_one_token_predicts_nothing_before_it(tiny: LoadedModel) -> None:
    assert tiny.logit_summary((5,)).log_probability.shape == (0,)


# Company


def same(first: object, second: object) -> bool:
    """Bit for bit."""
    if not isinstance(first, Trace):
        return first == second
    names = ("resid_pre", "attention_patterns", "attn_out", "coefficients", "mlp_out", "final_residual")
    pairs = [(a, b) for name in names for a, b in zip(getattr(first, name), getattr(second, name), strict=True)]
    return first.ids == second.ids and all(torch.equal(a, b) for a, b in pairs)


def test_results_in_company_are_bit_identical_to_those_alone(
    plain: GPT2LMHeadModel, tokenizer: PreTrainedTokenizerFast
) -> None:
    def work(model: LoadedModel, number: int) -> tuple[object, ...]:
        ids = tuple(range(number + 1, 2 * number + 6))
        trace = model.trace(ids)
        return (
            trace,
            model.generate(ids, Sampling(temperature=1, seed=number), 10),
            model.unembed(trace.final_residual).tolist(),
            model.score([ids, ids[1:]], [1, 2]).logit.tolist(),
        )

    alone = LoadedModel(plain, tokenizer, model_id="alone", revision="1", trace_bytes=0)
    expected = [work(alone, number) for number in range(8)]
    busy = LoadedModel(plain, tokenizer, model_id="busy", revision="1", trace_bytes=0)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda number: work(busy, number % 8), range(24)))
    for number, result in enumerate(results):
        assert all(same(a, b) for a, b in zip(result, expected[number % 8], strict=True))
