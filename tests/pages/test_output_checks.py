"""Output checks without a browser: texts, findings, the step that wrote each, the way to other pages, re-check."""

import json

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lmdash.models.service import service
from lmdash.ui.frame import watch
from lmdash.ui.frame.addresses import attention, attributions, every_page, hidden_states, next_token
from lmdash.ui.frame.addresses import ffn_interventions as ffn
from lmdash.ui.frame.addresses.output_checks import (
    LENGTH,
    OF_SEVERITY,
    OF_TEXT,
    PASTED,
    PROMPTS,
    RECHECK_TEMPERATURE,
    SWITCHED,
    TEMPERATURE,
    TEXTS,
    VIEW,
    Source,
    View,
)
from lmdash.ui.frame.sitemap import PAGES
from lmdash.ui.kit.control import Control
from tests.pages.app import _components, answer, chips, drawn, follow, open_app, sentences

PAGE = "output_checks"
LETTER = "Dear Anna, thank you for the letter that I"
FOX = "The quick brown fox jump over the lazzy dog."
HOSTILE = "<img src=x onerror=alert(1)> ![p](https://tracker.invalid/p.png) the the **b** <script>alert(2)</script>"
STRANGE = {
    "empty": "",
    "space": " ",
    "emoji": "🙂🙃👩‍👩‍👧",
    "html": HOSTILE,
    "german": "Der Hund läuft über die Straße und bellt die Katze an.",
    "one line without spaces": "a" * 3000,
    "controls": "\u202e\0\x01",
    "dot": ".",
}


def marks(app: AppTest, number: int = 0) -> dict:
    return _components(app, "lmdash.marked_text")[number]


def marked(app: AppTest) -> dict[str, list[str]]:
    """The marked characters by severity."""
    found: dict[str, list[str]] = {}
    for piece in marks(app)["pieces"]:
        if piece["severity"]:
            found.setdefault(piece["severity"], []).append(piece["text"])
    return found


def pasted(text: str, **address: str) -> AppTest:
    return open_app(PAGE, check_source=Source.PASTED, text=text, **address)


def paste(app: AppTest, text: str) -> AppTest:
    """What pasting does, for which AppTest has no word."""
    app.session_state["_values"] = app.session_state["_values"] | {PASTED.id: text}
    return app.run()


def value(app: AppTest, control: Control) -> object:
    """What the session holds of a control."""
    return app.session_state["_values"].get(control.id, control.default)


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def switch(app: AppTest, check: str):
    """The switch of a check."""
    [found] = [each for each in app.toggle if each.key.startswith(SWITCHED.id) and each.key.endswith(f".{check}")]
    return found


def addressed(app: AppTest) -> dict[str, str]:
    return {name: "".join(values) for name, values in app.query_params.items()}


def test_the_first_visit_writes_and_checks_before_any_input():
    app = open_app(PAGE)
    assert "5 texts" in answer(app)
    assert [chip["label"] for chip in chips(app, "text")] == list("12345")
    assert marks(app)["pieces"][0] == marks(app)["pieces"][0] | {"text": "The capital of France is", "before": True}
    assert chips(app, "checked token")[0]["label"] == "␣Paris"


def test_a_misspelling_is_counted_marked_and_joined_to_the_step_that_wrote_it():
    app = open_app(PAGE, prompt=LETTER, check_texts="10", sample="0")
    assert "“recieved”" in answer(app)
    assert marked(app)["error"] == ["recieved"]
    said = sentences(app, "text")
    assert any("“recieved” is not in the dictionary" in each and "received" in each for each in said)
    assert any("Token 1 of the text is ␣recieved" in each and "(rank 1, " in each for each in said)
    choices = {chip["label"]: chip["detail"] for chip in chips(app, "take instead")}
    assert list(choices)[:2] == ["␣recieved", "␣received"]
    strip = chips(app, "checked token")
    assert [chip["label"] for chip in strip if chip["detail"] == "✕"] == ["␣recieved"]


