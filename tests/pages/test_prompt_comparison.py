"""Many prompts in one table, templates, and models side by side, without a browser."""

import io
import shutil

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from lmdash.models.opening.catalog import DEMO_FOLDER
from lmdash.ui.frame.addresses.prompt_ablation import (
    BY_VARIABLE,
    JUDGED,
    PROMPTS_FROM,
    VIEW,
    Given,
    Judged,
    View,
)
from lmdash.ui.kit.sheets import MOST_ROWS, text_of
from tests.pages.app import _components, answer, drawn, follow, open_app, sentences

PAGE = "prompt_ablation"
COMPARE, TEMPLATE = {VIEW.name: View.COMPARE}, {VIEW.name: View.TEMPLATE}
TEN = "France Italy Spain Kenya Japan Peru Chile Egypt Norway Ghana".split()
HOSTILE = "<img src=x onerror=alert(1)> ![p](https://tracker.invalid/p.png) **b** $x$"


def tables(app: AppTest) -> dict[str, dict]:
    return {data["name"]: data for data in _components(app, "lmdash.prompt_table")}


def column(app: AppTest, name: str, table: str = "Prompts") -> list[dict]:
    data = tables(app)[table]
    place = [each["name"] for each in data["columns"]].index(name)
    return [row[place] for row in data["rows"]]


def prompts(app: AppTest) -> list[str]:
    return ["".join(text for text, _ in cell["parts"]) for cell in column(app, "Prompt")]


def names(app: AppTest) -> list[str]:
    return [each["name"] for each in tables(app)["Prompts"]["columns"]]


def upload(app: AppTest, name: str, data: bytes, key: str = "prompts_file") -> AppTest:
    [uploader] = [each for each in app.get("file_uploader") if each.key == key]
    return uploader.set_value((name, data, "application/octet-stream")).run()


# Compare prompts


def test_a_first_visit_shows_examples_with_their_answers():
    app = open_app(PAGE, **COMPARE)
    assert answer(app).startswith("The model gives the expected answer to 4 of 5 prompts")
    assert "Sydney" in answer(app)
    assert prompts(app)[0] == "The capital of France is"
    assert [cell["text"] for cell in column(app, "Answer")] == ["first word"] * 4 + ["not there"]
    assert column(app, "Answer")[4]["small"] == "Sydney"
    assert column(app, "Prompt")[1]["parts"] == [["The capital of ", False], ["Italy", True], [" is", False]]
    assert "prompts" not in app.query_params


def test_the_sidebars_prompt_stands_before_the_examples():
    app = open_app(PAGE, prompt="The cat sat on the", **COMPARE)
    assert prompts(app)[:2] == ["The cat sat on the", "The capital of France is"]


def test_a_link_brings_its_prompts_and_their_numbers():
    text = "\n".join(f"The capital of {country} is" for country in TEN)
    app = open_app(PAGE, prompts=text, **COMPARE)
    assert len(prompts(app)) == 10
    assert answer(app).startswith("All 10 prompts get different answers")
    assert names(app) == ["Prompt", "Next token", "Target", "Perplexity", "KL (bits)", "Writes"]
    assert column(app, "Target")[0]["small"] == "Paris"  # what the model says to the first
    assert column(app, "Target")[0]["value"] > 0.99
    assert column(app, "Target")[1]["value"] < 0.01
    assert column(app, "KL (bits)")[0]["value"] == pytest.approx(0, abs=1e-5)
    assert app.query_params["prompts"] == text


def test_targets_come_from_the_row_then_from_the_sidebar():
    text = text_of([("prompt", "target", "rival"), ("The capital of Italy is", "", "Rome"), ("The cat", "sat", "")])
    app = open_app(PAGE, prompts=text, target="Paris", **COMPARE)
    assert [cell["small"] for cell in column(app, "Target")] == ["Paris", "sat"]
    rome, none = column(app, "Rival")
    assert rome["value"] > 0.9
    assert none["text"] == "–"


