"""Queries and keys explain the pattern that transformers itself reports, in every family that hands them out."""

from __future__ import annotations

import pytest
import torch
from transformers import PreTrainedTokenizerFast

from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 13))
INSIDE = ("gpt_neo", "gptj", "bloom", "falcon")
NOT_ROTATED = ("gpt2", "opt")


def family(name: str) -> str:
    return name.partition(" ")[0]


def open_tiny(name: str, tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    plain = tiny_model(name, len(tokenizer))
    return LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)


@pytest.mark.parametrize("name", [name for name in FAMILIES if family(name) not in INSIDE])
def test_their_product_is_the_pattern(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    edits = parse_all("L0H1*3; L1R+2*[" + ",".join(["1"] * model.info.width) + "]")
    for layer, each in [(0, ()), (1, ()), (2, edits)]:
        found = model.queries_and_keys(IDS, layer, each)
        keys = found.key.repeat_interleave(model.info.heads // len(found.key), dim=0)
        scores = found.query @ keys.transpose(1, 2) * found.scale
        if found.softcap is not None:
            scores = found.softcap * torch.tanh(scores / found.softcap)
        pattern = model.part(IDS, "attention_patterns", layer, each)
        expected = scores.masked_fill(pattern == 0, -torch.inf).softmax(-1)  # sliding windows mask more than the future
        assert (expected - pattern).abs().max() < 1e-5


@pytest.mark.parametrize("name", [name for name in FAMILIES if family(name) not in INSIDE])
def test_a_rotation_keeps_lengths_and_the_first_token(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    rotated = []
    for layer in range(model.info.layers):
        found = model.queries_and_keys(IDS, layer)
        rotated.append(found.unrotated_query is not None)
        if rotated[-1]:
            for turned, before in ((found.query, found.unrotated_query), (found.key, found.unrotated_key)):
                assert (turned.norm(dim=-1) - before.norm(dim=-1)).abs().max() < 1e-4
                assert (turned[:, 0] - before[:, 0]).abs().max() < 1e-5
                assert (turned[:, 1:] - before[:, 1:]).abs().max() > 1e-3
    without = {"smollm3": [True, False, True], "cohere2": rotated}  # layers without positions, and where it depends
    assert rotated == without.get(name, [family(name) not in NOT_ROTATED] * 3)


@pytest.mark.parametrize("name", [name for name in FAMILIES if family(name) in INSIDE])
def test_the_others_say_so(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    with pytest.raises(InputError, match="cannot be read, so queries and keys are not shown"):
        model.queries_and_keys(IDS, 0)
    assert model.trace(IDS).layers == 3
    assert not model.network.lock.locked()


def test_the_model_is_left_as_it_was(tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny("llama", tokenizer)
    before = model.trace_anew(IDS).final_residual
    found = model.queries_and_keys(IDS, 1)
    assert model.model.config._attn_implementation == "eager"
    assert torch.equal(model.trace_anew(IDS).final_residual, before)
    assert model.queries_and_keys(IDS, 1) is found
