"""What stands in the place of hidden words: what was asked for, and never the hidden words themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.attributions.without import without
from lmdash.analyses.common.features import GROUPINGS, features, free
from lmdash.analyses.common.neutral import look, neutral_token
from lmdash.analyses.common.replacement import Replacement, fills
from lmdash.analyses.common.resampled import RESAMPLINGS
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.text.reference import REFERENCE_TEXT
from tests.analyses.common.test_features import ids_of
from tests.models.families import tiny_model

EVERY = (
    Replacement(),
    Replacement("token", ","),
    Replacement("word"),
    Replacement("word", "it"),
    Replacement("resampled"),
)


def kept(model, ids, parts, replacement):
    """The features that something hidden by itself would leave as they are."""
    found = fills(model, ids, parts, replacement)
    return [
        (replacement.kind, parts[number].label, found.labels[number])
        for number in free(parts)
        for row in found.rows
        for own in [slice(parts[number].start, parts[number].stop)]
        if look(model, row[own]) == look(model, ids[own])
    ]


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


def test_no_word_stands_in_its_own_place_in_ordinary_text(demo):
    """Where the neutral word is hidden too, and where the model is sure of its own."""
    ids = demo.tokens.encode(f"17 and 17 and 17, The the {REFERENCE_TEXT}").ids[:150]
    for grouping in GROUPINGS[:3]:
        parts = features(demo, ids, grouping)
        for replacement in (*EVERY, Replacement("word", "the"), Replacement("token", "and")):
            assert not kept(demo, ids, parts, replacement)


PIECES = ["the", " the", " The", " and", ",", " it", "17", " 17", "\n", " x", "é", "🙂"]
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3))


@given(words=WORDS, grouping=st.sampled_from(GROUPINGS[:3]), replacement=st.sampled_from(EVERY))
def test_no_word_of_any_text_stands_in_its_own_place(words, grouping, replacement, tiny):
    ids = tiny.tokens.encode("".join(words)).ids[:40]
    if set(ids) - set(tiny.tokens.special):
        parts = features(tiny, ids, grouping)
        assert not kept(tiny, ids, parts, replacement)


@pytest.fixture
def sure(tokenizer):
    """A model that is sure of every next token, and a prompt as it writes it."""
    model = LoadedModel(tiny_model("gpt2", len(tokenizer)), tokenizer, model_id="t", revision="1", trace_bytes=2**24)
    hook = model.anatomy.backbone.register_forward_hook(
        lambda _, __, output: setattr(output, "last_hidden_state", output.last_hidden_state * 200) or output
    )
    ids = [5]
    for _ in range(6):
        [(_, logits)] = model.next_logits([tuple(ids)])
        logits[0, -1, list(model.tokens.special)] = -1e9
        ids.append(int(logits[0, -1].argmax()))
    yield model, tuple(ids)
    hook.remove()


def test_a_model_that_is_sure_of_every_word_writes_another(sure):
    model, ids = sure
    for spans in ("1,2,3,4,5,6", "1-3,4-6"):
        parts = features(model, ids, "spans", spans)
        assert not kept(model, ids, parts, Replacement("resampled"))


def test_what_the_model_would_have_written_anyway_counts_for_nothing_but_can_be_asked_for(sure):
    model, ids = sure
    setup = Setup(ids, Objective((17,)), "spans", "1,2,3,4,5,6", Replacement("resampled"))
    parts = features(model, ids, "spans", "1,2,3,4,5,6")
    assert all(fills(model, ids, parts, setup.replacement).stays[0][number] for number in free(parts)[1:])
    number = free(parts)[2]
    mask = np.array([[each != number for each in free(parts)]])
    assert set(Game(model, setup).rows(mask)) == {ids}
    assert ids not in Game(model, setup, always=True).rows(mask)
    gone = without(model, setup, (number,))
    assert gone.ids != ids
    assert gone.ids[: parts[number].start] == ids[: parts[number].start]


def test_a_word_stays_as_often_as_the_model_writes_it(demo):
    """Over many seeds: the share of texts in which it stays is its probability there."""
    ids = demo.tokens.encode("The capital of Australia is").ids
    parts = features(demo, ids, "tokens")
    stayed = np.mean(
        [fills(demo, ids, parts, Replacement("resampled", "", seed)).stays for seed in range(60)], axis=(0, 1)
    )
    [(_, logits)] = demo.next_logits([ids], last=len(ids))
    chances = logits[0, :-1].softmax(-1)[range(len(ids) - 1), list(ids[1:])].numpy()
    assert stayed[1:] == pytest.approx(chances, abs=4 * 0.5 / np.sqrt(60 * RESAMPLINGS))


def test_where_there_is_no_other_word_it_is_said(tiny, monkeypatch):
    ids = ids_of(tiny, "The cat")
    parts = features(tiny, ids, "tokens")
    monkeypatch.setattr(
        "lmdash.analyses.common.resampled.alike", lambda model, _: list(range(len(model.tokens.bytes_of)))
    )
    with pytest.raises(InputError, match="no other word to put in place of “The”"):
        fills(tiny, ids, parts, Replacement("resampled"))
    monkeypatch.setattr("lmdash.analyses.common.neutral._neutral", lambda _: (ids[0],))
    with pytest.raises(InputError, match="no other word to put in place of “The”"):
        fills(tiny, ids, parts, Replacement())
