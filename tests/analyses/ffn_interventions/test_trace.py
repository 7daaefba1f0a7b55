import numpy as np
import pytest
import torch

from lmdash.analyses.common.tokens import labels
from lmdash.analyses.ffn_interventions.trace import TOKENS, ffn_trace, ffn_trace_difference
from lmdash.models.anatomy.modules import bias
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 10))
HERE, TOKEN, RIVAL = 6, 11, 30


def loaded(name, tokenizer):
    return LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id=name, revision="1", trace_bytes=2**24)


def direct(model, write, residual, tokens=(TOKEN, RIVAL)):
    """The direct effect by hand: the write scaled as the final norm scales the residual, times the output head."""
    frozen, scale = model.anatomy.final_frozen, model.final_scale(residual)
    rows = model.anatomy.unembedding(list(tokens)).double()
    towards = rows[0] - rows[1] if len(tokens) > 1 else rows[0]
    return float(frozen.part(write, scale) @ towards)


@pytest.mark.parametrize("name", FAMILIES)
def test_effects_of_all_layers_and_the_rest_are_the_logit(name, tokenizer):
    model = loaded(name, tokenizer)
    trace = model.trace(IDS)
    found = ffn_trace(model, IDS, HERE, TOKEN)
    residual = trace.final_residual[HERE]
    row = model.anatomy.unembedding([TOKEN])[0].double()
    rest = direct(model, trace.resid_pre[0][HERE], residual, (TOKEN,))
    rest += float(model.anatomy.final_frozen.shift.double() @ row) + model.anatomy.unembedding_bias(TOKEN)
    total = found.layers[["attention", "ffn"]].to_numpy().sum() + rest
    logit = model.unembed(residual)[TOKEN]
    assert float(model.anatomy.squash(torch.tensor(total))) == pytest.approx(float(logit), abs=1e-4)


@pytest.mark.parametrize("name", FAMILIES)
def test_all_value_vectors_and_the_bias_are_the_effect_of_the_ffn(name, tokenizer):
    model = loaded(name, tokenizer)
    trace, found = model.trace(IDS), ffn_trace(model, IDS, HERE, TOKEN, RIVAL, shown=10**6)
    for layer, block in enumerate(model.anatomy.blocks):
        own = found.vectors[found.vectors["layer"] == layer]
        assert len(own) == model.anatomy.neurons[layer]
        if not len(own):
            continue
        rest = torch.zeros(model.info.width) + bias(block.down)
        norm = block.ffn_norm
        if norm is not None:
            scale = norm.scale(trace.ffn_sum[layer][HERE], trace.mlp_out[layer][HERE])
            rest = norm.part(rest, scale) + norm.shift
        expected = found.layers["ffn"][layer] - direct(model, rest, trace.final_residual[HERE])
        assert own["effect"].sum() == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("name", ["gpt2", "gptj", "olmo2", "falcon grouped", "llama"])
def test_the_lens_stands_before_and_after_every_ffn(name, tokenizer):
    model = loaded(name, tokenizer)
    trace, found = model.trace(IDS), ffn_trace(model, IDS, HERE, TOKEN)
    assert found.parallel == model.info.parallel
    for layer in range(trace.layers):
        read = trace.resid_pre[layer] + trace.attn_out[layer]
        for point, state in (("before", read), ("after", trace.resid_post(layer))):
            own = found.lens[(found.lens["layer"] == layer) & (found.lens["point"] == point)]
            top = model.unembed(state[HERE]).softmax(-1).topk(TOKENS)
            assert own["id"].tolist() == top.indices.tolist()
            np.testing.assert_allclose(own["probability"], top.values, rtol=1e-4)
            assert own["rank"].tolist() == list(range(1, TOKENS + 1))


def test_the_dominant_vectors_come_first_with_their_tokens_turned_by_the_sign(tiny):
    edits = parse_all("L0D3=-4; L1D9=-3")
    found = ffn_trace(tiny, IDS, HERE, TOKEN, shown=8, edits=edits)
    assert (found.vectors["coefficient"] < 0).any()
    for layer in range(tiny.info.layers):
        coefficients, vectors = tiny.trace(IDS, edits).coefficients[layer][HERE], tiny.value_vectors(layer)
        dominance = coefficients.abs() * vectors.norm(dim=-1)
        own = found.vectors[found.vectors["layer"] == layer]
        assert own["neuron"].tolist() == dominance.topk(8).indices.tolist()
        np.testing.assert_allclose(own["score"].abs(), dominance.topk(8).values, rtol=1e-5)
        for row in own.itertuples():
            assert row.coefficient == pytest.approx(float(coefficients[row.neuron]))
            scores = tiny.anatomy.unembedding(slice(None)) @ (vectors[row.neuron] * np.sign(row.coefficient))
            for tokens, order in ((row.pushes, scores.topk(TOKENS)), (row.against, (-scores).topk(TOKENS))):
                assert list(tokens) == [token.label for token in labels(tiny, order.indices.tolist())]


