import numpy as np
import pytest
import torch

from lmdash.analyses.common.vectors import layers_with_neurons, strongest_tokens, token_scores, vector_named, written
from lmdash.analyses.value_vectors.vectors import coefficients, gathered, layer_vectors, nearest_vectors, vector_tokens
from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

WITH_NEURONS = [name for name in FAMILIES if name not in ("mixtral", "qwen3_moe")]


def loaded(name, tokenizer, **differently):
    model = tiny_model(name, len(tokenizer), **differently)
    return LoadedModel(model, tokenizer, model_id=name, revision="0", trace_bytes=2**22)


@pytest.mark.parametrize("name", WITH_NEURONS)
def test_tokens_are_those_of_the_whole_product(name, tokenizer):
    model = loaded(name, tokenizer)
    layer = layers_with_neurons(model)[-1]
    head = model.model.get_output_embeddings().weight.detach()
    scores = written(model, layer)[[3, 40, 7]] @ head.T * model.anatomy.logit_scale
    found = vector_tokens(model, ((layer, 3), (layer, 40), (layer, 7)), 5)
    for place, row in enumerate(scores):
        for side, sign in (("promoted", 1), ("suppressed", -1)):
            of = found.of(place, side)
            order = (-sign * row).argsort(stable=True)[:5]
            assert of["id"].tolist() == order.tolist()
            assert of["rank"].tolist() == [1, 2, 3, 4, 5]
            np.testing.assert_allclose(of["score"], row[order], atol=1e-5)


def test_tokens_do_not_depend_on_the_parts_that_the_product_is_taken_in(tiny, monkeypatch):
    vectors = torch.cat([written(tiny, layer) for layer in range(3)])
    whole = token_scores(tiny, vectors)
    at_once = strongest_tokens(tiny, vectors, 4).frame
    monkeypatch.setattr("lmdash.analyses.common.vectors.VOCABULARY_ROWS", 37)
    monkeypatch.setattr("lmdash.analyses.common.vectors.BATCH", 5)
    torch.testing.assert_close(token_scores(tiny, vectors), whole, atol=1e-5, rtol=0)
    in_parts = strongest_tokens(tiny, vectors, 4).frame
    assert in_parts["id"].tolist() == at_once["id"].tolist()


@pytest.mark.parametrize("name", ["gemma2", "olmo2"])
def test_a_norm_after_the_ffn_is_part_of_what_is_written(name, tokenizer):
    model = loaded(name, tokenizer)
    block = model.model.model.layers[1]
    weight = block.post_feedforward_layernorm.weight.detach()
    gain = 1 + weight if name == "gemma2" else weight
    torch.testing.assert_close(written(model, 1), block.mlp.down_proj.weight.detach().T * gain, atol=1e-4, rtol=1e-4)


def test_nothing_stands_between_elsewhere(tiny):
    torch.testing.assert_close(written(tiny, 2), tiny.model.transformer.h[2].mlp.c_proj.weight.detach())


def test_vectors_are_gathered_in_the_order_asked_for(tiny):
    asked = ((2, 5), (0, 1), (2, 0))
    expected = torch.stack([tiny.model.transformer.h[layer].mlp.c_proj.weight[neuron] for layer, neuron in asked])
    torch.testing.assert_close(gathered(tiny, asked), expected.detach())


@pytest.mark.parametrize("name", ["gpt2", "llama", "gemma2", "qwen2_moe"])
def test_nearest_is_by_cosine_over_all_layers_without_itself(name, tokenizer):
    model = loaded(name, tokenizer)
    layers = layers_with_neurons(model)
    own = (layers[0], 3)
    towards = written(model, own[0])[own[1]].double()
    everywhere = [
        (float(torch.cosine_similarity(vector.double(), towards, dim=0)), layer, neuron)
        for layer in layers
        for neuron, vector in enumerate(written(model, layer))
        if (layer, neuron) != own
    ]
    expected = sorted(everywhere, reverse=True)[:6]
    found = nearest_vectors(model, own, 6)
    assert list(zip(found["layer"], found["neuron"], strict=True)) == [each[1:] for each in expected]
    np.testing.assert_allclose(found["cosine"], [each[0] for each in expected], atol=1e-5)


def test_coefficients_are_the_input_of_the_down_projection(tiny):
    ids = tiny.tokens.encode("The cat sat on the mat").ids
    seen = []
    projection = tiny.model.transformer.h[1].mlp.c_proj
    handle = projection.register_forward_pre_hook(lambda _module, inputs: seen.append(inputs[0][0].detach()))
    tiny.model(torch.tensor([ids]))
    handle.remove()
    found = coefficients(tiny, ids, (1, 9))
    np.testing.assert_allclose(found.frame["coefficient"], seen[0][:, 9], atol=1e-5)
    dominance = seen[0].abs() * projection.weight.detach().norm(dim=1)
    np.testing.assert_allclose(found.frame["dominance"], dominance[:, 9], atol=1e-5)
    order = (-dominance).argsort(dim=-1)
    assert found.frame["rank"].tolist() == [row.tolist().index(9) + 1 for row in order]
    assert found.neurons == len(projection.weight)
    here = layer_vectors(tiny, ids[:4], 1)
    np.testing.assert_allclose(here["coefficient"], seen[0][3], atol=1e-5)
    np.testing.assert_allclose(here["dominance"], dominance[3], atol=1e-5)


def test_coefficients_under_an_edit_are_what_it_sets(tiny):
    ids = tiny.tokens.encode("The cat sat").ids
    found = coefficients(tiny, ids, (1, 9), parse_all("L1D9@last=2.5"))
    plain = coefficients(tiny, ids, (1, 9))
    assert found.frame["coefficient"].iloc[-1] == 2.5
    assert found.frame["coefficient"].tolist()[:-1] == plain.frame["coefficient"].tolist()[:-1]


def test_layers_of_experts_have_no_vectors(tokenizer):
    model = loaded("qwen2_moe", tokenizer)
    assert layers_with_neurons(model) == [1]
    with pytest.raises(InputError, match="mixture of experts"):
        vector_tokens(model, ((0, 3),), 5)


@pytest.mark.parametrize(
    ("text", "vector"),
    [
        ("L2D117", (2, 117)),
        (" l0d0 ", (0, 0)),
        ("L2D", None),
        ("L2D1.5", None),
        ("L-1D3", None),
        ("L٢D٣", None),
        ("", None),
        ("L1D2; L3D4", None),
    ],
)
def test_a_vector_is_read_from_its_name(text, vector):
    assert vector_named(text) == vector