@pytest.mark.thinned(2)
@pytest.mark.parametrize(
    ("number", "page", "controls"),
    [
        ("why_0", "next_token", {next_token.VIEW: next_token.View.PROBABILITIES}),
        ("why_1", "attributions", {attributions.EXPLAIN: attributions.Explain.NEXT}),
        ("why_2", "hidden_states", {hidden_states.VIEW: hidden_states.View.LENS}),
        ("why_3", "ffn_interventions", {ffn.VIEW: ffn.View.TRACE, ffn.AGAINST: ""}),
        ("why_4", "attention", {attention.AGAINST: "", attention.TOWARDS: ""}),
        (
            "repair_0",
            "ffn_interventions",
            {ffn.FIND_WANT: ffn.Want.SAY, ffn.FIND_WORD: "received", ffn.FIND_RIVAL: "recieved"},
        ),
    ],
)
def test_each_question_opens_its_page_on_the_step(number, page, controls):
    app = open_app(PAGE, prompt="Dear Anna,", check_prompts=f"{LETTER}\nThe capital of France is", check_texts="1")
    app.button(key=number).click().run()
    assert not app.exception
    assert drawn(app, every_page.PROMPT).value == LETTER
    assert drawn(app, every_page.TARGET).value == "recieved"
    assert {control: value(app, control) for control in controls} == controls
    assert app.title[0].value == next(each.asks for each in PAGES if each.name == page)


def test_back_from_a_question_the_same_texts_are_there():
    app = open_app(PAGE, prompt=LETTER, check_texts="3", check_length="20")
    before = marks(app)["pieces"]
    app.button(key="why_0").click().run()
    follow(app, PAGE)
    assert not app.exception
    assert marks(app)["pieces"] == before
    assert value(app, PROMPTS) == LETTER
    drawn(app, every_page.PROMPT).set_value("The capital of Italy is").run()
    assert not app.exception
    assert marks(app)["pieces"][0]["text"] == "The capital of Italy is"


def test_the_example_has_two_errors_and_its_twin_none():
    app = open_app(PAGE, check_source=Source.PASTED)
    assert answer(app) == "2 errors: jump (Subject and verb), lazzy (Spelling)."
    assert marked(app) == {"error": ["jump", "lazzy"]}
    assert any("the model gives it" in each for each in sentences(app, "text"))
    twin = pasted("The quick brown fox jumps over the lazy dog.")
    assert (
        answer(twin) == "No slip of spelling or grammar found in these 9 words. Facts, sums and sense are not checked."
    )
    assert marked(twin) == {}


def test_a_check_can_be_switched_off_and_the_link_says_so():
    app = pasted(FOX)
    switch(app, "spelling").set_value(False).run()
    assert marked(app) == {"error": ["jump"]}
    assert addressed(app)["switched"] == "spelling"
    again = pasted(FOX, switched="spelling.nonsense")
    assert marked(again) == {"error": ["jump"]}
    assert switch(again, "spelling").value is False
    switch(again, "spelling").set_value(True).run()
    assert "switched" not in addressed(again)
    assert marked(again) == {"error": ["jump", "lazzy"]}


def test_a_finding_and_a_token_of_the_link_are_shown():
    app = pasted(FOX, finding="1")
    assert any("“lazzy” is not in the dictionary" in each for each in sentences(app, "text"))
    assert marks(app)["chosen"] == 1
    app = pasted(FOX, at="2")
    assert marks(app)["chosen"] == -1
    assert any(each.startswith("Token 3 of the text is ␣brown") for each in sentences(app, "text"))
    app.button(key="why_0").click().run()
    assert drawn(app, every_page.PROMPT).value == "The quick"
    assert drawn(app, every_page.TARGET).value == "brown"


def test_a_long_text_shows_how_far_it_is_and_can_be_stopped(monkeypatch):
    told = []

    def stop(self, done, total):
        told.append((done, total))
        if 20_000 < done < total and not watch.is_stopped(self._request):
            watch.remember_stop(self._request)
            st.rerun()  # as a click on Stop does

    service.cache_clear()
    monkeypatch.setattr(watch.Watch, "step", stop)
    text = "The the cat sat. " * 4000
    app = paste(open_app(PAGE, check_source=Source.PASTED), text)
    assert not app.exception
    assert any(0 < done < total == len(text) for done, total in told)
    assert app.text[0].value == "Stopped. There are no results yet."
    paste(app, "A apple.")
    assert marked(app) == {"error": ["A"]}


@pytest.mark.parametrize(
    ("text", "token", "typed", "label"),
    [
        ("The capital of France is Paris.", "6", '"."', "."),
        ("The capital of France is “Paris”!", "5", None, None),
        ("🙂🙂", "1", None, None),
    ],
)
def test_every_token_is_carried_as_the_target(text, token, typed, label):
    app = pasted(text, at=token)
    app.button(key="why_0").click().run()
    target = drawn(app, every_page.TARGET).value
    assert target
    if typed:
        assert target == typed
    moved = open_app("attributions", prompt=drawn(app, every_page.PROMPT).value, target=target)
    [sentence] = [data for data in _components(moved, "lmdash.sentence") if data["tone"] == "answer"]
    marked = [part for part, style in sentence["parts"] if style == "target"]
    assert marked
    assert label in (None, *marked)


