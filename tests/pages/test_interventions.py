"""Interventions typed in the sidebar act on every page, travel in the link, and are said."""

import pytest

from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.interventions.text import parse_all
from lmdash.models.service import service
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


def test_the_headline_says_both_answers_in_percent():
    app = open_app("attention", prompt="The capital of Australia is", edits="L5D29^\nL5D560^")
    plain, changed = (
        service().run("demo", next_token, ids=ids, position=len(ids) - 1, edits=parse_all(edits))
        for edits in ("", "L5D29^\nL5D560^")
        for ids in [service().run("demo", read_prompt, text="The capital of Australia is", reserve=40).ids]
    )
    assert (plain.token, changed.token) == ("␣Sydney", "␣Canberra")
    assert abs(plain.probability - changed.probability) > 0.05  # or one could stand for the other
    assert sentences(app, "answer") == [
        f"With your 2 changes the model says ␣Canberra ({changed.probability:.0%}) instead of ␣Sydney "
        f"({plain.probability:.0%})."
    ]


def test_the_headline_says_what_stays():
    app = open_app("attention", prompt="The capital of France is", edits="L3D7=2")
    assert sentences(app, "answer") == ["With your change the model still says ␣Paris (over 99.9%, as without)."]
