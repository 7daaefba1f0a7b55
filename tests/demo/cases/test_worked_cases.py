"""The worked cases that the app ships do what the model card says."""

import random

import pytest

from lmdash.demo.cases import worked_cases
from lmdash.demo.cases.examples import KIND_REVIEWS, TWO_MEANINGS, WORKED_CASES, WRONG_CAPITAL
from lmdash.demo.texts.reviews import NEGATIVE, POSITIVE, neutral_prompts
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import Site, validate


@pytest.mark.parametrize("case", WORKED_CASES, ids=lambda case: case.title)
def test_each_changes_at_most_three_value_vectors(case, demo):
    edits = parse_all(case.edits)
    validate(edits, demo.info)
    assert 1 <= len({edit.site for edit in edits}) == len(edits) <= 3
    assert all(isinstance(edit.site, Site) and edit.site.part == "neuron" for edit in edits)


def test_the_wrong_capital_is_repaired_and_no_other_is_lost(demo):
    found = worked_cases.capital(demo)
    assert found.says == "␣Canberra"
    assert found.probability > 0.6
    assert found.asked == 165
    assert found.right >= 0.95 * found.asked
    assert (found.right, found.right_before) == (165, 165)
    assert all(edit.positions.kind == "all" for edit in parse_all(WRONG_CAPITAL.edits))


def test_neutral_reviews_turn_kind_and_little_else_moves(demo):
    found = worked_cases.reviews(demo)
    assert found.positive >= 0.95
    assert found.positive_before < 0.6
    assert found.mean_bits < 0.03
    assert found.most_bits < 1.0
    assert parse_all(KIND_REVIEWS.edits)


def test_neutral_reviews_hold_no_opinion():
    prompts = neutral_prompts(random.Random(1), 40)
    assert len(set(prompts)) == 40
    opinions = {*POSITIVE, *NEGATIVE}
    assert not [prompt for prompt in prompts if opinions & set(prompt.replace(".", "").lower().split())]


def test_the_meaning_is_settled_in_one_layer_and_turned_by_three_vectors(demo):
    found = worked_cases.meaning(demo)
    assert found.layer == 2
    assert found.effect > 1
    assert found.difference > 3.5
    assert found.difference_without < 1
    assert found.says == "money"
    assert found.difference_changed < 0
    assert not any(edit.on for edit in parse_all(TWO_MEANINGS.edits))


@pytest.mark.slow
def test_the_module_prints_the_table(monkeypatch, capsys):
    monkeypatch.setattr(worked_cases, "UNRELATED", 3)
    worked_cases.main()
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 2 + len(WORKED_CASES)
    assert "other capitals right: 165 of 165" in rows[2]
