"""What the tests of models share: prompts of several kinds, and a count of the forward passes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

from lmdash.models.loaded import LoadedModel

PROMPTS = ["The", "The capital of France is", "Mary gave the book to", "The keys to the cabinet \n🙂 トト" * 2]
Ids = tuple[int, ...]


@pytest.fixture(params=PROMPTS)
def ids(request: pytest.FixtureRequest, tiny: LoadedModel) -> Ids:
    return tiny.tokens.encode(request.param).ids


def forward_calls(model: GPT2LMHeadModel) -> Iterator[list[int]]:
    calls: list[int] = []
    handle = model.transformer.register_forward_pre_hook(lambda *_: calls.append(1))
    yield calls
    handle.remove()


@pytest.fixture
def calls(plain: GPT2LMHeadModel) -> Iterator[list[int]]:
    """One entry for every forward pass."""
    yield from forward_calls(plain)


@pytest.fixture
def fresh(plain: GPT2LMHeadModel, tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    """The tiny model with nothing kept."""
    return LoadedModel(plain, tokenizer, model_id="fresh", revision="1", trace_bytes=2**24)
