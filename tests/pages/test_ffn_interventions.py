"""The FFN debugger without a browser: trace, interventions, effect, search."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from lmdash.demo.cases.examples import KIND_REVIEWS, WRONG_CAPITAL
from lmdash.models.interventions.files import to_json
from lmdash.models.interventions.text import parse_all
from lmdash.ui.frame.addresses import ffn_interventions as own
from lmdash.ui.frame.addresses.every_page import EDITS, Compare
from lmdash.ui.frame.addresses.every_page import PROMPT as PROMPT_BOX
from lmdash.ui.frame.addresses.ffn_interventions import Effect, View
from tests.pages.app import _components, answer, drawn, open_app, sentences

PROMPT = "The capital of Australia is"
PAGE = "ffn_interventions"


def trace(app: AppTest) -> dict:
    [data] = _components(app, "lmdash.ffn_trace")
    return data


def edits(app: AppTest) -> str:
    return drawn(app, EDITS).value


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def test_the_trace_has_every_layer_and_opens_those_that_matter():
    app = open_app(PAGE, prompt=PROMPT)
    data = trace(app)
    assert [row["layer"] for row in data["rows"]] == list(range(6))
    assert sum(row["open"] for row in data["rows"]) == 3
    assert all(len(row["vectors"]) == 10 for row in data["rows"])
    assert data["rows"][5]["after"][0][0] == "␣Sydney"
    strongest = max(data["rows"], key=lambda row: max(abs(row["ffn"]), abs(row["attention"])))
    assert strongest["open"]
    assert f"of layer {strongest['layer']} did most for ␣Sydney (65%)" in answer(app)


def test_effects_are_on_the_target_and_against_another_word():
    app = open_app(PAGE, prompt=PROMPT, target="Canberra", against="Sydney")
    assert "␣Canberra" in answer(app)
    assert "compared with ␣Sydney" in answer(app)
    assert trace(app)["measure"] == "Direct effect on ␣Canberra against ␣Sydney, in logits"


def test_without_and_difference_show_the_same_layers():
    shown = {
        view: trace(open_app(PAGE, prompt=PROMPT, edits="L3D645=0", compare=view, target="Canberra"))
        for view in Compare
    }
    plain = trace(open_app(PAGE, prompt=PROMPT, target="Canberra"))
    assert [row["ffn"] for row in shown[Compare.WITHOUT]["rows"]] == [row["ffn"] for row in plain["rows"]]
    for layer in range(6):
        with_edit, without, change = (shown[view]["rows"][layer] for view in shown)
        assert change["ffn"] == pytest.approx(with_edit["ffn"] - without["ffn"], abs=1e-9)
    changed = [vector for row in shown[Compare.DIFFERENCE]["rows"] for vector in row["vectors"] if vector["changed"]]
    assert [vector["chip"] for vector in changed] == ["L3D645"]


def test_a_vector_of_the_link_is_shown_and_switched_off_by_its_button():
    app = open_app(PAGE, prompt=PROMPT, vector="L3D645")
    assert any("A positive coefficient promotes" in sentence for sentence in sentences(app, "text"))
    button(app, "Switch off").click().run()
    assert edits(app) == "L3D645=0"
    assert sentences(app, "changed")[0].startswith("1 intervention is on")


def test_typing_a_place_switches_it_off_and_a_wrong_one_says_the_range():
    app = open_app(PAGE, prompt=PROMPT)
    app.text_input(key="edit_typed").set_value("l3d645").run()
    assert edits(app) == "L3D645=0"
    app.text_input(key="edit_typed").set_value("L2H1").run()
    assert edits(app) == "L3D645=0\nL2H1*0"
    app.text_input(key="edit_typed").set_value("L2D9999").run()
    assert any("value vectors 0 to 1023" in error for error in sentences(app, "error"))
    app.text_input(key="edit_typed").set_value("L9H1").run()
    assert any("layers 0 to 5" in error for error in sentences(app, "error"))
    app.text_input(key="edit_typed").set_value("<b>x</b>").run()
    assert any("<b>x</b>" in error for error in sentences(app, "error"))
    assert edits(app) == "L3D645=0\nL2H1*0"


def test_every_control_of_a_row_rewrites_its_intervention():
    app = open_app(PAGE, prompt=PROMPT, edits="L3D645=0\nL2H1*0")
    app.selectbox(key="edit_mode_0").set_value("set to").run()
    assert edits(app) == "L3D645=1\nL2H1*0"
    app.number_input(key="edit_value_0").set_value(-2.5).run()
    assert edits(app) == "L3D645=-2.5\nL2H1*0"
    app.selectbox(key="edit_positions_0").set_value("the last token").run()
    assert edits(app) == "L3D645@last=-2.5\nL2H1*0"
    app.toggle(key="edit_on_0").set_value(False).run()
    assert edits(app) == "!L3D645@last=-2.5\nL2H1*0"
    app.selectbox(key="edit_mode_1").set_value("set to its mean").run()
    app.button(key="edit_earlier_1").click().run()
    assert edits(app) == "L2H1=mean\n!L3D645@last=-2.5"
    app.button(key="edit_delete_0").click().run()
    assert edits(app) == "!L3D645@last=-2.5"
    for words, text in {
        "multiply by": "*0.5",
        "add": "+1",
        "set to its mean": "=mean",
        "promote: strongest ×": "^",
        "switch off": "=0",
    }.items():
        app.selectbox(key="edit_mode_0").set_value(words).run()
        assert edits(app) == f"!L3D645@last{text}"
        assert app.selectbox(key="edit_mode_0").value == words
    assert not app.exception


def test_undo_takes_back_one_step_at_a_time():
    app = open_app(PAGE, prompt=PROMPT)
    for place in ("L3D645", "L2H1"):
        app.text_input(key="edit_typed").set_value(place).run()
    app.button(key="edit_clear").click().run()
    assert edits(app) == ""
    app.button(key="edit_undo").click().run()
    assert edits(app) == "L3D645=0\nL2H1*0"
    app.button(key="edit_undo").click().run()
    assert edits(app) == "L3D645=0"


def test_a_push_towards_a_word_can_be_made_and_changed():
    app = open_app(PAGE, prompt=PROMPT)
    app.text_input(key="push_word").set_value("Paris").run()
    app.number_input(key="push_layer").set_value(6).run()
    app.number_input(key="push_strength").set_value(300.0).run()
    app.button(key="push_add").click().run()
    assert edits(app) == 'L6R+300*" Paris"'
    assert "␣Paris" in answer(app)
    app.number_input(key="edit_value_0").set_value(-1.0).run()
    assert edits(app) == 'L6R-1*" Paris"'


def test_a_patch_and_a_list_of_tokens_keep_what_they_are():
    text = 'L5R@last<"The capital of Italy is"\nL1D3@0,2=1'
    app = open_app(PAGE, prompt=PROMPT, edits=text)
    assert app.selectbox(key="edit_mode_0").disabled
    assert app.selectbox(key="edit_positions_1").value == "tokens 0, 2"
    app.toggle(key="edit_on_0").set_value(False).run()
    assert edits(app) == f"!{text}"


def test_a_set_is_saved_and_used_again():
    app = open_app(PAGE, prompt=PROMPT, edits=WRONG_CAPITAL.edits)
    app.text_input(key="set_name").set_value("![x](https://a.b) repair").run()
    app.button(key="set_save").click().run()
    app.button(key="edit_clear").click().run()
    app.button(key="set_use_0").click().run()
    assert edits(app) == WRONG_CAPITAL.edits
    app.button(key="set_drop_0").click().run()
    assert not [each for each in app.button if each.key == "set_use_0"]


def test_a_file_is_taken_and_a_wrong_one_refused():
    app = open_app(PAGE, prompt=PROMPT)
    document = to_json(parse_all(WRONG_CAPITAL.edits)).encode()
    app.get("file_uploader")[0].set_value(("edits.json", document, "application/json")).run()
    assert edits(app) == WRONG_CAPITAL.edits
    app.get("file_uploader")[0].set_value(("edits.json", b"[1]", "application/json")).run()
    assert any("“[1]”" in error for error in sentences(app, "error"))
    assert edits(app) == WRONG_CAPITAL.edits


def test_without_interventions_the_effect_says_what_to_click():
    assert "Click a value vector" in open_app(PAGE, ffn_view=View.EFFECT).info[0].value


def test_the_effect_on_the_next_token_is_told_and_listed():
    app = open_app(PAGE, prompt=PROMPT, target="Canberra", edits=WRONG_CAPITAL.edits, ffn_view=View.EFFECT)
    [said] = [sentence for sentence in sentences(app, "text") if "bits" in sentence]
    assert re.findall(r"␣\w+ \(65%\)", said) == ["␣Sydney (65%)", "␣Canberra (65%)"]
    table = app.dataframe[0].value
    assert table["token"].iloc[0] == "␣Canberra"
    assert table["change"].iloc[0] == pytest.approx(0.29, abs=0.01)


def test_the_text_with_and_without_differs_where_it_is_marked_and_can_be_continued():
    address = {"prompt": PROMPT, "edits": WRONG_CAPITAL.edits, "ffn_view": View.EFFECT, "effect": Effect.TEXT}
    app = open_app(PAGE, **address, effect_length="1")
    said = sentences(app, "text")
    assert f"{PROMPT} Sydney" in said
    assert f"{PROMPT} Canberra" in said
    app.button(key="continue_With").click().run()
    assert drawn(app, PROMPT_BOX).value == f"{PROMPT} Canberra"
    assert edits(app) == WRONG_CAPITAL.edits


def test_the_strength_and_the_control_are_told():
    address = {"prompt": PROMPT, "target": "Canberra", "edits": WRONG_CAPITAL.edits, "ffn_view": View.EFFECT}
    app = open_app(PAGE, **address, effect=Effect.STRENGTH)
    assert any("35% without" in sentence and "65% with" in sentence for sentence in sentences(app, "text"))
    app = open_app(PAGE, **address, effect=Effect.CONTROL)
    assert any("more than 20 of 20" in sentence for sentence in sentences(app, "text"))
    app = open_app(PAGE, **(address | {"edits": "L2H1*0"}), effect=Effect.CONTROL)
    assert any("L2D117=0" in info.value for info in app.info)


def test_the_worked_repair_is_found_and_used_through_the_app():
    app = open_app(PAGE, prompt=PROMPT, ffn_view=View.FIND)
    drawn(app, own.FIND_WORD).set_value("Canberra")
    drawn(app, own.FIND_RIVAL).set_value("Sydney")
    drawn(app, own.FIND_MARGIN).set_value(0.5)
    button(app, "Find an edit").click().run()
    assert not app.exception
    details = [sentence for sentence in sentences(app, "small") if "vector" in sentence and "nats" in sentence]
    assert " ".join(WRONG_CAPITAL.edits.split()) in details[-1]
    said = sentences(app, "text")
    assert "The model now says ␣Canberra (65%)." in said
    assert any("␣Canberra 35% → 65%; ␣Sydney 65% → 35%. " in each and "of 5 other texts keep" in each for each in said)
    app.button(key="use_proposal_2").click().run()
    assert edits(app) == WRONG_CAPITAL.edits
    assert "␣Canberra (65%)" in answer(app)
    assert drawn(app, own.VIEW).value == View.EFFECT


def test_a_search_without_a_word_asks_for_one_and_a_link_brings_its_results():
    app = open_app(PAGE, prompt=PROMPT, ffn_view=View.FIND)
    button(app, "Find an edit").click().run()
    assert any("Type the word" in info.value for info in app.info)
    address = {name: "".join(values) for name, values in app.query_params.items()}
    again = open_app(PAGE, **(address | {own.FIND_WORD.name: "Canberra"}))
    assert any("The model now says ␣Canberra" in sentence for sentence in sentences(again, "text"))


def test_a_third_word_in_the_place_of_a_wrong_one_is_no_success():
    address = {"find_want": own.Want.NOT_SAY, "find_word": "recieved", "ffn_view": View.FIND}
    app = open_app(PAGE, prompt="Dear Anna, thank you for the letter that I", **address)
    button(app, "Find an edit").click().run()
    [said] = [each for each in sentences(app, "text") if each.startswith("The model no longer says")]
    assert said.endswith("Whether that is right was not checked.")
    assert not any("does what you asked" in each for each in [*sentences(app, "text"), *sentences(app, "small")])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_worked_case_opens(number):
    app = open_app(PAGE)
    app.button(key=f"worked_case_{number}").click().run()
    assert not app.exception
    expected = ("␣Canberra", "␣outstanding", "␣water")[number]
    assert expected in answer(app)
    if number < 2:
        assert f"{len(KIND_REVIEWS.edits.split())} interventions are on" in sentences(app, "changed")[0]


@pytest.mark.parametrize("prompt", ["", "a", "🙂 <script>alert(1)</script> **b**", "word " * 250])
@pytest.mark.parametrize("view", list(View))
def test_strange_prompts_work(prompt, view):
    app = open_app(PAGE, prompt=prompt, ffn_view=view, edits="L1D3=2")
    assert "did most" in answer(app)


def test_an_earlier_position_is_what_everything_is_about():
    app = open_app(PAGE, prompt=PROMPT, position="1", edits="L1D3=2", ffn_view=View.EFFECT)
    alone = open_app(PAGE, prompt="The capital", edits="L1D3=2", ffn_view=View.EFFECT)
    assert app.dataframe[0].value["token"].tolist() == alone.dataframe[0].value["token"].tolist()
    assert "␣of" in answer(app)