def test_of_a_word_written_twice_the_second_time_is_looked_at():
    app = pasted("The the old man sleeps.")
    assert any(each.startswith("Token 2 of the text is ␣the") for each in sentences(app, "text"))


def test_other_texts_are_looked_at_from_their_own_worst_finding():
    app = open_app(PAGE, prompt=LETTER, check_texts="2", check_length="12", sample="1", at="3")
    assert any(each.startswith("Token 4 of the text") for each in sentences(app, "text"))
    drawn(app, every_page.PROMPT).set_value("The capital of Italy is").run()
    assert not {"sample", "finding", "at"} & set(addressed(app))
    assert not any(each.startswith("Token 4 of the text") for each in sentences(app, "text"))


def test_the_first_token_of_a_given_text_can_be_asked_about_too():
    app = pasted("Lazzy dogs sleep.", at="0")
    assert not app.exception
    app.button(key="why_0").click().run()
    assert not app.exception
    assert drawn(app, every_page.PROMPT).value == ""


def test_the_table_has_every_finding_and_its_filters_leave_what_they_say():
    app = open_app(PAGE, prompt=LETTER, check_texts="5", checks_view=View.FINDINGS)
    table = app.dataframe[0].value
    rows = len(table)
    errors = table[table["severity"] == "✕ error"]
    assert set(errors["words"]) == {"recieved"}
    assert set(errors["instead"]) == {"␣received"}
    assert errors["probability"].iloc[0] == pytest.approx(0.7, abs=0.05)
    drawn(app, OF_SEVERITY).set_value(["error"]).run()
    assert len(app.dataframe[0].value) == len(errors) < rows
    drawn(app, OF_TEXT).set_value(["1"]).run()
    assert set(app.dataframe[0].value["text"]) == {1}
    drawn(app, OF_SEVERITY).set_value(["warning"]).run()
    assert any("remove one" in each.value for each in app.info)


def test_the_counts_of_all_texts_are_those_of_the_table():
    address = {"prompt": LETTER, "check_texts": "5"}
    app = open_app(PAGE, **address, checks_view=View.ALL)
    counted = app.dataframe[0].value.set_index("title")["findings"]
    rows = open_app(PAGE, **address, checks_view=View.FINDINGS).dataframe[0].value
    assert counted.to_dict() == rows["title"].value_counts().to_dict()
    assert app.get("vega_lite_chart")


def test_re_check_sets_both_batches_side_by_side():
    address = {"prompt": LETTER, "check_texts": "5", "check_length": "15", "checks_view": View.RECHECK}
    app = open_app(PAGE, **address, edits="L5F*0")
    before, after = _components(app, "lmdash.marked_text")
    plain = open_app(PAGE, **address | {"checks_view": View.TEXT}, sample="0")
    assert "".join(p["text"] for p in before["pieces"]) == "".join(p["text"] for p in marks(plain)["pieces"])
    changed = open_app(PAGE, **address | {"checks_view": View.TEXT}, sample="0", edits="L5F*0")
    assert "".join(p["text"] for p in after["pieces"]) == "".join(p["text"] for p in marks(changed)["pieces"])
    assert any("findings vanished" in each and "texts differ" in each for each in sentences(app, "text"))
    assert "Re-check shows" in sentences(app, "changed")[0]


def test_re_check_without_interventions_compares_temperatures_with_the_same_seeds():
    address = {"check_texts": "3", "check_length": "15", "checks_view": View.RECHECK, "recheck_temperature": "2"}
    app = open_app(PAGE, prompt=LETTER, **address)
    assert any("same seeds" in each.value for each in app.caption)
    before, after = _components(app, "lmdash.marked_text")
    assert before["pieces"] != after["pieces"]
    drawn(app, RECHECK_TEMPERATURE).set_value(0.7).run()
    assert any("temperatures are the same" in each.value for each in app.info)
    given = pasted(FOX, checks_view=View.RECHECK)
    assert any("not written by this model" in each.value for each in given.info)