def test_a_target_without_a_space_stays_without_one():
    app = open_app(PAGE, prompts="The capital of France is Paris\nThe cat sat", target='"."', **COMPARE)
    assert [cell["small"] for cell in column(app, "Target")] == [".", "."]
    spaced = open_app(PAGE, prompts="The capital of France is Paris\nThe cat sat", target=".", **COMPARE)
    assert column(app, "Target")[0]["value"] > 100 * column(spaced, "Target")[0]["value"]


def test_a_target_of_several_tokens_is_the_product_of_their_probabilities():
    app = open_app(PAGE, prompts="prompt\ttarget\nThe capital of France is\tParis. The", **COMPARE)
    [both] = column(app, "Target")
    [one] = column(open_app(PAGE, prompts="prompt\ttarget\nThe capital of France is\tParis", **COMPARE), "Target")
    assert 0 < both["value"] < one["value"]


def test_one_prompt_asks_for_another_and_none_says_what_to_do():
    assert "Add a second prompt" in answer(open_app(PAGE, prompts="The cat", **COMPARE))
    app = open_app(PAGE, prompts=" \n\t\n", **COMPARE)
    assert answer(app).startswith("Paste prompts into the box")
    assert not tables(app)


def test_interventions_change_the_table_and_are_said():
    address = {"prompts": "The capital of France is\nThe capital of Italy is", **COMPARE}
    plain, changed = open_app(PAGE, **address), open_app(PAGE, edits="L5F*0", **address)
    assert sentences(changed, "changed")[0].startswith("1 intervention is on")
    assert column(plain, "Next token") != column(changed, "Next token")


@pytest.mark.parametrize("way", list(Given))
def test_every_way_of_input_shows_the_same_rows(way):
    text = "One two three\nThe cat\tsat"
    app = open_app(PAGE, prompts=text, prompts_from=way, **COMPARE)
    assert prompts(app) == ["One two three", "The cat"]
    drawn(app, PROMPTS_FROM).set_value(Given.TEXT).run()
    assert prompts(app) == ["One two three", "The cat"]


def test_a_file_takes_the_place_of_the_list_and_a_wrong_one_leaves_it():
    app = open_app(PAGE, prompts_from="file", **COMPARE)
    upload(app, "x.csv", b"other,prompt,expected\nx,The capital of Peru is,Lima\ny,,\nz,The capital of Chile is,Rome")
    assert prompts(app) == ["The capital of Peru is", "The capital of Chile is"]
    assert answer(app).startswith("The model gives the expected answer to 1 of 2")
    assert sentences(app, "note") == ["1 row without a prompt is left out."]
    for name, data, words in (
        ("x.xlsx", b"no workbook", "not an XLSX workbook"),
        ("x.csv", b"\x81\x8d", "not a text file"),
        ("x.csv", b"prompt\n", "no rows below"),
    ):
        upload(app, name, data)
        [error] = sentences(app, "error")
        assert words in error
        assert error.endswith("Your earlier rows are kept.")
        assert prompts(app) == ["The capital of Peru is", "The capital of Chile is"]
    book = openpyxl.Workbook()
    for row in (["prompt", "target"], ["The capital of Italy is", "Rome"], [HOSTILE, "=1+1"]):
        book.active.append(row)
    book.active["B3"].data_type = "s"
    file = io.BytesIO()
    book.save(file)
    upload(app, "x.xlsx", file.getvalue())
    assert not sentences(app, "error")
    assert prompts(app) == ["The capital of Italy is", HOSTILE]
    assert column(app, "Target")[1]["small"] == "=1+1"


def test_fifty_thousand_rows_use_the_first_and_say_so():
    app = open_app(PAGE, prompts_from="file", compare_write="0", **COMPARE)
    upload(app, "x.csv", ("prompt\n" + "\n".join(f"The number {number}" for number in range(50_000))).encode())
    assert len(prompts(app)) == MOST_ROWS
    assert sentences(app, "note") == ["There are 50\u202f000 rows: the first 500 are used."]
    assert any("too long for the link" in caption.value for caption in app.caption)
    assert "prompts" not in app.query_params


def test_a_prompt_that_is_too_long_is_cut_and_said():
    app = open_app(PAGE, prompts="the cat " * 400 + "\nThe cat", **COMPARE)
    assert sentences(app, "note") == [
        "1 prompt is longer than demo can read: the beginning was left out and the end kept."
    ]
    assert len(prompts(app)[0]) < 1000


