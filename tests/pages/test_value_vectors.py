import json
import re

import pytest

from lmdash.analyses.value_vectors.search import Combined
from lmdash.analyses.value_vectors.vectors import vector_tokens
from lmdash.models.opening.catalog import SUGGESTED
from lmdash.models.service import service
from lmdash.ui.frame.addresses import value_vectors as own
from lmdash.ui.frame.addresses.every_page import COMPARE, EDITS, MODEL, Compare
from lmdash.ui.frame.addresses.value_vectors import Direction, Order, Part, Source, View
from tests.models.families import tiny_model
from tests.pages.app import answer, drawn, open_app, sentences, unfold

PAGE = "value_vectors"
GOOD = "L4D352"  # of the built-in model: good, lovely, great, wonderful


@pytest.fixture(autouse=True)
def _own_cache_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def rows(app, name):
    """The lines of the list called ``name``."""
    sent = [
        json.loads(e.proto.json) for e in app.get("bidi_component") if e.proto.component_name == "lmdash.vector_rows"
    ]
    [data] = [each for each in sent if each["name"] == name]
    return data["rows"]


def press(app, label):
    [button] = [button for button in app.button if button.label == label]
    return button.click().run()


def test_a_first_visit_shows_the_vectors_of_some_words():
    app = open_app(PAGE)
    assert answer(app).startswith(f"Of 6\u202f144 value vectors, {GOOD} promotes ␣wonderful ␣lovely ␣great most: ")
    found = rows(app, "vector found")
    assert len(found) == 10
    assert found[0]["chip"] == GOOD
    assert {label for label, hit in found[0]["tokens"] if hit} == {"␣wonderful", "␣lovely", "␣great"}
    scores = [float(row["number"].removesuffix(" sd")) for row in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 4


@pytest.mark.parametrize(
    ("words", "token"),
    [("he, she", "␣he"), ("Africa, Asia, Europe", "␣Asia"), ("seven, four, nine", "␣four"), ("terrible", "␣awful")],
)
def test_words_of_a_kind_find_a_vector_of_that_kind(words, token):
    [first, *_] = rows(open_app(PAGE, find=words), "vector found")
    assert token in [label for label, _ in first["tokens"]]


def test_suppressing_vectors_are_below_and_show_what_they_suppress():
    app = open_app(PAGE, find="Canberra", direction=Direction.SUPPRESS)
    assert " suppresses ␣Canberra most: " in answer(app)
    assert "standard deviations below" in answer(app)
    [first, *_] = rows(app, "vector found")
    assert first["number"].startswith("−")
    layer, neuron = map(int, re.fullmatch(r"L(\d+)D(\d+)", first["chip"]).groups())
    tokens = service().run("demo", vector_tokens, vectors=((layer, neuron),), count=3)
    assert [label for label, _ in first["tokens"]][:3] == tokens.of(0, "suppressed")["token"].tolist()


def test_only_the_chosen_layers_and_number_are_shown():
    app = open_app(PAGE, vectors_shown="25")
    drawn(app, own.LAYERS).set_value(("L1", "L2")).run()
    found = rows(app, "vector found")
    assert len(found) == 25
    assert {row["chip"][:2] for row in found} == {"L1", "L2"}
    assert "Of 2\u202f048 value vectors" in answer(app)


def test_the_worst_served_word_counts_if_every_one_must_be():
    every = open_app(PAGE, find="wonderful, terrible", combined=Combined.MINIMUM)
    table = unfold(every, "search_table").dataframe[0].value
    assert (table["score"] == table[["word 0", "word 1"]].min(axis=1)).all()
    table = unfold(open_app(PAGE, find="wonderful, terrible"), "search_table").dataframe[0].value
    assert table["score"].tolist() == pytest.approx(table[["word 0", "word 1"]].mean(axis=1).tolist(), abs=1e-5)


def test_a_word_of_several_tokens_is_said_to_be_searched_by_its_first():
    app = open_app(PAGE, find="hippopotamus")
    assert any("“hippopotamus”" in said for said in sentences(app, "small"))


@pytest.mark.parametrize("words", [" , ", ""])
def test_no_words_says_what_to_type(words):
    app = open_app(PAGE)
    drawn(app, own.FIND).set_value(words).run()
    assert "Type one or more words" in answer(app)


@pytest.mark.parametrize("words", ["🙂", "<b>x</b>, ![](https://example.org/a.png)", "日本, the", '", \\, {}'])
def test_any_words_can_be_searched(words):
    assert rows(open_app(PAGE, find=words), "vector found")


def test_a_link_opens_the_details_of_a_vector():
    app = open_app(PAGE, vector=GOOD, prompt="The waiter was friendly. The restaurant was")
    [said] = [said for said in sentences(app, "text") if said.startswith("A positive coefficient promotes ")]
    assert "␣good ␣lovely ␣great" in said
    assert "At ␣was its coefficient is " in said
    unfold(app, "vector_tokens_table")
    table = next(frame.value for frame in app.dataframe if "side" in frame.value)
    assert table["side"].value_counts().to_dict() == {"promoted": 50, "suppressed": 50}
    assert len(app.get("vega_lite_chart")) == 2
    assert not any(press(app, "Close").get("vega_lite_chart"))


@pytest.mark.parametrize("vector", ["L9D0", "L0D9999", "nonsense", "<b>", "L1"])
def test_a_vector_that_is_not_there_is_ignored(vector):
    app = open_app(PAGE, vector=vector)
    assert not [said for said in sentences(app, "text") if said.startswith("A positive coefficient")]
    assert not sentences(app, "error")


@pytest.mark.parametrize(
    ("label", "scope", "written"),
    [
        ("Switch off", "all tokens", "L4D352=0"),
        ("Promote", "the last token", "L4D352@last^"),
        ("Set", "the chosen token and after", "L4D352@2:=3"),
    ],
)
def test_a_vector_is_sent_to_the_interventions(label, scope, written):
    app = open_app(PAGE, vector=GOOD, position="2")
    app.selectbox(key="vector_scope").set_value(scope).run()
    app = press(app, label)
    assert drawn(app, EDITS).value == written
    assert any(said.startswith("1 intervention is on") for said in sentences(app, "changed"))
    assert any("352 of layer 4" in said for said in sentences(app, "changed"))


def test_what_is_set_is_what_the_prompt_then_shows_and_the_difference_too():
    app = open_app(PAGE, vector=GOOD, vector_part=Part.PROMPT, edits="L4D352@last=2.5")
    app.session_state[f"{GOOD}_coefficients_table"] = True
    app.run()
    table = next(frame.value for frame in app.dataframe if "dominance" in frame.value)
    assert table["coefficient"].iloc[-1] == 2.5
    drawn(app, COMPARE).set_value(Compare.WITHOUT).run()
    plain = next(frame.value for frame in app.dataframe if "dominance" in frame.value)
    drawn(app, COMPARE).set_value(Compare.DIFFERENCE).run()
    change = next(frame.value for frame in app.dataframe if "dominance" in frame.value)
    assert change["coefficient"].iloc[-1] == pytest.approx(2.5 - plain["coefficient"].iloc[-1])
    assert (change["coefficient"].iloc[:-1] == 0).all()


def test_a_name_is_shown_in_the_lists_and_travels_in_the_link():
    name = 'good: "things"; <b>&'
    app = open_app(PAGE, vector=GOOD)
    app.text_input(key=f"vector_name_{GOOD}").set_value(name).run()
    assert rows(app, "vector found")[0]["name"] == name
    link = app.query_params[own.NAMES.name]
    again = open_app(PAGE, names=link[0] if isinstance(link, list) else link)
    assert rows(again, "vector found")[0]["name"] == name
    app.text_input(key=f"vector_name_{GOOD}").set_value("").run()
    assert rows(app, "vector found")[0]["name"] == ""
    assert own.NAMES.name not in app.query_params


def test_nearest_vectors_and_the_group_are_lists_to_go_on_from():
    near = rows(open_app(PAGE, vector=GOOD, vector_part=Part.NEAREST), "nearest vector")
    assert len(near) == 12
    assert GOOD not in [row["chip"] for row in near]
    group = rows(open_app(PAGE, vector=GOOD, vector_part=Part.GROUP), "vector of the group")
    assert 0 < len(group) <= 12


def test_a_layer_is_browsed_page_by_page_in_three_orders():
    app = open_app(PAGE, vectors_view=View.BROWSE, browse_order=Order.NEURON)
    assert [row["chip"] for row in rows(app, "vector of the layer")] == [f"L5D{n}" for n in range(10)]
    drawn(app, own.LIST_PAGE).set_value(103).run()
    assert [row["chip"] for row in rows(app, "vector of the layer")] == [f"L5D{n}" for n in range(1020, 1024)]
    drawn(app, own.LIST_PAGE).set_value(1).run()
    drawn(app, own.LAYER).set_value(2).run()
    drawn(app, own.ORDER).set_value(Order.LENGTH).run()
    lengths = unfold(app, "layer_table").dataframe[0].value["length"]
    assert lengths.is_monotonic_decreasing
    assert rows(app, "vector of the layer")[0]["chip"] == f"L2D{app.dataframe[0].value['neuron'].iloc[0]}"
    drawn(app, own.ORDER).set_value(Order.DOMINANCE).run()
    top = rows(app, "vector of the layer")[0]["chip"]
    assert f"Of the 1\u202f024 value vectors of layer 2, {top} writes the most at ␣is" in answer(app)


@pytest.mark.parametrize(
    ("typed", "says"), [("L9D1", "layers 0 to 5"), ("L1D5000", "value vectors 0 to 1023"), ("music", "such as L3D117")]
)
def test_going_to_a_vector_says_what_the_model_has(typed, says):
    app = open_app(PAGE, vectors_view=View.BROWSE)
    app.text_input(key="go_to_vector").set_value(typed).run()
    assert any(says in error for error in sentences(app, "error"))
    app.text_input(key="go_to_vector").set_value("l4d352").run()
    assert not sentences(app, "error")
    assert any(said.startswith("A positive coefficient promotes ␣good") for said in sentences(app, "text"))


def test_groups_open_by_link_and_lead_back():
    app = open_app(PAGE, vectors_view=View.CLUSTERS, clusters="25")
    assert answer(app).startswith("6\u202f144 value vectors fall into 25 groups by direction")
    groups = rows(app, "group")
    size = int(groups[0]["number"].split(" ")[0])
    app = open_app(PAGE, vectors_view=View.CLUSTERS, clusters="25", cluster="1")
    assert len(unfold(app, "group_table").dataframe[0].value) == size
    assert len(rows(app, "vector of the group")) == min(size, 20)
    assert rows(press(app, "All groups"), "group") == groups


def test_groups_are_found_by_a_token():
    app = open_app(PAGE, vectors_view=View.CLUSTERS, clusters="25")
    token = rows(app, "group")[3]["tokens"][0][0].strip("␣")
    drawn(app, own.GROUP_WORD).set_value(token).run()
    assert all(any(token.casefold() in label.casefold() for label, _ in row["tokens"]) for row in rows(app, "group"))
    drawn(app, own.GROUP_WORD).set_value("qqqq").run()
    assert "“qqqq”" in app.info[0].value


def test_where_a_vector_fires_is_listed_with_the_words_around():
    app = open_app(PAGE, vectors_view=View.FIRES, vector=GOOD)
    assert re.match(GOOD + r" fires most at .+ \(coefficient \+\d", answer(app))
    unfold(app, "fires_table")
    table = next(frame.value for frame in app.dataframe if "before" in frame.value)
    largest = table[table["side"] == "largest"]
    assert largest["coefficient"].is_monotonic_decreasing
    listed = [said for said in sentences(app, "text") if said.startswith("+")]
    assert listed[0].endswith(largest["before"].iloc[0] + largest["token"].iloc[0] + largest["after"].iloc[0])


def test_a_text_of_ones_own_is_read_and_without_one_it_says_what_to_do():
    app = open_app(PAGE, vectors_view=View.FIRES, vector=GOOD, fires_text=Source.FILE)
    assert "Choose a text file" in app.info[0].value
    app.file_uploader(key="fires_file").upload("my.txt", b"The soup was lovely and the waiter was <b>kind</b>.")
    app.run()
    assert not app.exception
    assert answer(app).startswith(GOOD + " fires most at ")
    unfold(app, "fires_table")
    table = next(frame.value for frame in app.dataframe if "before" in frame.value)
    assert ("lovely" in (table["before"] + table["token"] + table["after"]).iloc[0]) is True


@pytest.mark.parametrize("prompt", ["", "a", "🙂 <b>x</b> ![](https://example.org/a.png)", "word " * 300])
@pytest.mark.parametrize("part", [Part.TOKENS, Part.PROMPT])
def test_any_prompt_works(prompt, part):
    app = open_app(PAGE, vector=GOOD, vector_part=part, prompt=prompt)
    assert not sentences(app, "error")
    assert rows(app, "vector found")


@pytest.fixture
def saved(tokenizer, tmp_path, monkeypatch):
    """A tiny model of a family as a folder, among the suggestions: AppTest cannot type into a selectbox."""

    def save(family):
        folder = tmp_path / family
        tiny_model(family, len(tokenizer)).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        monkeypatch.setitem(SUGGESTED, str(folder), "a folder")
        return str(folder)

    return save


def test_a_mixture_of_experts_says_why_not(saved):
    app = open_app(PAGE, model=saved("mixtral"))
    assert "mixtures of experts" in answer(app)


@pytest.mark.thinned(2)
@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("family", ["qwen2_moe", "gemma2", "falcon"])
def test_every_view_works_with_families_of_other_structure(family, view, saved):
    model = saved(family)
    app = open_app(PAGE, model=model, vectors_view=view, find="the", vector="L1D3", prompt="The cat sat")
    assert not sentences(app, "error")
    assert answer(app)
    assert any(said.startswith("A positive coefficient") for said in sentences(app, "text"))


def test_a_layer_of_experts_among_others_is_left_out_with_a_word(saved):
    model = saved("qwen2_moe")
    app = open_app(PAGE, model=model, vectors_view=View.BROWSE, vector="L0D3")
    assert "layer 1" in answer(app)
    assert not sentences(app, "error")
    app = open_app(PAGE, model=model, find="the")
    drawn(app, own.LAYERS).set_value(("L0", "L0")).run()
    assert "mixtures of experts" in answer(app)


def test_another_model_takes_the_place_of_a_larger_one(saved):
    model = saved("llama")
    app = open_app(PAGE, vectors_view=View.BROWSE, vector="L5D800")
    drawn(app, MODEL).set_value(model).run()
    assert not app.exception
    assert not sentences(app, "error")
    assert "48 value vectors of layer 2" in answer(app)
    drawn(app, own.VIEW).set_value(View.SEARCH).run()
    assert not app.exception
    assert "Of 144 value vectors" in answer(app)
