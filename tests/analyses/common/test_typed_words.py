"""Any token of any tokenizer can be typed into the target box, and what was typed stays what it was."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmdash.analyses.common.typed_words import (
    meant,
    takes_space,
    typed,
    typed_ids,
    typed_target,
    typed_text,
    typed_text_of,
)
from lmdash.analyses.common.watch import watch
from lmdash.models.loaded import LoadedModel
from tests.models.tokenizers import ANY_TEXT, EXACT, LOSSY, reading, tokenizer_of

# What stands before a word: nothing, a text, a line break, an opening mark.
BEFORE = (
    lambda model: (),
    lambda model: model.tokens.encode_word("a cat"),
    lambda model: model.tokens.encode_word("cat\n"),
    lambda model: model.tokens.encode_word("a ("),
)


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


@pytest.mark.parametrize(
    ("before", "space"),
    [
        ("The capital of France is", True),
        ("He went home.", True),
        ("In 1999,", True),
        ("It is 5€", True),
        ('He said "no"', True),
        ("It is **bold**", True),
        ("the dogs'", True),
        ("(in Rome)", True),
        ("The price is $", False),
        ("Pay €", False),
        ("one ", False),
        ("one\n", False),
        ("one\t", False),
        ("one\u00a0", False),
        ("", False),
        ("He said (", False),
        ('He said "', False),
        ("He said “", False),
        ("He said '", False),
        ('He asked: ("', False),
        ("It is **", False),
        ("well-", False),
        ("and/", False),
        ("¿", False),
        ("日本の首都は", False),
        ("日本です。", False),
        ("half a character \ufffd", False),
    ],
)
def test_what_stands_before_a_word_decides_whether_it_takes_a_space(before: str, space: bool) -> None:
    assert takes_space(before) is space


@pytest.mark.parametrize(
    ("before", "word", "text"),
    [
        ("The price is $", "1", "1"),
        ("The capital is", "Paris", " Paris"),
        ("The capital is", '"Paris"', "Paris"),
        ("The price is $", '" 1"', " 1"),
        ("日本の首都は", "東京", "東京"),
        ("The capital is", "東京", " 東京"),
        ("It is (", "Paris", "Paris"),
    ],
)
def test_a_word_is_read_in_the_form_that_belongs_there(tiny: LoadedModel, before: str, word: str, text: str) -> None:
    ids = tiny.tokens.encode(before).ids
    assert typed_ids(tiny, word, ids) == tiny.tokens.encode_word(text)
    assert [token.id for token in watch(tiny, ids, (word,), True)[0].tokens] == list(tiny.tokens.encode_word(text))
    assert typed_ids(tiny, typed_text_of(tiny, tiny.tokens.encode_word(text), ids), ids) == tiny.tokens.encode_word(
        text
    )


@pytest.mark.parametrize("word", ["the", "Paris", "cat", "on", "."])
def test_after_a_mark_the_likelier_form_is_meant(tiny: LoadedModel, word: str) -> None:
    before = (*tiny.tokens.encode("The capital").ids, tiny.tokens.start_token)
    logits = tiny.logit_summary(before).last_logits
    forms = [tiny.tokens.encode_word(form) for form in (word, f" {word}")]
    assert typed_ids(tiny, word, before) == max(forms, key=lambda ids: float(logits[ids[0]]))


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
        before = tuple(each for each in BEFORE[index % len(BEFORE)](model) if each not in model.tokens.special)
        word = typed_text_of(model, (index,), before)
        assert typed_ids(model, word, before) == (index,), word
        assert word == word.strip()
        assert word.isprintable()


@settings(deadline=None)
@given(st.data())
def test_a_token_that_is_read_from_its_text_is_typed_as_that_text(tiny: LoadedModel, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, tiny.info.vocabulary - 1))
    before = tiny.tokens.encode(data.draw(st.sampled_from(["The capital", "A (", "$"]))).ids
    word = typed_text_of(tiny, (index,), before)
    assert typed_ids(tiny, word, before) == (index,)
    assert typed_text_of(tiny, typed_ids(tiny, word, before), before) == word
    try:
        text = tiny.tokens.bytes_of[index].decode()
    except UnicodeDecodeError:
        assert word == f"<#{index}>"
        assert typed_text(tiny, word) == ""
    else:
        if index not in tiny.tokens.special:
            assert not word.startswith("<#")
            assert typed_text(tiny, word) == text.strip(" ")


def test_numbers_beyond_the_vocabulary_are_words(tiny: LoadedModel) -> None:
    before = tiny.tokens.encode("The capital").ids
    assert typed_ids(tiny, "<#7>", before) == (7,)
    assert typed_ids(tiny, "<#999999>", before) == tiny.tokens.encode_word(" <#999999>")
    assert typed_ids(tiny, typed(" <#7>"), before) == tiny.tokens.encode_word(" <#7>")
    assert typed_ids(tiny, "", before) == ()


def test_the_target_of_a_token_is_the_word_that_it_begins(tiny: LoadedModel) -> None:
    def first(text: str) -> int:
        return tiny.tokens.encode_word(text)[0]

    inside, opened = tiny.tokens.encode("The capital").ids, tiny.tokens.encode("The capital (").ids
    assert typed_target(tiny, first(" Parisian"), ("Parisian",), inside) == "Parisian"
    assert typed_target(tiny, first("Parisian"), ("Parisian",), inside) == '"Parisian"'
    assert typed_target(tiny, first(" Parisian"), ("Parisian",), opened) == '" Parisian"'
    assert typed_target(tiny, first("Parisian"), ("Parisian",), opened) == "Parisian"
    assert typed_target(tiny, first("."), ("Parisian",), inside) == '"."'
    assert typed_target(tiny, first("."), (), inside) == '"."'


def test_a_watched_word_may_be_any_token(tiny: LoadedModel) -> None:
    ids = tiny.tokens.encode("The capital of France is Paris").ids
    full_stop, number = watch(tiny, ids, ('"."', "<#5>"), True)
    log_probability = tiny.logit_summary(ids, ()).last_logits.log_softmax(-1)
    [index] = tiny.tokens.encode_word(".")
    assert [token.id for token in full_stop.tokens] == [index]
    assert full_stop.log_probability == pytest.approx(float(log_probability[index]), abs=1e-5)
    assert [token.id for token in number.tokens] == [5]
