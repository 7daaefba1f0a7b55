"""A prompt as the model reads it, with what a person should know about it."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lmdash.analyses.common.tokens import labels, read_prompt, spelled
from lmdash.models.loaded import LoadedModel

LONG = "".join(f" {number}" for number in range(100))


def notes(model: LoadedModel, text: str) -> tuple[str, ...]:
    return read_prompt(model, text, reserve=20).notes


def test_an_ordinary_prompt_needs_no_note(tiny: LoadedModel) -> None:
    read = read_prompt(tiny, "The capital of France is", reserve=20)
    assert read.notes == ()
    assert read.text == "The capital of France is"
    assert tiny.tokens.decode(read.ids) == read.text
    assert "".join(token.label for token in read.tokens) == "The␣capital␣of␣France␣is"
    assert tuple(token.id for token in read.tokens) == read.ids


def test_an_empty_prompt_is_said_to_be_its_start_token(tiny: LoadedModel) -> None:
    read = read_prompt(tiny, "", reserve=20)
    [note] = read.notes
    assert "prompt is empty" in note
    assert "<|endoftext|>" in note
    assert read.text == ""
    [token] = read.tokens
    assert (token.id, token.special) == (tiny.tokenizer.bos_token_id, True)


@pytest.mark.parametrize("text", [" ", "   ", "\n", " \n\t ", "\u3000"])
def test_a_blank_prompt_is_said_to_be_white_space(tiny: LoadedModel, text: str) -> None:
    [note] = notes(tiny, text)
    assert "only white space" in note


@pytest.mark.parametrize("text", ["The capital ", "The  ", "x\n "])
def test_a_trailing_space_is_warned_of(tiny: LoadedModel, text: str) -> None:
    [note] = notes(tiny, text)
    assert "ends with a space" in note
    assert "delete it" in note


def test_a_line_break_at_the_end_is_said(tiny: LoadedModel) -> None:
    [note] = notes(tiny, "The\n")
    assert "ends with a line break" in note


@pytest.mark.parametrize("text", [" The", "The\t", "a  b"])
def test_other_spaces_are_not(tiny: LoadedModel, text: str) -> None:
    assert notes(tiny, text) == ()


def test_an_over_long_prompt_says_what_was_left_out(tiny: LoadedModel) -> None:
    read = read_prompt(tiny, LONG, reserve=20)
    [note] = read.notes
    every = tiny.tokens.encode_word(LONG)
    left_out = len(every) - 44
    assert f"has {len(every)} tokens. This model reads at most 64, with room for 20 new tokens" in note
    assert f"so the first {left_out} were left out: “ 0 1 2" in note
    assert note.endswith("Everything here is about the last 44.")
    assert len(note) < 300
    assert read.ids == every[-44:]
    assert read.text == tiny.tokens.decode(read.ids)
    assert LONG.endswith(read.text)


def test_an_over_long_prompt_that_ends_with_a_space_has_both_notes(tiny: LoadedModel) -> None:
    first, second = notes(tiny, LONG + " ")
    assert "were left out" in first
    assert "ends with a space" in second


def test_a_mark_that_was_typed_is_special(tiny: LoadedModel) -> None:
    tokens = read_prompt(tiny, "a<|endoftext|>", reserve=0).tokens
    assert [(token.label, token.special) for token in tokens] == [("a", False), ("<|endoftext|>", True)]


def test_every_id_has_a_label(tiny: LoadedModel) -> None:
    tokens = labels(tiny, range(tiny.info.vocabulary))
    assert all(token.label for token in tokens)
    assert [token.id for token in tokens if token.special] == [tiny.tokenizer.eos_token_id]


def test_an_id_without_a_token_is_named_by_its_number(tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiny.tokens, "bytes_of", [*tiny.tokens.bytes_of[:7], b"", *tiny.tokens.bytes_of[8:]])
    assert labels(tiny, (7,))[0].label == "id 7"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=[])) | st.text(" \n🙂ト", max_size=200))
def test_any_text_is_read_within_the_context_and_can_travel(tiny: LoadedModel, text: str) -> None:
    read = read_prompt(tiny, text, reserve=20)
    assert 1 <= len(read.ids) <= 64
    assert all(note.endswith(".") for note in read.notes)
    assert pickle.loads(pickle.dumps(read)) == read


def test_tokens_that_share_a_character_show_it_with_their_part(tiny: LoadedModel) -> None:
    ids = tiny.tokens.encode("a👩b").ids
    labels = [token.label for token in spelled(tiny, ids)]
    assert labels == ["a", *(f"{part}/{len(ids) - 2} 👩" for part in range(1, len(ids) - 1)), "b"]
    assert len(ids) > 3


def test_a_character_that_is_cut_shows_its_bytes(tiny: LoadedModel) -> None:
    ids = tiny.tokens.encode("👩").ids[:2]
    assert all(token.label.startswith("\\x") for token in spelled(tiny, ids))
