"""The checks are as good as the documentation says, on sentences with planted errors and on clean text of the demo."""

from __future__ import annotations

from collections import Counter

import pytest

from lmdash.analyses.output_checks.checks.registry import BY_NAME
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN
from lmdash.demo import check_quality
from lmdash.demo.check_quality import false_errors, new_documents, planted, scores, written_text
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load

WANTED = ("spelling", "repeated_word", "loop", "repeated_phrase", "brackets", "quotes", "article", "agreement")


def test_the_sentences_are_many_and_their_marks_are_in_place():
    rows = planted()
    assert len(rows) >= 150
    assert {row.check for row in rows} == set(BY_NAME)
    assert 0.25 < sum(row.held_out for row in rows) / len(rows) < 0.4
    for row in rows:
        assert 0 <= row.start < row.end <= len(row.wrong)
        assert row.wrong != row.right
        assert not {"«", "»"} & {*row.wrong, *row.right}
    assert min(Counter(row.check for row in rows)[name] for name in WANTED) >= 9


def test_recall_on_all_sentences_and_few_false_marks():
    result = scores(BUILT_IN, planted())
    for name in WANTED:
        assert result[name].recall >= 0.9, name
        assert result[name].precision >= (0.75 if name == "repeated_phrase" else 0.9), name


@pytest.mark.parametrize("name", ["spelling", "repeated_word", "loop", "brackets", "article", "agreement"])
def test_recall_on_sentences_that_were_held_out(name: str):
    assert scores(BUILT_IN, [row for row in planted() if row.held_out and row.check == name])[name].recall >= 0.9


def test_clean_twins_have_hardly_an_error():
    rows = planted()
    assert len(false_errors(BUILT_IN, rows)) <= 0.01 * len(rows)


def test_what_is_called_an_error_in_new_documents_is_one():
    found = new_documents(BUILT_IN, 800)
    assert found.planted >= 20
    assert found.precision >= 0.95


@pytest.mark.slow
def test_what_is_called_an_error_in_what_the_model_writes_is_mostly_the_planted_one():
    source = Source(DEMO, folder=DEMO_FOLDER)
    model = load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**24, progress=lambda *_: None)
    found = written_text(BUILT_IN, model, 100)
    assert found.planted >= 20
    assert found.precision >= 0.95


def test_the_script_prints_a_row_a_check(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["check_quality", "--documents", "40", "--samples", "0"])
    check_quality.main()
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("| ")]) == 1 + len(BY_NAME) + 2


@pytest.mark.parametrize("found", [0, 3])
def test_scores(found):
    score = check_quality.Score(found=found, missed=1, false=1)
    assert score.recall == found / (found + 1)
    assert score.precision == (found / (found + 1))