def test_several_prompts_and_greedy_texts():
    prompts = "The capital of France is\n\nThe parrot said hello\\nand hello and\nThe capital of France is"
    app = open_app(PAGE, check_prompts=prompts, check_texts="100", check_length="3", check_temperature="0")
    assert [chip["label"] for chip in chips(app, "text")] == ["1", "2"]
    assert any("At temperature 0" in each.value for each in app.caption)
    other = open_app(PAGE, check_prompts=prompts, check_texts="2", check_length="3", check_temperature="0", sample="1")
    assert marks(other)["pieces"][0]["text"].startswith("The parrot said hello\nand hello and")


def test_grammar_says_what_each_word_is_and_draws_it():
    app = pasted(FOX, checks_view=View.GRAMMAR, word="4")
    words = chips(app, "word")
    assert [chip["label"] for chip in words][:5] == ["The", "quick", "brown", "fox", "jump"]
    assert any(each.startswith("jump: verb") for each in sentences(app, "text"))
    [drawn] = _components(app, "lmdash.drawing")
    assert "fox is the nominal subject of jump" in drawn["alt"]


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_any_text_has_a_clear_result_in_every_view(text):
    app = pasted(text)
    for view in View:
        drawn(app, VIEW).set_value(view).run()
        assert not app.exception
        assert answer(app)
        assert not sentences(app, "error")
        for element in (*app.markdown, *app.caption, *app.button):
            assert "onerror" not in f"{getattr(element, 'value', '')}{getattr(element, 'label', '')}"


def _typed(text: str, view: View) -> AppTest:
    return pasted(text, checks_view=view)


def test_texts_without_words_say_so():
    assert answer(_typed("", View.TEXT)) == "The text is empty: nothing to check."
    assert answer(_typed("🙂🙃", View.TEXT)) == "There are no words in this text: nothing to check."


def test_a_very_long_text_is_cut_checked_and_shown_around_its_finding():
    text = "The cat sat on the mat. " * 60 + "The cat sat on the lazzy mat. " + "The dog ran. " * 200
    app = pasted(text, finding="0")
    assert not app.exception
    assert sum(len(piece["text"]) for piece in marks(app)["pieces"]) <= 4010
    app = _typed("word " * 60_000, View.ALL)
    assert not app.exception
    assert any("the first 200\u202f000 characters" in note for note in sentences(app, "note"))


def test_a_file_of_texts_is_checked_and_a_wrong_one_refused():
    app = open_app(PAGE, check_source=Source.FILE)
    assert "Choose a file" in answer(app)
    app.get("file_uploader")[0].set_value(
        ("a.csv", b"id,output\n1,The fox jumps.\n2,A lazzy dog.\n3,\n", "text/csv")
    ).run()
    assert "“lazzy” once" in answer(app)
    assert any("“output” is checked" in note for note in sentences(app, "note"))
    app.get("file_uploader")[0].set_value(("a.xlsx", b"no workbook", "application/xlsx")).run()
    assert any("not an XLSX workbook" in error for error in sentences(app, "error"))
    app.get("file_uploader")[0].set_value(("a.txt", FOX.encode(), "text/plain")).run()
    assert answer(app).startswith("2 errors: jump")


def test_everything_can_be_taken_along_as_json():
    from lmdash.analyses.output_checks.check_texts import check_texts
    from lmdash.ui.output_checks.batch import Batch
    from lmdash.ui.output_checks.findings import as_json

    checked = check_texts(None, (FOX,))
    document = json.loads(as_json(Batch(checked, (None,), 1, ())))
    [text] = document["texts"]
    assert text["text"] == FOX
    assert [finding["words"] for finding in text["findings"]] == ["jump", "lazzy"]
    assert document["pipeline"] == "built-in"


@pytest.mark.parametrize(
    "address",
    [
        {"sample": "99", "finding": "99", "at": "99"},
        {"sample": "-1", "finding": "x", "at": "٣"},
        {"pipeline": "en_core_web_xxl", "switched": "a.b.c", "checks_view": "Nothing", "check_source": "<b>"},
        {"check_texts": "many", "check_length": "", "check_temperature": "hot", "check_seed": "NaN"},
    ],
)
def test_rubbish_in_the_address_changes_nothing(address):
    app = open_app(PAGE, **address)
    assert not sentences(app, "error")
    assert "5 texts" in answer(app)


def test_numbers_that_are_too_large_or_too_small_become_the_nearest():
    app = open_app(PAGE, check_texts="1e9", check_length="-5", check_temperature="7")
    assert "100 texts" in answer(app)
    assert (drawn(app, TEXTS).value, drawn(app, LENGTH).value, drawn(app, TEMPERATURE).value) == (100, 1, 2.0)