def test_updates_are_read_under_the_frozen_norm(tiny):
    found = ffn_trace(tiny, IDS, HERE, TOKEN)
    trace = tiny.trace(IDS)
    scale = tiny.final_scale(trace.final_residual[HERE])
    for part, outputs in (("attention", trace.attn_out), ("ffn", trace.mlp_out)):
        write = tiny.anatomy.final_frozen.part(outputs[1][HERE], scale).float()
        scores = tiny.anatomy.unembedding(slice(None)) @ write
        own = found.updates[(found.updates["layer"] == 1) & (found.updates["part"] == part)]
        top = own[own["side"] == "promoted"]
        assert top["id"].tolist() == scores.topk(TOKENS).indices.tolist()
        np.testing.assert_allclose(top["score"], scores.topk(TOKENS).values, rtol=1e-4, atol=1e-5)


def test_the_strongest_update_and_the_layers_that_matter(tiny):
    found = ffn_trace(tiny, IDS, HERE, TOKEN)
    effects = found.layers.set_index("layer")[["attention", "ffn"]]
    layer, part, effect = found.strongest
    assert abs(effect) == effects.abs().to_numpy().max()
    assert effects.loc[layer, part] == effect
    assert layer in found.layers_that_matter(1)
    assert found.layers_that_matter(2) == tuple(sorted(effects.abs().max(axis=1).nlargest(2).index))


@pytest.mark.parametrize("name", ["gpt2", "gptj", "olmo2", "llama"])
def test_a_vector_that_is_set_is_traced_as_exactly_that(name, tokenizer):
    model = loaded(name, tokenizer)
    found = ffn_trace(model, IDS, HERE, TOKEN, shown=10**6, edits=parse_all("L1D7=2.5"))
    [row] = found.vectors[(found.vectors["layer"] == 1) & (found.vectors["neuron"] == 7)].itertuples()
    assert row.coefficient == 2.5


@pytest.mark.parametrize("name", ["gpt2", "gptj", "llama", "gemma2"])
def test_what_suppressing_a_vector_changes_is_what_it_wrote(name, tokenizer):
    model = loaded(name, tokenizer)
    edits = parse_all("L2D7=0")
    plain = ffn_trace(model, IDS, HERE, TOKEN, RIVAL, shown=10**6)
    change = ffn_trace_difference(model, IDS, HERE, TOKEN, RIVAL, edits=edits)
    here = (plain.vectors["layer"] == 2) & (plain.vectors["neuron"] == 7)
    [row] = change.vectors.itertuples()  # the last layer: no other coefficient moves
    assert (row.layer, row.neuron) == (2, 7)
    assert row.coefficient == -float(plain.vectors.loc[here, "coefficient"].iloc[0])
    assert row.effect == pytest.approx(-float(plain.vectors.loc[here, "effect"].iloc[0]), abs=1e-9)
    written = model.trace(IDS, edits).ffn_sum[2][HERE] - model.trace(IDS).ffn_sum[2][HERE]
    expected = row.coefficient * model.value_vectors(2)[7]
    torch.testing.assert_close(written, expected, rtol=1e-4, atol=1e-5)


def test_the_difference_is_with_minus_without(tiny):
    edits = parse_all("L0D5=3; L1H2*0")
    change = ffn_trace_difference(tiny, IDS, HERE, TOKEN, edits=edits)
    both = [ffn_trace(tiny, IDS, HERE, TOKEN, edits=each, shown=10**6) for each in (edits, ())]
    expected = both[0].layers - both[1].layers
    np.testing.assert_allclose(change.layers[["attention", "ffn"]], expected[["attention", "ffn"]], atol=1e-9)
    for point, run in (("before", both[1]), ("after", both[0])):
        shown = change.lens[change.lens["point"] == point]["token"].tolist()
        assert shown == run.lens[run.lens["point"] == "after"]["token"].tolist()
    merged = both[0].vectors.merge(both[1].vectors, on=["layer", "neuron"], suffixes=("", "_plain"))
    moved = (merged["score"] - merged["score_plain"]).abs().groupby(merged["layer"]).max()
    largest = change.vectors.groupby("layer")["score"].agg(lambda scores: scores.abs().max())
    np.testing.assert_allclose(largest, moved[largest.index], rtol=1e-4, atol=1e-6)


def test_no_interventions_change_nothing(tiny):
    change = ffn_trace_difference(tiny, IDS, HERE, TOKEN)
    assert not len(change.vectors)
    assert not len(change.updates)
    assert not change.layers[["attention", "ffn"]].to_numpy().any()


def test_a_mixture_of_experts_has_effects_but_no_vectors(tokenizer):
    found = ffn_trace(loaded("mixtral", tokenizer), IDS, HERE, TOKEN)
    assert not len(found.vectors)
    assert found.layers["ffn"].abs().min() > 0