@pytest.mark.parametrize("prompt", [HOSTILE, "🙂 שלום", "a", "\u202eabc", "{} {x}", "=cmd|' /C calc'!A0"])
def test_any_text_is_only_text(prompt):
    app = open_app(PAGE, prompts=f"The cat\n{prompt}\t{prompt}", **COMPARE)
    assert prompts(app) == ["The cat", prompt]
    shown = [each.value for kind in (app.markdown, app.caption, app.info) for each in kind]
    assert not any(prompt in text for text in shown if len(prompt) > 1)
    assert not any(prompt in button.label for button in app.button if len(prompt) > 1)


def test_the_list_stays_when_another_page_was_visited():
    app = open_app(PAGE, prompts="The cat\nThe dog", prompts_from="file", **COMPARE)
    upload(app, "x.txt", b"One\nTwo\nThree")
    assert prompts(app) == ["One", "Two", "Three"]
    for page in ("next_token", PAGE):
        follow(app, page)
    assert prompts(app) == ["One", "Two", "Three"]


# Stopping


def _parts_page():
    import streamlit as st

    from lmdash.analyses.prompt_ablation.comparison import PromptRow
    from lmdash.ui.frame import watch
    from lmdash.ui.prompt_ablation import runs as ablation_runs

    rows = tuple(PromptRow(f"The number {number}") for number in range(100))
    if st.session_state.get("stop_after") is not None and not st.session_state.get("stopped"):
        st.session_state["stopped"] = True
        original, count = watch.Watch.step, []

        def stopping(self, done, total):
            count.append(done)
            if len(count) == st.session_state["stop_after"]:
                watch.remember_stop(self._request)
                watch.Watch.step = original
                st.rerun()

        watch.Watch.step = stopping
    st.session_state.setdefault("runs", []).append(1)
    table = ablation_runs.run_prompts("demo", rows, 0, (), "Reading")
    st.text("none" if table is None else f"{len(table)} rows, first {table.index[0]}")


def test_a_stop_keeps_the_parts_that_are_done_and_going_on_does_the_rest():
    app = AppTest.from_function(_parts_page, default_timeout=120)
    app.session_state["stop_after"] = 2
    app.run()
    assert not app.exception
    assert [text.value for text in app.text] == ["Stopped after 64 of 100. Those 64 are kept.", "64 rows, first 0"]
    app.button[0].click().run()
    assert app.text[-1].value == "100 rows, first 0"


# Templates


def test_a_template_is_filled_judged_and_sorted_by_what_is_wrong():
    app = open_app(PAGE, **TEMPLATE)
    assert (
        answer(app) == "The model is right for 5 of 6 prompts (83%); worst for Australia: it says Sydney, not Canberra."
    )
    assert prompts(app)[0] == "The capital of Australia is"
    assert column(app, "Answer")[0]["text"] == "not there"


def test_a_template_finds_its_answers_by_what_their_title_means():
    app = open_app(PAGE, template="The capital of {country} is", values="country\tSolution\nPeru\tLima", **TEMPLATE)
    assert answer(app).startswith("The model is right for 1 of 1 prompt")


def test_all_combinations_are_judged_by_value():
    values = "what\tcountry\texpected\ncapital\tFrance\tParis\ncity\tItaly\tRome"
    app = open_app(PAGE, template="The {what} of {country} is", values=values, combine="all_combinations", **TEMPLATE)
    app.session_state["accuracy_table"] = True
    app.run()
    found = app.dataframe[0].value
    assert found["of"].tolist() == [2, 2]
    assert set(found["value"]) == {"capital", "city"}
    drawn(app, BY_VARIABLE).set_value("{country}").run()
    assert set(app.dataframe[0].value["value"]) == {"France", "Italy"}
    drawn(app, JUDGED).set_value(Judged.CONFUSION).run()
    wrong = app.dataframe[0].value if app.dataframe else None
    assert wrong is None or list(wrong.columns) == ["expected", "said", "times"]
    drawn(app, JUDGED).set_value(Judged.PROMPTS).run()
    assert sorted(prompts(app)) == sorted(
        f"The {what} of {country} is" for what in ("capital", "city") for country in ("France", "Italy")
    )


