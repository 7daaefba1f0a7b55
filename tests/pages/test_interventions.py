"""Interventions typed in the sidebar act on every page, travel in the link, and are said."""

import pytest

from lmdash.ui.frame.addresses.every_page import EDITS, EDITS_ON
from tests.pages.app import answer, drawn, open_app, sentences

EDIT = 'L5R@last<"The capital of Italy is"'


@pytest.mark.parametrize("page", ["", "next_token"])
def test_an_intervention_changes_the_answer_and_what_it_was_without_is_said(page):
    app = open_app(page)
    assert "Paris" in answer(app)
    assert not sentences(app, "changed")
    drawn(app, EDITS).set_value(EDIT).run()
    assert not app.exception
    assert "Rome" in answer(app)
    [said] = sentences(app, "changed")
    assert said.startswith("1 intervention is on")
    assert "Without it the text goes on: Paris." in said


def test_a_link_brings_its_interventions_and_one_switch_turns_them_off():
    app = open_app("next_token", edits=EDIT)
    assert "Rome" in answer(app)
    drawn(app, EDITS_ON).set_value(False).run()
    assert "Paris" in answer(app)
    assert not sentences(app, "changed")
    assert drawn(app, EDITS).value == EDIT


def test_one_that_is_off_is_kept_and_does_nothing():
    app = open_app("next_token", edits="!" + EDIT)
    assert "Paris" in answer(app)
    assert any(said.endswith("(off)") for said in sentences(app, "small"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("L9D0=0", "layers 0 to 5"),
        ("L1D5000=0", "value vectors 0 to 1023"),
        ("nonsense", "nonsense"),
        ("<script>alert(1)</script>", "alert"),
        ("L1H2*0; L1D3=", "Write it like"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept_and_nothing_is_used(text, says):
    app = open_app("next_token", edits=text)
    assert "Paris" in answer(app)
    [error] = sentences(app, "error")
    assert says in error
    assert error.endswith("No intervention is applied until this is fixed.")
    assert drawn(app, EDITS).value == text


def test_what_fails_only_when_it_runs_is_said_too():
    app = open_app("next_token", edits='L1R+3*"several words at once"')
    assert any("tokens for this model" in said for said in sentences(app, "error"))
