"""Attention patterns against transformers' own, and each way of reading them against a slow computation of its own."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from transformers import PreTrainedTokenizerFast

from lmdash.analyses.attention.patterns import AttentionPatterns, Reading, attention_patterns, attention_rollout
from lmdash.analyses.common.words import word_starts
from lmdash.models.anatomy.modules import bias
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import resolve
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = (5, 17, 290, 3, 44, 101, 17, 290, 8, 61, 200, 7)


def open_tiny(name: str, tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    plain = tiny_model(name, len(tokenizer))
    return LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)


@pytest.mark.parametrize("name", FAMILIES)
def test_patterns_are_those_of_transformers(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    with torch.no_grad():
        expected = model.model(torch.tensor([IDS]), output_attentions=True, use_cache=False).attentions
    heads = ((0, 3), (2, 0), (1, 2))
    found = attention_patterns(model, IDS, heads)
    assert found.names == ("L0H3", "L2H0", "L1H2")
    for weights, (layer, head) in zip(found.weights, heads, strict=True):
        assert np.abs(weights - expected[layer][0, head].numpy()).max() < 1e-5
        assert not np.triu(weights, 1).any()


@pytest.mark.parametrize("name", ["gpt2", "llama", "falcon", "gemma2", "olmo2", "mistral"])
def test_contributions_are_lengths_of_what_each_key_brings(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    layer, head = 1, 2
    found = attention_patterns(model, IDS, ((layer, head),), reading=Reading(contribution=True)).weights[0]
    trace, block = model.trace(IDS), model.anatomy.blocks[layer]
    pattern, values = trace.attention_patterns[layer][head], trace.values[layer]
    value = values.repeat_interleave(model.info.heads // len(values), dim=0)[head]
    projected = value @ model.anatomy.head_outputs(layer)[head]
    lengths = np.zeros((len(IDS), len(IDS)))
    for query in range(len(IDS)):
        for key in range(query + 1):
            brought = pattern[query, key] * projected[key]
            if block.attention_norm is not None:  # an RMS norm: what is brought is multiplied by its gain
                gain = block.attention_write.weight.detach()
                brought = brought * (gain + 1 if name == "gemma2" else gain)
            lengths[query, key] = float(brought.norm())
    assert np.abs(found - lengths / lengths.sum(-1, keepdims=True)).max() < 1e-4


@pytest.mark.parametrize("name", FAMILIES)
def test_keys_and_heads_and_the_bias_add_up_to_what_attention_writes(
    name: str, tokenizer: PreTrainedTokenizerFast
) -> None:
    model = open_tiny(name, tokenizer)
    layer, trace = 1, model.trace(IDS)
    patterns = attention_patterns(model, IDS, tuple((layer, head) for head in range(model.info.heads))).weights
    values = trace.values[layer].repeat_interleave(model.info.heads // len(trace.values[layer]), dim=0)
    total = torch.zeros(len(IDS), model.info.width, dtype=torch.float64)
    for head, outputs in enumerate(model.anatomy.head_outputs(layer).double()):
        for key in range(len(IDS)):
            total += torch.tensor(patterns[head, :, key : key + 1]).double() * (values[head, key].double() @ outputs)
    assert (total + bias(model.anatomy.blocks[layer].out) - trace.attn_sum[layer]).abs().max() < 1e-5


def test_heads_are_taken_together(tiny: LoadedModel) -> None:
    heads = ((0, 0), (1, 2), (2, 3))
    apart = attention_patterns(tiny, IDS, heads).weights
    for how, expected in (("mean", apart.mean(0)), ("sum", apart.sum(0)), ("max", apart.max(0))):
        together = attention_patterns(tiny, IDS, heads, together=how)
        assert together.names == (f"{how} of 3 heads",)
        assert np.abs(together.weights[0] - expected).max() < 1e-6
    assert attention_patterns(tiny, IDS, heads[:1], together="max").names == ("L0H0",)


def test_without_the_first_token_the_rest_fills_the_row(tiny: LoadedModel) -> None:
    plain = attention_patterns(tiny, IDS, ((1, 1),)).weights[0]
    found = attention_patterns(tiny, IDS, ((1, 1),), reading=Reading(hide_first=True)).weights[0]
    assert not found[:, 0].any()
    assert not found[0].any()  # the first token could only look at itself
    for query in range(1, len(IDS)):
        rest = plain[query, 1:]
        assert found[query, 1:] == pytest.approx(rest / rest.sum(), abs=1e-5)


def test_pieces_of_words_are_summed_as_keys_and_averaged_as_queries(tiny: LoadedModel) -> None:
    ids = tiny.tokens.encode("The unbelievable cats of France are").ids
    plain = attention_patterns(tiny, ids, ((1, 1),)).weights[0]
    found = attention_patterns(tiny, ids, ((1, 1),), reading=Reading(words=True))
    assert [label.strip("␣") for label in found.labels] == ["The", "unbelievable", "cats", "of", "France", "are"]
    starts = [0, *(end + 1 for end in found.ends)]
    assert starts[-1] == len(ids)
    for word, (start, stop) in enumerate(pairwise(starts)):
        for other, (first, last) in enumerate(pairwise(starts)):
            by_hand = np.mean([sum(plain[query, key] for key in range(first, last)) for query in range(start, stop)])
            assert found.weights[0, word, other] == pytest.approx(by_hand, abs=1e-6)
    assert found.weights[0].sum(-1) == pytest.approx(1, abs=1e-5)
    assert [found.row_of(position) for position in (0, 1, len(ids) - 1)] == [0, 1, 5]


def test_where_words_start() -> None:
    pieces = [b"<s>", b"un", b"real", b" cat", b"s", b"\n", b"The", b" ", b"end"]
    assert word_starts(pieces, [True] + [False] * 8) == [0, 1, 3, 5, 6, 7]


def test_rollout_is_the_product_of_mixed_layers(tiny: LoadedModel) -> None:
    expected = np.eye(len(IDS))
    for layer in range(3):
        pattern = tiny.trace(IDS).attention_patterns[layer].numpy().mean(0)
        expected = (0.5 * pattern + 0.5 * np.eye(len(IDS))) @ expected
        found = attention_rollout(tiny, IDS, layer)
        assert np.abs(found.weights[0] - expected).max() < 1e-6
        assert found.names == (f"rollout to L{layer}",)


def test_rows_of_a_continuation_are_those_of_each_step(tiny: LoadedModel) -> None:
    """What is seen in one pass over prompt and output is what the model saw when it wrote, interventions included."""
    prompt, whole = IDS[:8], IDS
    edits = parse_all("L0H1@last*0")
    shown = attention_patterns(tiny, whole, ((2, 2),), edits=resolve(edits, len(prompt))).weights[0]
    for length in range(len(prompt), len(whole) + 1):
        step = tiny.trace_anew(whole[:length], resolve(edits, len(prompt))).attention_patterns[2][2, -1].numpy()
        assert shown[length - 1, :length] == pytest.approx(step, abs=1e-5)
    misplaced = attention_patterns(tiny, whole, ((2, 2),), edits=edits).weights[0]
    assert np.abs(misplaced - shown).max() > 1e-4


def test_a_difference_a_share_and_a_table() -> None:
    labels, ends = ("a", "b"), (0, 1)
    one = AttentionPatterns(("L0H0",), labels, ends, np.array([[[1.0, 0.0], [0.97, 0.03]]]))
    other = AttentionPatterns(("L0H0",), labels, ends, np.array([[[1.0, 0.0], [0.5, 0.5]]]))
    assert one.minus(other).weights[0, 1] == pytest.approx([0.47, -0.47])
    assert one.hidden_mass(0.05) == pytest.approx(0.03 / 2)
    assert one.minus(one).hidden_mass(0.05) == 0
    frame = one.frame()
    assert frame["reads"].tolist() == ["a", "b", "b"]
    assert frame["looks_at"].tolist() == ["a", "a", "b"]
    assert frame["L0H0"].tolist() == [1.0, 0.97, 0.03]


def test_a_window_ends_with_the_chosen_token(tiny: LoadedModel) -> None:
    whole = attention_patterns(tiny, IDS, ((1, 1),))
    last = whole.window(row=9, most=4)
    assert last.ends == (6, 7, 8, 9)
    assert last.row_of(9) == 3
    assert (last.weights == whole.weights[:, 6:10, 6:10]).all()
    assert last.frame()["position"].iloc[-1] == 9
    assert whole.window(row=1, most=4).ends == (0, 1, 2, 3)
    assert whole.window(row=1, most=100).labels == whole.labels


def test_one_token_looks_at_itself(tiny: LoadedModel) -> None:
    everything = Reading(words=True, contribution=True)
    assert attention_patterns(tiny, (5,), ((0, 0),), reading=everything).weights.tolist() == [[[1.0]]]
    assert attention_patterns(tiny, (5,), ((0, 0),), reading=Reading(hide_first=True)).weights.tolist() == [[[0.0]]]
