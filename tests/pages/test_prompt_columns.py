"""Which column of a list of prompts is used for what, without a browser: said, changed, and restored by a link."""

import pytest
from streamlit.testing.v1 import AppTest

from lmdash.ui.frame.addresses.prompt_ablation import PROMPTS_FROM, TITLES, Given
from tests.pages.app import answer, drawn, open_app, sentences
from tests.pages.test_prompt_comparison import COMPARE, PAGE, column, prompts, upload

SMALL = "small"
QUESTIONS = "question\tSolution\tid\nThe capital of France is\tParis\t1\nThe capital of Japan is\tTokyo\t2"
FOO = b"foo,bar,baz\nThe capital of France is,Paris,1\nThe capital of Japan is,Kyoto,2"


def menu(app: AppTest, place: int):
    [found] = [each for each in app.selectbox if each.label == f"Column {place}"]
    return found


def read_as(app: AppTest) -> str:
    [sentence] = [each for each in sentences(app, SMALL) if each.startswith("Column 1")]
    return sentence


def test_two_columns_are_prompts_and_expected_answers():
    app = open_app(PAGE, prompts="The capital of France is\tParis\nThe capital of Japan is\tKyoto", **COMPARE)
    assert answer(app).startswith("The model gives the expected answer to 1 of 2 prompts; it is not there after ")
    assert read_as(app) == "Column 1 is the prompt; column 2 is the expected answer."
    assert [menu(app, place).value for place in (1, 2)] == ["prompt", "expected"]


def test_titles_are_read_by_their_meaning_and_said():
    app = open_app(PAGE, prompts=QUESTIONS, **COMPARE)
    assert answer(app) == "The model gives the expected answer to 2 of 2 prompts."
    assert read_as(app) == (
        "Column 1 (question) is the prompt; column 2 (Solution) is the expected answer; column 3 (id) is not used."
    )
    assert "prompts_columns" not in app.query_params


def test_one_column_has_no_menus():
    app = open_app(PAGE, prompts="The cat\nThe dog", **COMPARE)
    assert not sentences(app, SMALL)
    assert not [each for each in app.selectbox if each.label.startswith("Column")]


def test_a_column_is_used_otherwise_and_the_link_says_so():
    app = open_app(PAGE, prompts=QUESTIONS, **COMPARE)
    menu(app, 3).set_value("expected").run()
    assert [menu(app, place).value for place in (1, 2, 3)] == ["prompt", "unused", "expected"]
    assert app.query_params["prompts_columns"] == "prompt.unused.expected"
    assert answer(app).startswith(
        "The model gives the expected answer to 0 of 2 prompts; it is not there, for example, "
    )
    again = open_app(PAGE, prompts=QUESTIONS, prompts_columns="prompt.unused.expected", **COMPARE)
    assert [menu(again, place).value for place in (1, 2, 3)] == ["prompt", "unused", "expected"]
    assert read_as(again) == read_as(app)
    assert answer(again) == answer(app)
    menu(again, 1).set_value("unused").run()
    assert answer(again) == "No column is used as the prompt. Choose one under “Columns”."


@pytest.mark.parametrize("roles", ["prompt", "prompt.expected.other", "", "....", "prompt." * 50])
def test_roles_that_do_not_fit_are_as_if_they_were_not_said(roles):
    app = open_app(PAGE, prompts=QUESTIONS, prompts_columns=roles, **COMPARE)
    assert [menu(app, place).value for place in (1, 2, 3)] == ["prompt", "expected", "unused"]


def test_a_file_of_unknown_titles_uses_its_first_column_and_says_so():
    app = open_app(PAGE, prompts_from="file", **COMPARE)
    upload(app, "x.csv", FOO)
    assert read_as(app) == "Column 1 (foo) is the prompt; column 2 (bar) is not used; column 3 (baz) is not used."
    assert prompts(app) == ["The capital of France is", "The capital of Japan is"]
    menu(app, 2).set_value("expected").run()
    assert answer(app).startswith("The model gives the expected answer to 1 of 2 prompts")
    drawn(app, PROMPTS_FROM).set_value(Given.GRID).run()
    assert answer(app).startswith("The model gives the expected answer to 1 of 2 prompts")
    again = open_app(PAGE, **dict(app.query_params))
    assert read_as(again) == read_as(app)
    assert answer(again) == answer(app)
    upload(drawn(app, PROMPTS_FROM).set_value(Given.FILE).run(), "x.txt", b"The cat\nThe dog")
    assert prompts(app) == ["The cat", "The dog"]
    assert not {"prompts_columns", "prompts_titles"} & set(app.query_params)


def test_pasted_rows_below_unknown_titles_are_read_when_that_is_said():
    text = "Frage\tAntwort\nThe capital of France is\tParis"
    app = open_app(PAGE, prompts=text, **COMPARE)
    assert prompts(app) == ["Frage", "The capital of France is"]
    drawn(app, TITLES).set_value(True).run()
    assert prompts(app) == ["The capital of France is"]
    assert read_as(app) == "Column 1 (Frage) is the prompt; column 2 (Antwort) is not used."


def test_an_answer_later_in_the_text_counts_and_is_told_apart():
    text = "The capital of France\tParis\nThe capital of Japan is\tTokyo\nThe capital of Italy is\tRom"
    app = open_app(PAGE, prompts=text, **COMPARE)
    assert [cell["text"] for cell in column(app, "Answer")] == ["in the answer", "first word", "not there"]
    assert answer(app).startswith(
        "The model gives the expected answer to 2 of 3 prompts (1 as the first word, 1 later in the answer); it is not "
        "there after “The capital of Italy is”, where the model says "
    )
