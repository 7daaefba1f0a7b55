"""The charts of the output checks hold the counted numbers and nothing of the texts."""

import json

import pytest

from lmdash.analyses.output_checks.check_batches import batch_summary, compare_batches
from lmdash.analyses.output_checks.check_texts import check_texts
from lmdash.charts.output_checks import COLOURS, SIGNS, check_bars, compared_bars
from lmdash.charts.theme import themed
from tests.charts.schema import rows_of, valid

CHECKS = ("spelling", "repeated_word", "lower_case")
TEXTS = ("A lazzy dog and a lazzy cat.", "The the end.", "all is well.")


@pytest.fixture(scope="module")
def checked():
    return check_texts(None, TEXTS, checks=CHECKS)


def test_a_bar_is_the_share_of_texts_that_a_check_marks(checked):
    found = {row["check"]: row for row in rows_of(check_bars(batch_summary(checked)))}
    assert set(found) == set(CHECKS)
    assert found["spelling"]["share"] == pytest.approx(1 / 3)
    assert found["spelling"]["said"] == "1 of 3 texts (2 findings)"
    assert found["spelling"]["label"] == "✕ Spelling"
    assert found["lower_case"]["label"] == "! Small first letter"


def test_words_of_the_texts_do_not_get_into_the_chart(checked):
    assert "lazzy" not in json.dumps(valid(check_bars(batch_summary(checked))))


def test_pairs_of_bars_are_the_findings_of_both_batches(checked):
    after = check_texts(None, ("A lazy dog and a lazzy cat.", "The the end.", "All is well."), checks=CHECKS)
    found = rows_of(compared_bars(compare_batches(checked, after), ("before", "later")))
    counts = {(row["check"], row["batch"]): row["findings"] for row in found}
    assert counts == {
        ("spelling", "before"): 2,
        ("spelling", "later"): 1,
        ("repeated_word", "before"): 1,
        ("repeated_word", "later"): 1,
        ("lower_case", "before"): 1,
        ("lower_case", "later"): 0,
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_are_drawn_and_every_severity_has_a_sign_and_a_colour(checked, theme):
    assert valid(themed(check_bars(batch_summary(checked)), theme))
    assert valid(themed(compared_bars(compare_batches(checked, checked), ("a", "b")), theme))
    assert set(SIGNS) == set(COLOURS) == {"error", "warning", "hint"}
    assert len(set(SIGNS.values())) == 3
