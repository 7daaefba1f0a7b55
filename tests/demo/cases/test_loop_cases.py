"""The worked cases of the output checks do what the model card says."""

from __future__ import annotations

import pytest

from lmdash.demo.cases import loop_cases
from lmdash.demo.cases.loop_cases import CASES, LOOP, MISSPELT, OTHER_SEEDS, SEED
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import Scale, validate
from lmdash.ui.frame.walks import WALKS


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_edits_are_the_models_own(case, demo):
    edits = parse_all(case.edits)
    validate(edits, demo.info)
    assert len({(edit.site, str(edit.action)) for edit in edits}) == len(edits) <= 6
    assert all(edit.on for edit in edits)


def test_the_walk_says_what_the_letters_gain_and_others_lose(demo, monkeypatch):
    monkeypatch.setattr(loop_cases, "UNRELATED", 2)
    found = loop_cases.misspelling(demo)
    last = WALKS[0].steps[-1].text
    counts = [found.texts, found.before, found.after, found.right_before, found.right_after]
    assert counts == [50, 33, 4, 17, 46]
    assert [number for number in counts if f" {number}" not in last] == []


@pytest.mark.thinned(3)
@pytest.mark.parametrize("seed", [SEED, *OTHER_SEEDS])
def test_the_right_word_rises_and_no_other_finding_does(seed, demo, monkeypatch):
    monkeypatch.setattr(loop_cases, "UNRELATED", 5)
    found = loop_cases.misspelling(demo, seed=seed)
    assert found.texts == 50
    assert found.right_after >= 45
    assert found.right_before <= 20
    assert found.others_after <= found.others_before
    assert sum("reciev" in each.words for each in found.comparison.vanished) > 20


@pytest.mark.slow
def test_other_prompts_keep_their_next_token(demo):
    _, most, kept = loop_cases._moved(demo, parse_all(MISSPELT.edits))
    assert kept == 93  # as the walk says
    assert most < 1


def test_the_loop_stops_with_three_heads_off_and_with_none_of_them_alone(demo, monkeypatch):
    monkeypatch.setattr(loop_cases, "UNRELATED", 5)
    stopped = loop_cases.loop(demo)
    assert (stopped.loops_before, stopped.loops) == (True, False)
    assert stopped.said_before >= 25
    assert stopped.text == " hello."
    assert min(stopped.alone) >= 25
    assert all(edit.site.part == "head" and edit.action == Scale(0.0) for edit in parse_all(LOOP.edits))


@pytest.mark.slow
def test_the_module_prints_the_table(demo, monkeypatch, capsys):
    monkeypatch.setattr(loop_cases, "UNRELATED", 2)
    monkeypatch.setattr(loop_cases, "OTHER_SEEDS", loop_cases.OTHER_SEEDS[:1])
    monkeypatch.setattr(loop_cases, "load", lambda *_, **__: demo)
    loop_cases.main()
    assert len(capsys.readouterr().out.splitlines()) == 2 + len(CASES)
