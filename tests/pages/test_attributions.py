"""The Attributions page without a browser: answer, methods, targets, parts, replacement, checks, bad input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lmdash.analyses.attributions.result import METHODS
from lmdash.analyses.common.features import parse_spans
from lmdash.ui.attributions import question as improving
from lmdash.ui.attributions.spans import mark
from lmdash.ui.frame.addresses.attributions import (
    AGAINST,
    AGREEMENT,
    EXPLAIN,
    METHOD,
    SPANS,
    WITHOUT_WORDS,
    Explain,
)
from lmdash.ui.frame.addresses.every_page import PROMPT
from tests.pages.app import _components, answer, chips, drawn, open_app, sentences

PAGE = "attributions"
MARY = "When Mary and John went to the store, John gave a drink to"
LONG = "The cat sat on the mat and looked at the dog. " * 12 + "The capital of France is"


@pytest.fixture(autouse=True)
def _any_time_is_quick(monkeypatch):
    """What is run without being asked for must not depend on how busy the machine is."""
    monkeypatch.setattr("lmdash.ui.attributions.question.QUICK", 1000.0)


def strip(app: AppTest) -> dict[str, dict]:
    return {chip["label"]: chip for chip in chips(app, "part of the prompt")}


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


def said(app: AppTest, start: str, tone: str = "text") -> str:
    [sentence] = [each for each in sentences(app, tone) if each.startswith(start)]
    return sentence


def click(app: AppTest, strip_key: str, index: int) -> AppTest:
    app.session_state[strip_key] = {"clicked": index}
    return app


def test_a_first_visit_has_the_answer_the_colours_the_picture_and_the_checks():
    app = open_app(PAGE)
    assert "matters most: without it the answer ␣Paris drops from" in answer(app)
    coloured = strip(app)
    assert list(coloured) == ["The", "␣capital", "␣of", "␣France", "␣is"]
    assert coloured["␣France"]["sign"] == "raises"
    assert coloured["␣France"]["detail"].startswith("+")
    assert charts(app) == 2  # the picture and the deletion curve
    assert said(app, "The numbers add up").endswith("exact Shapley values.")
    assert said(app, "Checked against the definition").endswith("below 0.00001 nats.")
    [verdict] = sentences(app, "changed")
    assert verdict.startswith("SHAP and LIME ")
    assert "random orders" in verdict
    assert not [button for button in app.button if button.label == "To the end of the prompt"]


@pytest.mark.parametrize(("method", "name"), METHODS.items())
def test_every_method_answers_and_says_what_it_is(method, name):
    app = open_app(PAGE, method=method)
    assert "without it the answer ␣Paris" in answer(app)
    assert any(caption.value.startswith(name.split()[0]) for caption in app.caption)
    assert len(strip(app)) == 5
    assert charts(app) == 2
    assert not sentences(app, "error")


def test_lime_tells_its_fit_and_warns_where_it_is_weak():
    app = open_app(PAGE, method="lime")
    assert "weighted R²" in said(app, "The fit explains")
    assert not sentences(app, "note")
    narrow = open_app(PAGE, method="lime", kernel_width="4")
    assert not any(sentence.startswith("The fit explains") for sentence in sentences(narrow, "text"))
    [note] = [note for note in sentences(narrow, "note") if "R²" in note]
    assert "too few for the 6 numbers that it fits" in note
    short = open_app(PAGE, method="lime", prompt="The capital")
    assert any("A prompt this short" in note for note in sentences(short, "note"))


def test_rollout_has_no_sign():
    coloured = strip(open_app(PAGE, method="rollout"))
    assert {chip["sign"] for chip in coloured.values()} == {""}
    assert all(chip["detail"].endswith("%") for chip in coloured.values())


def test_a_click_on_a_word_says_what_happens_without_it():
    app = open_app(PAGE, feature="2")
    assert "), the answer ␣Paris " in said(app, "Without ␣of (replaced by ")
    app.session_state[WITHOUT_WORDS.id] = True
    app.run()
    assert charts(app) == 3
    assert said(app, "The model then reads", "small")


def test_the_target_word_is_what_is_explained():
    app = open_app(PAGE, target="London")
    assert "␣London" in answer(app)
    several = open_app(PAGE, target="London is a big city")
    assert "␣London␣is␣a␣big␣city" in answer(several)
    assert len(chips(several, "explained token")) >= 5


def test_one_word_or_another():
    app = open_app(PAGE, explain="this_or_that")
    assert "Type the word" in app.info[0].value
    assert answer(app)
    drawn(app, AGAINST).set_value("London").run()
    assert "␣France does most to decide between ␣Paris and ␣London: without it the answer ␣Paris" in answer(app)
    assert said(app, "The numbers add up")
    drawn(app, AGAINST).set_value("Paris").run()
    assert any("the same" in error for error in sentences(app, "error"))
    assert drawn(app, EXPLAIN).value == Explain.RIVAL  # the controls stay


def test_a_written_text_has_a_matrix_and_its_tokens_can_be_clicked():
    about = {"explain": "written_text", "explain_length": "4", "prompt": "Once upon a time, there was"}
    app = open_app(PAGE, **about, method="leave_one_out")
    written = chips(app, "explained token")
    assert len(written) == 4
    assert written[0]["label"] == "␣a"
    assert charts(app) == 3  # the matrix, the picture and the deletion curve
    whole = strip(app)
    step = open_app(PAGE, **about, method="leave_one_out", step="0")
    assert {label: chip["detail"] for label, chip in strip(step).items()} != {
        label: chip["detail"] for label, chip in whole.items()
    }
    assert [button for button in step.button if button.label == "All of them together"]


@pytest.mark.parametrize(
    ("parts", "labels"),
    [
        ("tokens", ["The", "␣capital", "␣of", "␣France", "␣is"]),
        ("sentences", ["The␣capital␣of␣France␣is"]),
    ],
)
def test_parts(parts, labels):
    assert list(strip(open_app(PAGE, parts=parts))) == labels


def test_spans_are_marked_by_two_clicks_and_what_is_not_marked_stays():
    app = open_app(PAGE, parts="spans")
    assert answer(app)
    drawn(app, SPANS).set_value("0-1, 3").run()
    coloured = strip(app)
    assert [label for label, chip in coloured.items() if not chip["special"]] == ["The␣capital", "␣France"]
    assert [chip["strength"] for chip in chips(app, "token to mark")] == ["1.000", "1.000", "0.000", "1.000", "0.000"]


@pytest.mark.parametrize("spans", ["7", "3-1", "x", "0-2,2", "-1", "<b>", "99999999999", "1-2-3", ","])
def test_an_unknown_span_is_explained(spans):
    app = open_app(PAGE, parts="spans", spans=spans)
    assert sentences(app, "error") or app.info
    assert drawn(app, SPANS).value == spans
    assert not app.exception


@given(
    spans=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3)), max_size=4),
    clicks=st.lists(st.integers(0, 11), max_size=12),
)
@settings(max_examples=200, deadline=None)
def test_any_clicks_leave_spans_that_can_be_read(spans, clicks):
    marked, begun = [], None
    for start, more in spans:
        text, _ = mark(marked, start, min(start + more, 11))
        marked = parse_spans(text, 12)
    for index in clicks:
        text, begun = mark(marked, begun, index)
        marked = parse_spans(text, 12)
    assert all(start < stop for start, stop in marked)


def test_two_clicks_mark_a_span_and_a_third_takes_it_away():
    assert mark([], None, 3) == ("", 3)
    assert mark([], 3, 1) == ("1-3", None)
    assert mark([(1, 4), (6, 7)], None, 2) == ("6", None)
    assert mark([(1, 4)], 3, 5) == ("3-5", None)  # a new span takes the place of what it meets


@pytest.mark.parametrize(
    ("hidden_as", "word"), [("my_word", ""), ("my_word", "zebra"), ("my_word", "<b>"), ("other_words", "")]
)
def test_hidden_words_are_replaced_and_it_is_said_by_what(hidden_as, word):
    app = open_app(PAGE, hidden_as=hidden_as, hidden_word=word)
    assert "matters most" in answer(app)
    becomes = said(app, "Without ")
    if word == "zebra":
        assert "replaced by ␣ze" in becomes
    if hidden_as == "other_words":
        assert "…" in becomes


def test_combinations_are_counted_without_the_texts_that_each_is_averaged_over():
    app = open_app(PAGE)  # five words, each replaced by other words in eight ways
    assert "All 32 combinations" in said(app, "The numbers add up")
    assert "over all 32 combinations" in said(app, "Checked against")


def test_logits_are_another_measure():
    nats, logits = (
        said(open_app(PAGE, measured_as=name), "The numbers add up") for name in ("log_probability", "logit")
    )
    assert "nats" in nats
    assert "logits" in logits


def test_the_waterfall_and_the_order_of_the_prompt():
    for view in ("prompt_order", "waterfall"):
        app = open_app(PAGE, attribution_view=view)
        assert charts(app) == 2
        assert not app.info
    assert "choose SHAP" in open_app(PAGE, method="lime", attribution_view="waterfall").info[0].value


def test_methods_are_compared_on_request():
    app = open_app(PAGE)
    app.session_state[AGREEMENT.id] = True
    app.run()
    buttons = [button for button in app.button if button.key == "run_agreement"]
    if buttons:
        buttons[0].click().run()
    assert not app.exception
    assert charts(app) == 3
    assert list(app.dataframe[-1].value["method"]) == list(METHODS.values())


def test_with_without_and_the_difference():
    address = {"edits": "L4H1*0", "prompt": MARY, "method": "leave_one_out"}
    shown = {view: strip(open_app(PAGE, **address, compare=view)) for view in ("with", "without", "difference")}
    plain = strip(open_app(PAGE, **(address | {"edits": ""})))
    assert [chip["detail"] for chip in shown["without"].values()] == [chip["detail"] for chip in plain.values()]

    def number(chip):
        return float(chip["detail"].replace("−", "-"))

    for label, chip in shown["difference"].items():
        change = number(shown["with"][label]) - number(shown["without"][label])
        assert number(chip) == pytest.approx(change, abs=0.011)
    app = open_app(PAGE, **address, compare="difference")
    assert answer(app).startswith("The interventions ")
    assert any("one model at a time" in info.value for info in app.info)


def test_an_earlier_position_is_what_is_explained():
    app = open_app(PAGE, position="2")
    assert list(strip(app)) == ["The", "␣capital", "␣of"]
    assert [button for button in app.button if button.label == "To the end of the prompt"]


def test_what_takes_very_long_is_offered_below_an_estimate_and_kept_once_it_was_run(monkeypatch):
    monkeypatch.setattr("lmdash.ui.attributions.question.QUICK", 0.0)
    monkeypatch.setattr("lmdash.ui.attributions.question.LONG", 0.0)
    app = open_app(PAGE, prompt=LONG)
    assert answer(app).startswith("Not measured yet: by a rough estimate (relevance), ")
    assert len(chips(app, "part of the prompt")) > 100
    [button] = [button for button in app.button if button.key == "run_attribution_shap"]
    assert button.label.startswith("Run SHAP (about ")
    assert any("versions of this prompt" in caption.value for caption in app.caption)
    drawn(app, METHOD).set_value("leave_one_out").run()
    app.button(key="run_attribution_leave_one_out").click().run()
    assert "matters most: without it" in answer(app)
    drawn(app, METHOD).set_value("shap").run()
    assert "This rests on Leave-one-out; SHAP is more exact." in answer(app)
    drawn(app, METHOD).set_value("leave_one_out").run()
    assert "This rests on" not in answer(app)  # without a click, from what was kept


def test_better_methods_take_the_place_of_the_estimate_one_by_one(monkeypatch):
    quick = open_app(PAGE)
    monkeypatch.setattr("lmdash.ui.attributions.question.QUICK", 0.0)
    run = []
    once = improving.Question.run

    def counted(self, method=None):
        run.append(method or self.method)
        return once(self, method)

    monkeypatch.setattr(improving.Question, "run", counted)
    app = open_app(PAGE)
    assert list(dict.fromkeys(run))[:3] == ["relevance", "leave_one_out", "shap"]
    assert run[:3] == ["relevance", "leave_one_out", "leave_one_out"]
    assert answer(app) == answer(quick)
    assert strip(app) == strip(quick)


def test_a_better_method_that_is_stopped_leaves_the_answer_and_can_go_on(monkeypatch):
    import streamlit as st_streamlit

    from lmdash.ui.frame import watch

    monkeypatch.setattr("lmdash.ui.attributions.question.QUICK", 0.0)
    step, stopped = watch.Watch.step, []

    def stop(self, done, total):
        if "SHAP" in self._doing and not stopped:
            stopped.append(self._request)
            watch.remember_stop(self._request)
            st_streamlit.rerun()
        step(self, done, total)

    monkeypatch.setattr(watch.Watch, "step", stop)
    app = open_app(PAGE, prompt="The capital of Norway is")
    assert "This rests on Leave-one-out; SHAP is more exact." in answer(app)
    assert [text.value for text in app.text] == ["Stopped. There are no results yet."]
    next(button for button in app.button if button.label == "Go on").click().run()
    assert "This rests on" not in answer(app)
    assert said(app, "The numbers add up")


def test_a_model_that_relevance_does_not_cover_starts_with_leave_one_out(monkeypatch):
    monkeypatch.setattr("lmdash.ui.attributions.question.QUICK", 0.0)
    monkeypatch.setattr("lmdash.ui.attributions.question.LONG", 0.0)
    monkeypatch.setattr("lmdash.analyses.attributions.relevance.MOST_OFF", -1.0)
    app = open_app(PAGE, prompt="The capital of Spain is")
    assert "This rests on Leave-one-out" in answer(app)
    assert not app.exception


def test_a_run_that_was_stopped_says_so_and_can_go_on(monkeypatch):
    from lmdash.ui.frame import watch

    app = open_app(PAGE, prompt="The capital of Japan is")
    shown = {label: chip["detail"] for label, chip in strip(app).items()}
    stopped = []

    def stop(self, done, total):
        if not stopped:
            stopped.append(self._request)
            watch.remember_stop(self._request)
            st_streamlit.rerun()

    import streamlit as st_streamlit

    monkeypatch.setattr(watch.Watch, "step", stop)
    drawn(app, PROMPT).set_value("The capital of Italy is").run()
    assert [text.value for text in app.text] == ["Stopped. There are no results yet."]
    assert answer(app).startswith("The model says ␣Rome")
    next(button for button in app.button if button.label == "Go on").click().run()
    assert answer(app).startswith("␣Italy matters most")
    assert {label: chip["detail"] for label, chip in strip(app).items()} != shown


@pytest.mark.thinned(3)
@pytest.mark.parametrize("method", ["shap", "leave_one_out", "integrated_gradients", "rollout"])
@pytest.mark.parametrize(
    "prompt",
    ["", "Paris", "🙂", "🙂 <script>alert(1)</script> **b** ![x](https://a.b/c.png)", "\n\n\t", "a\0b", "   "],
)
def test_strange_prompts_get_an_answer_or_a_sentence(prompt, method):
    hidden_as = "other_words" if method == "shap" else "neutral_token"  # with fewer runs
    app = open_app(PAGE, prompt=prompt, method=method, hidden_as=hidden_as)
    assert sentences(app, "answer") or sentences(app, "error")
    assert not app.exception


def test_five_thousand_characters(monkeypatch):
    monkeypatch.setattr("lmdash.ui.attributions.question.QUICK", 0.0)
    app = open_app(PAGE, prompt="word " * 1000, method="gradient")
    assert "without it" in answer(app)
    assert len(chips(app, "part of the prompt")) > 100
    assert any("were left out" in note for note in sentences(app, "note"))


def test_rubbish_in_the_address_changes_nothing():
    app = open_app(
        PAGE,
        method="Magic",
        explain="<b>",
        parts="1",
        hidden_as="x",
        measured_as="",
        shap_runs="-5",
        lime_samples="many",
        kernel_width="NaN",
        ig_steps="1e9",
        attribution_seed="x",
        feature="900",
        step="77",
        attribution_view="Nothing",
        explain_length="0",
    )
    assert "␣Paris" in answer(app)
    assert _components(app, "lmdash.token_strip")
