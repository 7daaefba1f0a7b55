"""A prompt is cut into features without a rest, and spans are read as they are written."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.common.features import GROUPINGS, features, free, parse_spans, write_spans
from lmdash.analyses.common.replacement import RESAMPLINGS, Replacement, fills, neutral_token
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from tests.models.families import tiny_model

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


# Replacements


def test_a_chosen_token_stands_everywhere(tiny):
    ids = ids_of(tiny, "The cat sat.")
    parts = features(tiny, ids, "words")
    [comma] = tiny.tokens.encode_word(",")
    found = fills(tiny, ids, parts, Replacement("token", ","))
    assert found.rows == ((comma,) * len(ids),)
    neutral = fills(tiny, ids, parts, Replacement())
    assert neutral.rows == ((neutral_token(tiny),) * len(ids),)
    assert tiny.tokens.bytes_of[neutral_token(tiny)].strip().isalpha()
    with pytest.raises(InputError, match="tokens for this model"):
        fills(tiny, ids, parts, Replacement("token", "zq xw 🙂"))
    with pytest.raises(InputError, match="replaced by"):
        Replacement("nothing")


def test_a_word_is_cut_and_filled_up_to_each_features_length(tiny):
    ids = ids_of(tiny, "The cat sat on the mat. It slept.")
    parts = features(tiny, ids, "sentences")
    [row] = fills(tiny, ids, parts, Replacement("word", "thing")).rows
    assert len(row) == len(ids)
    for part in parts:
        space = " " if tiny.tokens.bytes_of[ids[part.start]].startswith(b" ") else ""
        word = tiny.tokens.encode_word(f"{space}thing")
        written = row[part.start : part.stop]
        assert written == (word + (neutral_token(tiny),) * len(written))[: len(written)]


@pytest.mark.parametrize("grouping", ["tokens", "words", "sentences"])
def test_resampled_words_depend_on_the_seed_only(tiny, grouping):
    ids = ids_of(tiny)
    parts = features(tiny, ids, grouping)
    one, same, other = (fills(tiny, ids, parts, Replacement("resampled", "", seed)).rows for seed in (1, 1, 2))
    assert len(one) == RESAMPLINGS
    assert one == same != other
    assert len(set(one)) > 1
    assert all(len(row) == len(ids) and not set(row) & set(tiny.tokens.special) for row in one)


def test_resampled_words_are_what_the_model_expects_there(tokenizer):
    """A model that is sure of every next token writes the prompt's own ones, and they count for nothing."""
    model = LoadedModel(tiny_model("gpt2", len(tokenizer)), tokenizer, model_id="t", revision="1", trace_bytes=2**24)
    with_sure_head = model.anatomy.backbone
    hook = with_sure_head.register_forward_hook(
        lambda _, __, output: setattr(output, "last_hidden_state", output.last_hidden_state * 200) or output
    )
    try:
        ids = [5]
        for _ in range(6):
            [(_, logits)] = model.next_logits([tuple(ids)])
            logits[0, -1, list(model.tokens.special)] = -1e9
            ids.append(int(logits[0, -1].argmax()))
        parts = features(model, tuple(ids), "spans", "1,2,3,4,5,6")
        rows = fills(model, tuple(ids), parts, Replacement("resampled")).rows
    finally:
        hook.remove()
    assert all(row[1:] == tuple(ids[1:]) for row in rows)


@pytest.mark.parametrize("grouping", ["tokens", "words", "sentences", "spans"])
def test_what_is_kept_is_never_hidden(tiny, grouping):
    ids = ids_of(tiny)
    parts = features(tiny, ids, grouping, "0-3" if grouping == "spans" else "", ((0, 2), (len(ids) - 1, len(ids))))
    hidden = {place for number in free(parts) for place in range(parts[number].start, parts[number].stop)}
    assert hidden == set(range(2, 4 if grouping == "spans" else len(ids) - 1))
    assert [place for part in parts for place in range(part.start, part.stop)] == list(range(len(ids)))
