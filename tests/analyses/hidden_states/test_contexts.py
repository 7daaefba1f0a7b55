"""Similar contexts: the nearest states by brute force, the words around them, and gold parts of speech."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.common.corpus import LINE, Corpus
from lmdash.analyses.common.stream import StreamPoint, state
from lmdash.analyses.hidden_states import contexts
from lmdash.analyses.hidden_states.contexts import corpus_states, parts_of_speech, similar_contexts

POINT = StreamPoint(1, "ffn")
TEXTS = ("The cat sat on the mat.", "The dogs ran.", "Mary gave the book to John.", "The cat sat on the mat.")


def tags(text: str, *words: tuple[str, str]) -> tuple[tuple[int, str], ...]:
    ends, start = [], 0
    for word, tag in words:
        start = text.index(word, start) + len(word)
        ends.append((len(text[:start].encode()), tag))
    return tuple(ends)


@pytest.fixture(scope="module")
def searched(tiny):
    return corpus_states(tiny, Corpus.of("some", TEXTS), POINT)


def test_states_are_those_of_each_text_without_its_first_token(tiny, searched):
    place = 0
    for number, text in enumerate(TEXTS):
        ids = tiny.tokens.encode(text).ids
        own = state(tiny.trace(ids), POINT)[1:].numpy()
        here = slice(place, place + len(own))
        assert searched.states[here] == pytest.approx(own, rel=1e-2, abs=1e-2)  # float16
        assert (searched.document[here] == number).all()
        assert searched.position[here].tolist() == list(range(1, len(ids)))
        place += len(own)
    assert place == len(searched.states)
    assert searched.whole
    assert not searched.tagged


def test_the_nearest_by_brute_force(tiny, searched):
    vector = state(tiny.trace(tiny.tokens.encode("The cat ran to John").ids), POINT)[-1].numpy()
    found = similar_contexts(searched, vector, 5)
    rows = searched.states.astype(np.float64)
    centred, wanted = rows - rows.mean(0), vector - rows.mean(0)
    cosines = centred @ wanted / np.linalg.norm(centred, axis=1) / np.linalg.norm(wanted)
    assert found["cosine"].iloc[0] == pytest.approx(cosines.max(), abs=1e-3)
    assert found["cosine"].is_monotonic_decreasing
    best = int(cosines.argmax())
    ids = searched.tokens[searched.document[best]]
    assert found["token"].iloc[0] == searched.names[ids[searched.position[best]]]


def test_a_text_that_comes_twice_is_shown_once(tiny, searched):
    ids = tiny.tokens.encode(TEXTS[0]).ids
    own = state(tiny.trace(ids), POINT)[3].numpy()
    first = similar_contexts(searched, own, 3).iloc[0]
    assert first["times"] == 2
    assert first["cosine"] == pytest.approx(1, abs=1e-3)
    whole = "".join(searched.names[index] for index in ids)
    assert whole == first["before"] + first["token"] + first["next"] + first["after"]


def test_the_limit_is_kept_and_said(tiny, monkeypatch):
    monkeypatch.setattr(contexts, "MOST_STATES", 7)
    found = corpus_states(tiny, Corpus.of("some", TEXTS), POINT)
    assert len(found.states) == len(found.document) == len(found.position) == 7
    assert not found.whole


def test_progress_is_reported_up_to_the_end(tiny):
    seen = []
    corpus_states(tiny, Corpus.of("many", TEXTS * 15), POINT, on_step=lambda *step: seen.append(step))
    assert len(seen) == 3
    assert all(0 < done <= total for done, total in seen)


def test_words_of_several_bytes_keep_their_part_of_speech(tiny):
    text = "Ça va? The 🙂 cat"
    gold = tags(text, ("Ça", "PRON"), ("va", "VERB"), ("?", "PUNCT"), ("The", "DET"), ("🙂", "SYM"), ("cat", "NOUN"))
    found = corpus_states(tiny, Corpus.of("tagged", [text], [gold]), POINT)
    parts = dict(zip((found.names[index] for index in found.tokens[0]), found.tags[0], strict=True))
    assert found.tagged
    assert parts["?"] == "PUNCT"
    assert found.tags[0][-1] == "NOUN"
    assert found.tags[0][0] == "PRON"
    assert set(found.tags[0]) == {"PRON", "VERB", "PUNCT", "DET", "SYM", "NOUN"}


def test_parts_of_speech_are_counted():
    found = pd.DataFrame({"part_of_speech": ["NOUN", "VERB", "NOUN", ""]})
    counts = parts_of_speech(found, "part_of_speech")
    assert dict(zip(counts["part_of_speech"], counts["count"], strict=True)) == {"NOUN": 2, "VERB": 1}


def test_a_file_becomes_its_lines_and_long_ones_several():
    corpus = Corpus.of_text("file", "one\n\n  two  \n" + "word " * 200 + "\n" + "x" * (LINE + 5))
    assert corpus.documents[:2] == ("one", "two")
    assert all(0 < len(document) <= LINE for document in corpus.documents)
    assert "".join(corpus.documents[2:-2]).replace(" ", "") == "word" * 200
    assert "".join(corpus.documents[-2:]) == "x" * (LINE + 5)


def test_a_corpus_is_known_by_its_text():
    assert Corpus.of_text("a file", "one\ntwo") == Corpus.of("a file", ["one", "two"])
    assert Corpus.of_text("a file", "one\ntwo") != Corpus.of_text("a file", "one\ntwo!")
    assert hash(Corpus.of_text("a file", "one")) == hash(Corpus.of_text("a file", "one"))
    assert "one" not in repr(Corpus.of_text("a file", "one"))


def test_texts_of_one_token_have_no_context(tiny):
    assert len(corpus_states(tiny, Corpus.of("short", ["a", "b"]), POINT).states) == 0
