"""A prompt is cut into features without a rest, and spans are read as they are written."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.common.features import GROUPINGS, features, free, parse_spans, write_spans
from lmdash.analyses.common.replacement import Replacement, fills
from lmdash.errors import InputError

TEXT = 'Mr. Hill said "Go." Then Anna left! Why?\nNobody knows 3.5 🙂 things'


def ids_of(model, text=TEXT):
    return model.tokens.encode(text).ids


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_features_are_the_prompt_in_order(tiny, grouping):
    ids = ids_of(tiny)
    found = features(tiny, ids, grouping, "2-4,7")
    assert found[0].start == 0
    assert found[-1].stop == len(ids)
    assert all(one.stop == other.start for one, other in pairwise(found))
    assert all(feature.label for feature in found)


def test_tokens_words_and_sentences(tiny):
    ids = ids_of(tiny)
    assert len(features(tiny, ids, "tokens")) == len(ids)
    words = [tiny.tokens.decode(ids[each.start : each.stop]) for each in features(tiny, ids, "words")]
    assert [word.strip() for word in words if word.strip()] == TEXT.split()
    sentences = [tiny.tokens.decode(ids[each.start : each.stop]).strip() for each in features(tiny, ids, "sentences")]
    assert sentences == ['Mr. Hill said "Go."', "Then Anna left!", "Why?", "Nobody knows 3.5 🙂 things"]


def test_only_marked_spans_are_hidden(tiny):
    found = features(tiny, ids_of(tiny), "spans", "7, 2-4")
    assert [(found[each].start, found[each].stop) for each in free(found)] == [(2, 5), (7, 8)]
    assert [found[each].positions for each in free(found)] == ["2-4", "7"]
    beside = features(tiny, ids_of(tiny), "spans", "2,3")
    assert [beside[each].positions for each in free(beside)] == ["2", "3"]


def test_marks_of_a_text_are_never_hidden(tiny):
    start = tiny.tokens.start_token
    ids = (start, *ids_of(tiny, "The cat sat."))
    for grouping in ("tokens", "words", "sentences"):
        found = features(tiny, ids, grouping)
        assert found[0].fixed
        assert (found[0].start, found[0].stop) == (0, 1)
        assert not any(each.fixed for each in found[1:])
    spanned = features(tiny, ids, "spans", "0-2")
    for replacement in (Replacement(), Replacement("word"), Replacement("resampled")):
        assert all(row[0] == start for row in fills(tiny, ids, spanned, replacement).rows)
    with pytest.raises(InputError, match="nothing to hide"):
        features(tiny, (start,), "tokens")
    with pytest.raises(InputError, match="nothing to hide"):
        features(tiny, (start, *ids_of(tiny, "a")), "spans", "0")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "is not a token number"),
        ("3-", "is not a token number"),
        ("-3", "is not a token number"),
        ("5-3", "ends before it begins"),
        ("1,9-40", "Token 40 is not in the prompt.* 0 to 9"),
        ("1-3,3", "Token 3 is marked twice"),
        ("1" * 30, "is not a token number"),
    ],
)
def test_a_wrong_span_is_refused_in_words(text, message):
    with pytest.raises(InputError, match=message):
        parse_spans(text, 10)


def test_no_span_at_all(tiny):
    for text in ("", " , ,"):
        with pytest.raises(InputError, match="No part is marked yet"):
            features(tiny, ids_of(tiny), "spans", text)
    with pytest.raises(InputError, match="words, tokens, sentences, spans"):
        features(tiny, ids_of(tiny), "letters")


@given(st.sets(st.integers(0, 60)), st.data())
def test_spans_come_back_as_they_were_written(edges, data):
    ordered = sorted(edges)
    spans = [pair for pair in pairwise(ordered) if data.draw(st.booleans())]
    assert parse_spans(write_spans(spans), 61) == spans


@given(st.text("0123456789-, x", max_size=20))
def test_any_text_is_spans_or_a_sentence(text):
    with suppress(InputError):  # any other error is a mistake
        spans = parse_spans(text, 30)
        assert parse_spans(write_spans(spans), 30) == spans
        assert all(0 <= start < stop <= 30 for start, stop in spans)


@pytest.mark.parametrize("grouping", ["tokens", "words", "sentences", "spans"])
def test_what_is_kept_is_never_hidden(tiny, grouping):
    ids = ids_of(tiny)
    parts = features(tiny, ids, grouping, "0-3" if grouping == "spans" else "", ((0, 2), (len(ids) - 1, len(ids))))
    hidden = {place for number in free(parts) for place in range(parts[number].start, parts[number].stop)}
    assert hidden == set(range(2, 4 if grouping == "spans" else len(ids) - 1))
    assert [place for part in parts for place in range(part.start, part.stop)] == list(range(len(ids)))
