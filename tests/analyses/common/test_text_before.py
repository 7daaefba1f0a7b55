"""The prompt that stands for given tokens is read as these tokens, or it is said that it is not."""

from types import SimpleNamespace

import pytest

from lmdash.analyses.common.text_before import text_before
from tests.models.tokenizers import EXACT, reading, tokenizer_of


@pytest.mark.parametrize("kind", EXACT)
@pytest.mark.parametrize("text", ["The capital of France is", "Paris 🙂", "In Rome the cat", "a"])
def test_a_prompt_stands_for_its_own_tokens(kind, text):
    tokens = reading(tokenizer_of(kind))
    ids = tokens.encode(text).ids
    found = text_before(SimpleNamespace(tokens=tokens), ids)
    assert found.same
    assert tokens.encode(found.text).ids == ids


def test_tokens_that_no_text_is_read_as_are_said_to_differ(tiny):
    whole = tiny.tokens.encode("capital").ids
    letters = tuple(index for letter in "capital" for index in tiny.tokens.encode_word(letter))
    assert len(letters) > len(whole)
    found = text_before(tiny, letters)
    assert (found.text, found.same) == ("capital", False)


def test_no_tokens_are_an_empty_prompt(tiny):
    assert text_before(tiny, ()).text == ""
