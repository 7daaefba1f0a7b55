"""Each intervention does what it says, where it says, in every verb alike; what cannot be done is said."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
import torch
from transformers import PreTrainedTokenizerFast

from lmdash.errors import InputError
from lmdash.models.checks.edits import hooks_on
from lmdash.models.interventions.text import parse, parse_all
from lmdash.models.interventions.values import Intervention, resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.passes.trace import AXES, Trace
from lmdash.models.text.reference import REFERENCE_TEXT
from tests.models.families import tiny_model

PROMPT, OTHER = "The capital of France is", "Mary gave the book to John, and"


@pytest.fixture(params=["gpt2", "gemma2", "gpt_neox", "opt"])
def model(request: pytest.FixtureRequest, tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    """Conv1D and Linear, norms after and before, parallel and not, batch folded away."""
    return opened(request.param, tokenizer)


@cache
def opened(name: str, tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    plain = tiny_model(name, len(tokenizer))
    return LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)


def ids_of(model: LoadedModel, text: str = PROMPT) -> tuple[int, ...]:
    return model.tokens.encode(text).ids


def both(model: LoadedModel, text: str) -> tuple[Trace, Trace]:
    """Without and with what ``text`` writes."""
    ids = ids_of(model)
    return model.trace(ids), model.trace_anew(ids, parse_all(text))


def head(model: LoadedModel, trace: Trace, layer: int, index: int) -> torch.Tensor:
    width = model.info.head_width
    return trace.heads[layer][:, index * width : (index + 1) * width]


# What each action does


@pytest.mark.parametrize(
    ("action", "expected"),
    [("=0", lambda m: 0 * m), ("=2.5", lambda m: 0 * m + 2.5), ("*-2", lambda m: -2 * m), ("+0.5", lambda m: m + 0.5)],
)
def test_a_coefficient_becomes_what_was_asked(
    model: LoadedModel, action: str, expected: Callable[[torch.Tensor], torch.Tensor]
) -> None:
    before, after = both(model, f"L1D7{action}")
    assert torch.equal(after.coefficients[1][:, 7], expected(before.coefficients[1][:, 7]))
    others = [index for index in range(model.info.neurons) if index != 7]
    assert torch.equal(after.coefficients[1][:, others], before.coefficients[1][:, others])
    assert torch.equal(after.coefficients[0], before.coefficients[0])
    written = model.value_vectors(1)[7]
    change = (after.coefficients[1][:, 7] - before.coefficients[1][:, 7])[:, None] * written
    assert (after.ffn_sum[1] - before.ffn_sum[1] - change).abs().max() < 1e-5


def test_promoted_it_writes_more_than_the_strongest_of_its_layer(model: LoadedModel) -> None:
    before, after = both(model, "L1D7^1.25")
    norms = model.value_vectors(1).norm(dim=-1)
    strongest = (before.coefficients[1].abs() * norms).max(-1).values
    assert (after.coefficients[1][:, 7] * norms[7] - 1.25 * strongest).abs().max() < 1e-4 * strongest.max()


def test_a_head_is_scaled_alone(model: LoadedModel) -> None:
    before, after = both(model, "L1H2*-0.5")
    assert torch.equal(head(model, after, 1, 2), -0.5 * head(model, before, 1, 2))
    assert all(torch.equal(head(model, after, 1, other), head(model, before, 1, other)) for other in (0, 1, 3))
    written = head(model, before, 1, 2) @ model.anatomy.head_outputs(1)[2]
    assert (after.attn_sum[1] - before.attn_sum[1] + 1.5 * written).abs().max() < 1e-5
    assert all(
        torch.equal(a, b) for a, b in zip(after.attention_patterns[:2], before.attention_patterns[:2], strict=True)
    )


@pytest.mark.parametrize("text", ["L1H2=mean", "L1D7=mean"])
def test_a_mean_is_that_of_the_reference_text_for_every_prompt(model: LoadedModel, text: str) -> None:
    reference = model.trace_anew(ids_of(model, REFERENCE_TEXT))
    after = both(model, text)[1]
    parts = (reference.heads, after.heads) if "H" in text else (reference.coefficients, after.coefficients)
    width = model.info.head_width
    columns = slice(2 * width, 3 * width) if "H" in text else slice(7, 8)
    expected = parts[0][1][1:, columns].mean(0)
    assert (parts[1][1][:, columns] - expected).abs().max() < 1e-5


@pytest.mark.parametrize(("letter", "part"), [("A", "attn_out"), ("F", "mlp_out")])
def test_what_a_layer_adds_is_scaled(model: LoadedModel, letter: str, part: str) -> None:
    before, after = both(model, f"L1{letter}*0.25")
    assert torch.equal(getattr(after, part)[1], 0.25 * getattr(before, part)[1])
    assert torch.equal(getattr(after, part)[0], getattr(before, part)[0])


@pytest.mark.parametrize("layer", [0, 2, 3])
def test_a_push_adds_its_strength_along_the_direction(model: LoadedModel, layer: int) -> None:
    before, after = both(model, f"L{layer}R+3*L1D7")
    direction = model.value_vectors(1)[7]
    pushed = after.pushed(layer)
    assert (pushed - 3 * direction / direction.norm()).abs().max() < 1e-5
    assert torch.equal(after.resid_post(layer - 1) if layer else after.unedited[0], stream(before, layer))
    assert torch.equal(stream(after, layer) - after.unedited[layer], pushed)
    assert isinstance(after.pushed(1), float)
    total = after.resid_pre[0] + sum(after.attn_out) + sum(after.mlp_out) + (pushed if layer else 0)
    assert (total - after.final_residual).norm() / after.final_residual.norm() < 1e-5


def stream(trace: Trace, layer: int) -> torch.Tensor:
    return trace.final_residual if layer == trace.layers else trace.resid_pre[layer]


def test_a_push_towards_a_token_raises_its_logit(model: LoadedModel) -> None:
    [token] = model.tokens.encode_word("k")
    before, after = both(model, f'L{model.info.layers}R+5*"k"')
    unembedding = model.anatomy.unembedding([token])[0]
    along = (after.final_residual - before.final_residual) @ unembedding / unembedding.norm()
    assert (along - 5).abs().max() < 1e-3
    logits = [model.unembed(trace.final_residual)[-1, token] for trace in (before, after)]
    assert logits[1] > logits[0]


@pytest.mark.parametrize("site", ["L1R", "L3R", "L1A", "L1F", "L1H2", "L1D7"])
def test_a_patch_is_the_other_prompts_value(model: LoadedModel, site: str) -> None:
    other = model.trace(ids_of(model, OTHER))
    text = f'{site}@2<"{OTHER}"@4'
    after = both(model, text)[1]
    point = {"R": "resid_pre", "A": "attn_out", "F": "mlp_out", "H": "heads", "D": "coefficients"}[site[2]]
    there, here = ((trace.final_residual if site == "L3R" else getattr(trace, point)[1]) for trace in (other, after))
    width = model.info.head_width
    columns = {"H": slice(2 * width, 3 * width), "D": slice(7, 8)}.get(site[2], slice(None))
    assert torch.equal(here[2, columns], there[4, columns])


def test_a_patch_of_everything_gives_the_other_prompts_prediction(model: LoadedModel) -> None:
    """The last token of the other prompt, at the last layer, decides alone."""
    ids = ids_of(model)
    patched = model.trace_anew(ids, parse_all(f'L3R@last<"{OTHER}"'))
    expected = model.trace(ids_of(model, OTHER)).final_residual[-1]
    assert torch.equal(patched.final_residual[-1], expected)


def test_edits_of_one_site_act_in_their_order(model: LoadedModel) -> None:
    _, scaled_last = both(model, "L1D7=2; L1D7+1; L1D7*3")
    _, scaled_first = both(model, "L1D7=2; L1D7*3; L1D7+1")
    assert set(scaled_last.coefficients[1][:, 7].tolist()) == {9.0}
    assert set(scaled_first.coefficients[1][:, 7].tolist()) == {7.0}


# Where they act


@pytest.mark.parametrize(
    ("positions", "touched"),
    [("", [0, 1, 2, 3, 4]), ("@last", [4]), ("@3:", [3, 4]), ("@0,2", [0, 2]), ("@40:", []), ("@1,40", [1])],
)
@pytest.mark.parametrize("site", ["L1D7{}+1", "L1H2{}*2", "L1R{}+1*L0D3", "L1A{}*2", "L1F{}*2"])
def test_only_the_positions_asked_for_change(model: LoadedModel, site: str, positions: str, touched: list[int]) -> None:
    ids = ids_of(model)[:5]
    before, after = model.trace(ids), model.trace_anew(ids, parse_all(site.format(positions)))
    point = {"D": "coefficients", "H": "heads", "R": "resid_pre", "A": "attn_out", "F": "mlp_out"}[site[2]]
    changed = (getattr(after, point)[1] != getattr(before, point)[1]).any(-1)
    assert changed.nonzero()[:, 0].tolist() == touched
    first = min(touched, default=5)
    for name in ("resid_pre", "attn_out", "mlp_out", "coefficients", "heads"):  # what came earlier is the same
        for a, b in zip(getattr(after, name), getattr(before, name), strict=True):
            assert torch.equal(a[:first], b[:first])


def test_the_last_token_stays_the_prompts_while_the_text_grows(model: LoadedModel) -> None:
    ids, edits = ids_of(model), parse_all("L1D7@last=5")
    steps = model.generate(ids, Sampling(), 6, edits=edits)
    whole = ids + tuple(step.id for step in steps)
    trace = model.trace_anew(whole, resolve(edits, len(ids)))
    assert (trace.coefficients[1][:, 7] == 5).nonzero()[:, 0].tolist() == [len(ids) - 1]
    expected = model.unembed(trace.final_residual)[len(ids) - 1 : -1].argmax(-1)
    assert [step.id for step in steps] == expected.tolist()


@pytest.mark.parametrize("text", ["L1D7^2", "L1H2*0; L0H0=mean", f'L2R@1:+4*L0D3; L1F@1<"{OTHER}"', "L2A*-1; L0D1*3"])
def test_edits_act_alike_in_trace_score_and_cached_and_uncached_generation(model: LoadedModel, text: str) -> None:
    ids, edits = ids_of(model), parse_all(text)
    steps = model.generate(ids, Sampling(), 6, edits=edits)
    plain = model.generate(ids, Sampling(), 6)
    assert steps != plain
    written: list[int] = []
    for step in steps:  # uncached: the whole text again for each token
        row = (*ids, *written)
        traced = model.unembed(model.trace_anew(row, resolve(edits, len(ids))).final_residual)[-1].log_softmax(-1)
        assert step.log_probability == pytest.approx(float(traced[step.id]), abs=1e-4)
        scored = model.score([row], [step.id], resolve(edits, len(ids)))
        assert float(scored.log_probability[0]) == pytest.approx(float(traced[step.id]), abs=1e-4)
        written.append(step.id)


def test_edits_are_seen_by_every_row_of_a_batch(model: LoadedModel) -> None:
    ids, edits = ids_of(model), parse_all("L1D7@last=9; L2R+4*L0D3")
    rows = [ids, ids[1:], ids[::-1], ids]
    together = model.score(rows, [3, 4, 5, 6], edits)
    alone = [model.score([row], [target], edits) for row, target in zip(rows, [3, 4, 5, 6], strict=True)]
    assert together.log_probability.tolist() == pytest.approx(
        [float(scores.log_probability[0]) for scores in alone], abs=1e-5
    )


def test_gradients_see_the_edits(model: LoadedModel) -> None:
    ids, edits = ids_of(model), parse_all("L1D7=9; L2R+4*L0D3")
    embeddings = model.embed(ids)[None]
    value, gradient = model.gradients(embeddings, 3, edits=edits)
    assert float(value[0]) == pytest.approx(float(model.score([ids], [3], edits).log_probability[0]), abs=1e-5)
    assert not torch.allclose(gradient, model.gradients(embeddings, 3)[1])
    assert not any(parameter.requires_grad for parameter in model.model.parameters())


# What is refused


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("L9D0=0", "layers 0 to 2"),
        ("L1D9999=0", "value vectors 0 to"),
        ("L1H4*0", "heads 0 to 3"),
        ("L4R+1*L0D0", "layers 0 to 3"),
        ('L1R+1*"two words here"', "tokens for this model"),
        ('L1R@30<"The"', "tokens 0 to"),
        ('L1R@last<"The"@30', "tokens 0 to"),
        ("L1R+1*[1,2]", "32"),
    ],
)
def test_what_the_model_does_not_have_is_refused_with_its_range(model: LoadedModel, text: str, message: str) -> None:
    ids, edits = ids_of(model), parse_all(text)
    for verb in (
        lambda: model.trace(ids, edits),
        lambda: model.score([ids], [1], edits),
        lambda: model.generate(ids, Sampling(), 3, edits=edits),
    ):
        with pytest.raises(InputError, match=message):
            verb()


def test_experts_have_no_neurons(tokenizer: PreTrainedTokenizerFast) -> None:
    model = opened("mixtral", tokenizer)
    with pytest.raises(InputError, match="mixture of experts"):
        model.trace(ids_of(model), parse_all("L0D0=0"))
    with pytest.raises(InputError, match="mixture of experts"):
        model.value_vectors(0)
    mixed = opened("qwen2_moe", tokenizer)
    assert mixed.trace(ids_of(mixed), parse_all("L1D3=4")).coefficients[1][0, 3] == 4
    with pytest.raises(InputError, match="mixture of experts"):
        mixed.trace(ids_of(mixed), parse_all("L0D3=4"))


# Failures and company


def same(first: Trace, second: Trace) -> bool:
    """To the bit."""
    names = [*AXES, "final_residual"]
    pairs = (pair for name in names for pair in zip(getattr(first, name), getattr(second, name), strict=True))
    return all(torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("error", [RuntimeError("boom"), KeyboardInterrupt(), torch.OutOfMemoryError("no memory")])
def test_a_call_that_fails_leaves_the_model_as_it_was(
    model: LoadedModel, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, edits = ids_of(model), parse_all("L0D3=2; L1H0*0; L2R+3*L0D0")
    expected, hooks = model.trace_anew(ids), hooks_on(model)
    for verb in (
        lambda: model.trace_anew(ids, edits),
        lambda: model.score([ids], [1], edits),
        lambda: model.generate(ids, Sampling(), 3, edits=edits),
        lambda: model.gradients(model.embed(ids)[None], 1, edits=edits),
    ):
        with monkeypatch.context() as patch:

            def fail(*_: object, **__: object) -> None:
                raise error

            patch.setattr(model.anatomy.blocks[1].out, "forward", fail)
            with pytest.raises(type(error)):
                verb()
        assert hooks_on(model) == hooks
        assert not model.network.lock.locked()
        assert same(model.trace_anew(ids), expected)


def test_a_bad_edit_leaves_the_model_as_it_was(model: LoadedModel) -> None:
    ids = ids_of(model)
    expected, hooks = model.trace_anew(ids), hooks_on(model)
    with pytest.raises(InputError):
        model.trace_anew(ids, parse_all("L0D3=2; L1D99999=0"))
    assert hooks_on(model) == hooks
    assert same(model.trace_anew(ids), expected)


def test_an_intervention_that_is_off_shares_the_trace_without(model: LoadedModel) -> None:
    ids = ids_of(model)
    assert model.trace(ids, parse_all("!L1D7=0; !L0H1*0")) is model.trace(ids)
    assert model.trace(ids, parse_all("L1D7=0")) is not model.trace(ids)
    assert model.trace(ids, parse_all("L1D7@last=0")) is model.trace(ids, parse_all(f"L1D7@{len(ids) - 1}=0"))


@pytest.mark.parametrize("rounds", [8, pytest.param(200, marks=pytest.mark.slow)])
def test_eight_threads_get_what_each_gets_alone(rounds: int, tokenizer: PreTrainedTokenizerFast) -> None:
    plain = tiny_model("gpt2", len(tokenizer))
    model = LoadedModel(plain, tokenizer, model_id="busy", revision="1", trace_bytes=0)  # nothing is kept
    hooks = hooks_on(model)
    work: list[tuple[tuple[int, ...], tuple[Intervention, ...]]] = [
        (ids_of(model, prompt), parse_all(text))
        for prompt in (PROMPT, OTHER)
        for text in ("", "L1D7=3; L0H1*0", f'L2R+4*"k"; L1F@2<"{OTHER}"', "L0D3@last^2; L1H3=mean")
    ]

    def once(number: int) -> tuple[Trace, object]:
        ids, edits = work[number]
        sampling = Sampling(temperature=1.0, seed=number)
        return model.trace(ids, edits), model.generate(ids, sampling, 8, edits=edits)

    alone = [once(number) for number in range(8)]
    assert len({trace.final_residual.sum().item() for trace, _ in alone}) == 8

    def differs(number: int) -> bool:
        trace, steps = once(number)
        return not same(trace, alone[number][0]) or steps != alone[number][1]

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(differs, [*range(8)] * rounds)) == 0
    assert hooks_on(model) == hooks


def test_the_strength_of_a_direction_is_a_length() -> None:
    assert math.isclose(parse('L1R+4*" x"').action.strength, 4.0)
