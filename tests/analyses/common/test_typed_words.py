"""Any token of any tokenizer can be typed into the target box, and what was typed stays what it was."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmdash.analyses.common.typed_words import meant, typed, typed_ids, typed_target, typed_text, typed_token
from lmdash.analyses.common.watch import watch
from lmdash.models.loaded import LoadedModel
from tests.models.tokenizers import ANY_TEXT, EXACT, LOSSY, reading, tokenizer_of


def model_of(kind: str) -> SimpleNamespace:
    """As much of a model as reads words."""
    tokens = reading(tokenizer_of(kind))
    return SimpleNamespace(tokens=tokens, info=SimpleNamespace(vocabulary=len(tokens.bytes_of)))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Paris", " Paris"),
        ("  Buenos Aires ", " Buenos Aires"),
        (".", " ."),
        ('"."', "."),
        ("“.”", "."),
        ('"s"', "s"),
        ('" Paris"', " Paris"),
        ('"""', '"'),
        ('"\\n"', "\n"),
        ('"\\"', "\\"),
        ('"\\u00a0"', "\u00a0"),
        ('"', ' "'),
        ('""', ' ""'),
        ('"Yes" he said', ' "Yes" he said'),
        ('"Yes" or "no"', ' "Yes" or "no"'),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_word_is_read_after_a_space_and_between_quotation_marks_as_it_stands(word: str, text: str) -> None:
    assert meant(word) == text


def test_without_a_space_a_word_is_as_it_stands() -> None:
    assert meant(" ing ", leading_space=False) == "ing"
    assert meant('"."', leading_space=False) == "."


@given(ANY_TEXT)
def test_any_text_can_be_typed(text: str) -> None:
    word = typed(text)
    assert meant(word) == text
    assert word == word.strip()
    assert word.isprintable()


@pytest.mark.parametrize("kind", EXACT | LOSSY)
def test_every_token_can_be_typed(kind: str) -> None:
    model = model_of(kind)
    for index in range(model.info.vocabulary):
        word = typed_token(model, index)
        assert typed_ids(model, word) == (index,), word
        assert word == word.strip()
        assert word.isprintable()


@settings(deadline=None)
@given(st.data())
def test_a_token_that_is_read_from_its_text_is_typed_as_that_text(tiny: LoadedModel, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, tiny.info.vocabulary - 1))
    word = typed_token(tiny, index)
    assert typed_ids(tiny, word) == (index,)
    assert typed_token(tiny, *typed_ids(tiny, word)) == word
    try:
        text = tiny.tokens.bytes_of[index].decode()
    except UnicodeDecodeError:
        assert word == f"<#{index}>"
        assert typed_text(tiny, word) == ""
    else:
        if index not in tiny.tokens.special:
            assert not word.startswith("<#")
            assert typed_text(tiny, word) == text


def test_numbers_beyond_the_vocabulary_are_words(tiny: LoadedModel) -> None:
    assert typed_ids(tiny, "<#7>") == (7,)
    assert typed_ids(tiny, "<#999999>") == tiny.tokens.encode_word(" <#999999>")
    assert typed_ids(tiny, typed(" <#7>")) == tiny.tokens.encode_word(" <#7>")
    assert typed_ids(tiny, "") == ()


def test_the_target_of_a_token_is_the_word_that_it_begins(tiny: LoadedModel) -> None:
    def first(text: str) -> int:
        return tiny.tokens.encode_word(text)[0]

    assert typed_target(tiny, first(" Parisian"), ("Parisian",)) == "Parisian"
    assert typed_target(tiny, first("Parisian"), ("Parisian",)) == '"Parisian"'
    assert typed_target(tiny, first("."), ("Parisian",)) == '"."'
    assert typed_target(tiny, first("."), ()) == '"."'


def test_a_watched_word_may_be_any_token(tiny: LoadedModel) -> None:
    ids = tiny.tokens.encode("The capital of France is Paris").ids
    full_stop, number = watch(tiny, ids, ('"."', "<#5>"), True)
    log_probability = tiny.logit_summary(ids, ()).last_logits.log_softmax(-1)
    [index] = tiny.tokens.encode_word(".")
    assert [token.id for token in full_stop.tokens] == [index]
    assert full_stop.log_probability == pytest.approx(float(log_probability[index]), abs=1e-5)
    assert [token.id for token in number.tokens] == [5]
