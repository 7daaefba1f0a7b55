"""A prompt is read as it is, cut only beyond the context, and never empty."""

from __future__ import annotations

import pytest

from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel

Ids = tuple[int, ...]


def test_a_prompt_that_fits_is_left_as_it_is(tiny: LoadedModel) -> None:
    prompt = tiny.tokens.encode("The capital of France is", reserve=60)
    assert (prompt.text, prompt.dropped, prompt.dropped_tokens) == ("The capital of France is", "", 0)
    assert tiny.tokens.decode(prompt.ids) == prompt.text
    assert not prompt.start_token


def test_an_empty_prompt_is_the_start_token(tiny: LoadedModel) -> None:
    prompt = tiny.tokens.encode("")
    assert prompt.start_token
    assert prompt.ids == (tiny.tokenizer.bos_token_id,)


def test_a_model_without_a_start_token_refuses_the_empty_prompt(
    fresh: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh.tokens, "start_token", None)
    with pytest.raises(InputError, match="no start token"):
        fresh.tokens.encode("")


@pytest.mark.parametrize("reserve", [0, 1, 20, 63, 64, 1000])
def test_a_long_prompt_keeps_its_end_and_says_what_was_dropped(tiny: LoadedModel, reserve: int) -> None:
    text = "".join(f" {number}" for number in range(100))
    every = tiny.tokens.encode_word(text)
    prompt = tiny.tokens.encode(text, reserve=reserve)
    assert len(prompt.ids) == max(1, 64 - reserve)
    assert prompt.ids == every[-len(prompt.ids) :]
    assert prompt.dropped_tokens + len(prompt.ids) == len(every)
    assert prompt.dropped + tiny.tokens.decode(prompt.ids) == prompt.text == text


@pytest.mark.parametrize(("tokens", "kept"), [(63, 63), (64, 64), (65, 44)])
def test_only_a_prompt_beyond_the_context_is_cut(tiny: LoadedModel, tokens: int, kept: int) -> None:
    text = tiny.tokens.decode([tiny.tokens.encode_word("z")[0]] * tokens)
    assert len(tiny.tokens.encode_word(text)) == tokens
    assert len(tiny.tokens.encode(text, reserve=20).ids) == kept