def test_unknown_braces_are_literal_and_said():
    app = open_app(PAGE, template="{} {unknown} {country} is", values="country\tunknown\nPeru\t", **TEMPLATE)
    assert prompts(app) == ["{} {unknown} Peru is"]
    assert sentences(app, "note") == ["Kept as typed: {unknown}, because no column of that name has values."]


def test_a_template_without_a_variable_says_what_to_do():
    assert "put a word in braces" in answer(open_app(PAGE, template="The cat", **TEMPLATE))
    said = answer(open_app(PAGE, template="The {cat} sat", **TEMPLATE))
    assert said.startswith("No row below has a value for “cat”. The columns are: “country”, “expected”.")
    assert "put a word in braces" in answer(open_app(PAGE, template="", **TEMPLATE))


def test_without_expected_answers_the_prompts_are_compared():
    app = open_app(PAGE, template="The {a}", values="a\ncat\ndog", **TEMPLATE)
    assert "column of expected answers" in answer(app)
    assert len(prompts(app)) == 2


def test_rows_that_lack_a_value_and_too_many_combinations_are_said():
    app = open_app(PAGE, template="The {a}", values="a\tb\ncat\t1\n\t2\ndog\t", **TEMPLATE)
    assert sentences(app, "note") == ["1 row lacks a value and is left out."]
    many = "a\tb\n" + "\n".join(f"x{number}\ty{number}" for number in range(30))
    app = open_app(PAGE, template="{a} {b}", values=many, combine="all_combinations", **TEMPLATE)
    assert sentences(app, "note") == ["There are 900 combinations: the first 500 are used."]
    assert len(prompts(app)) == 500


def test_hostile_names_and_values_stay_text():
    values = f"{HOSTILE}\tcountry\texpected\nx\t{HOSTILE}\t{HOSTILE}"
    app = open_app(PAGE, template="The {country} is", values=values, prompts_from="grid", **TEMPLATE)
    assert HOSTILE in prompts(app)[0]
    shown = [each.value for kind in (app.markdown, app.caption, app.info) for each in kind]
    assert not any("tracker" in text for text in shown)


# Side by side


@pytest.fixture(scope="module")
def twin(tmp_path_factory) -> str:
    """A second model: the built-in one as a folder."""
    folder = tmp_path_factory.mktemp("twin") / "model"
    shutil.copytree(DEMO_FOLDER, folder)
    return str(folder)


def test_a_model_stands_beside_another(twin):
    app = open_app(PAGE, beside=twin, **COMPARE)
    assert answer(app).startswith("On both models, 5 of 5 prompts get the same next token")
    cells = column(app, "Change (nats)", "Models side by side")
    assert [cell["value"] for cell in cells] == pytest.approx([0] * 5, abs=1e-5)
    assert len(tables(app)) == 2


def test_without_the_interventions_stands_beside_with():
    app = open_app(PAGE, edits="L5F*0", beside="without_interventions", **COMPARE)
    said = answer(app)
    assert said.startswith("With and without the interventions, ")
    bits = [cell["value"] for cell in column(app, "KL (bits)", "Models side by side")]
    assert max(bits) > 0.1
    data = tables(app)["Models side by side"]
    framed = [row[3]["tokens"][0][3] for row in data["rows"]]
    same = [row[1]["tokens"][0][0] == row[3]["tokens"][0][0] for row in data["rows"]]
    assert framed == [not each for each in same]


@pytest.mark.parametrize("model", ["/no/such/folder", "<b>x</b>", "no/such-model", "../../etc"])
def test_a_model_that_cannot_be_opened_is_explained(model):
    app = open_app(PAGE, beside=model, **COMPARE)
    [error] = sentences(app, "error")
    assert "The others are shown without it." in error
    assert len(prompts(app)) == 5
    assert "expected answer to 4 of 5" in answer(app)


def test_without_interventions_there_is_nothing_to_be_without():
    app = open_app(PAGE, beside="without_interventions", **COMPARE)
    assert len(prompts(app)) == 5
    assert not app.exception
