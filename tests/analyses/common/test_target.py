"""The word that the person named, or else the model's own: against the analyses that pages ask one by one."""

import math

import pytest

from lmdash.analyses.common.target import target_of
from lmdash.analyses.common.watch import watch
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.interventions.text import parse_all

TEXT = "The cat sat on the mat and the"
EDITS = parse_all("L0H1*0.5; L1H2@last*0")


@pytest.fixture(scope="module")
def ids(tiny):
    return tiny.tokens.encode(TEXT).ids


@pytest.mark.parametrize("edits", [(), EDITS])
@pytest.mark.parametrize("back", [1, 4])
@pytest.mark.parametrize("word", ["", "  "])
def test_without_a_word_it_is_the_models_own_to_the_bit(tiny, ids, edits, back, word):
    position = len(ids) - back
    found = target_of(tiny, ids, position, word, edits=edits)
    likeliest = next_token(tiny, ids, position, edits).top.iloc[0]
    assert found.ids == (int(likeliest["id"]),)
    assert found.label == found.first_label == likeliest["token"]
    assert found.probability == found.first_probability == float(likeliest["probability"])
    assert (found.chosen, found.style, found.several, found.rival) == (False, "token", False, None)
    assert found.first == found.fitting == found


@pytest.mark.parametrize("edits", [(), EDITS])
def test_a_word_is_what_is_watched_to_the_bit(tiny, ids, edits):
    position = len(ids) - 3
    found = target_of(tiny, ids, position, " unbelievable ", edits=edits)
    [watched] = watch(tiny, ids[: position + 1], ("unbelievable",), True, edits)
    assert found.ids == tuple(token.id for token in watched.tokens)
    assert found.several
    assert found.label == "".join(token.label for token in watched.tokens)
    assert found.probability == watched.probability
    assert (found.chosen, found.style) == (True, "target")
    first = found.first
    assert (first.ids, first.label) == (found.ids[:1], watched.tokens[0].label)
    assert first.probability == watched.first_probability
    assert first.token == found.token


def test_the_rival_is_a_text_too_and_of_first_tokens_another_one(tiny, ids):
    last = len(ids) - 1
    found = target_of(tiny, ids, last, "cat", rival="unbelievable")
    assert found.rival.ids == tiny.tokens.encode_word(" unbelievable")
    assert found.first.rival.ids == found.rival.ids[:1]
    same = target_of(tiny, ids, last, "unbelievable", rival="unbelievable")
    assert same.rival.ids == same.ids
    assert same.first.rival is None
    assert target_of(tiny, ids, last, rival="cat").rival.chosen


def test_a_word_that_does_not_fit_counts_by_its_first_token(tiny):
    full = (5,) * tiny.info.context
    found = target_of(tiny, full, len(full) - 1, "unbelievable")
    assert math.isnan(found.probability)
    assert found.fitting == found.first
    assert not math.isnan(found.fitting.probability)
