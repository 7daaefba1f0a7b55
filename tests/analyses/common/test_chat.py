"""A chat's earlier turns are read from lines, and the words of an answer lose none of its tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.common.chat import Moment, answer_words, earlier_turns, word_of, written_word
from lmdash.analyses.common.tokens import read_prompt, text_of
from lmdash.analyses.common.typed_words import typed_ids
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("", ()),
        (" \n", ()),
        ("You: Hi\nModel: Hello", (("Hi", "Hello"),)),
        (
            "user: Hi\nthere\n\nASSISTANT : Hello\nHuman: Bye: now\nAI: Bye",
            (("Hi\nthere", "Hello"), ("Bye: now", "Bye")),
        ),
        ("You:\nModel:", (("", ""),)),
        ("You: <b>\nModel: <|im_end|>", (("<b>", "<|im_end|>"),)),
    ],
)
def test_turns_are_lines(text: str, turns: tuple[tuple[str, str], ...]) -> None:
    assert earlier_turns(text) == turns


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi", "does not say who speaks"),
        ("Model: Hello", "the first turn begins with “Model:”"),
        ("You: a\nYou: b", "two turns in a row begin with “You:”"),
        ("You: a\nModel: b\nModel: c", "two turns in a row begin with “Model:”"),
        ("You: a", "the model's answer to it is missing"),
    ],
)
def test_lines_that_are_no_turns_are_said(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        earlier_turns(text)


@given(st.text(max_size=60) | st.text("ab .,'3-東 \n🙂", max_size=30))
def test_the_words_of_an_answer_are_all_of_it(tiny: LoadedModel, text: str) -> None:
    ids = (*tiny.tokens.encode_word(text), *tiny.tokens.end_tokens)
    words = answer_words(tiny, ids)
    assert [word.start for word in words] == [0, *(word.stop for word in words[:-1])]
    assert words[-1].stop == len(ids)
    assert words[-1].mark
    assert "".join(word.text for word in words) == text_of(tiny, ids)
    assert [word_of(words, place) for word in words for place in range(word.start, word.stop)] == [
        number for number, word in enumerate(words) for _ in range(word.start, word.stop)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The cat sat.", ["The", " cat", " sat", "."]),
        ("It's 3.14, (see 2)", ["It's", " 3.14", ",", " (see", " 2", ")"]),
        ("a\nb", ["a", "\n", "b"]),
        ("都本", ["都", "本"]),
    ],
)
def test_punctuation_and_characters_without_spaces_stand_alone(tiny: LoadedModel, text: str, words: list[str]) -> None:
    assert [word.text for word in answer_words(tiny, tiny.tokens.encode_word(text))] == words


@pytest.mark.parametrize(("number", "typed"), [(0, "The"), (1, "cabinet"), (2, "ran"), (3, '"."')])
def test_the_word_of_a_moment_is_typed_as_it_is_read_there(tiny: LoadedModel, number: int, typed: str) -> None:
    before = tiny.tokens.encode("Who ran?\n").ids
    ids = tiny.tokens.encode_word("The cabinet ran.")
    word = answer_words(tiny, ids)[number]
    assert written_word(tiny, before, Moment(ids, word.start)) == typed
    assert typed_ids(tiny, typed, (*before, *ids[: word.start])) == ids[word.start : word.stop]


def test_what_is_said_follows_the_prompt_as_far_as_there_is_room(tiny: LoadedModel) -> None:
    said = tiny.tokens.encode_word(" on the table")
    read = read_prompt(tiny, "The cat sat", 8, said=said)
    assert read.ids == tiny.tokens.encode("The cat sat").ids + said
    assert (read.ids[read.asked :], read.text) == (said, "The cat sat on the table")
    full = read_prompt(tiny, "cat " * 300, 3, said=said * 4)
    assert len(full.ids) == tiny.info.context
    assert len(full.ids) - full.asked == 3
