import pytest

from lmdash.analyses.attention.patterns import attention_patterns
from lmdash.analyses.attention.probe import head_probe
from lmdash.charts.attention import PICK
from lmdash.charts.numbers import percent, percent_in_words
from lmdash.models.service import service
from lmdash.ui.frame.addresses.attention import (
    AGAINST,
    CHOSEN_HEADS,
    CONTRIBUTION,
    HEAD,
    HEADS,
    HIDE_FIRST,
    KEY,
    LAYER,
    PAGE,
    PROBE,
    STEP,
    THRESHOLD,
    TOGETHER,
    TOWARDS,
    VIEW,
    WORDS_JOINED,
    WRITE_ON,
    Heads,
    Together,
    View,
)
from lmdash.ui.frame.addresses.every_page import COMPARE, EDITS, POSITION, PROMPT, Compare
from tests.pages.app import _components, answer, chips, drawn, open_app, sentences

MARY = "When Mary and John went to the store, John gave a drink to"
LIST = "cat river seven lamp green apple cat river seven lamp green"


def _ids(model, text):
    return model.tokens.encode(text).ids


def _weights(prompt: str, layer: int, head: int):
    ids = service().run("demo", _ids, text=prompt)
    return service().run("demo", attention_patterns, ids=ids, heads=((layer, head),)).weights[0]


def _picture(app, name: str) -> dict:
    [data] = _components(app, name)
    return data


def _lines(app) -> dict:
    return _picture(app, "lmdash.attention_lines")


def _heat_map(app) -> dict:
    return _picture(app, "lmdash.attention_heat_map")


def test_the_headline_is_the_largest_weight_of_the_chosen_token():
    row = _weights(MARY, 5, 0)[-1]
    said = answer(open_app(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0}))
    assert said == f"L5H0 looks mostly at ␣Mary ({percent_in_words(float(row.max()))}) when it reads ␣to."


def test_a_chosen_position_is_what_reads():
    app = open_app(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, POSITION: 9})
    assert answer(app).endswith("when it reads ␣John.")
    assert _lines(app)["chosen"] == 9
    first = answer(open_app(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, POSITION: 0}))
    assert first.startswith("L5H0 can only look at When itself")


@pytest.mark.parametrize(
    "address", [{LAYER.name: "99", HEAD.name: "0"}, {LAYER.name: "x", HEAD.name: "1"}, {HEAD.name: "1"}]
)
def test_a_head_that_is_not_there_is_ignored(address):
    assert answer(open_app(PAGE, **address)) == answer(open_app(PAGE))


def test_heads_that_copy_are_named_and_open_with_a_click():
    app = open_app(PAGE, {PROMPT: LIST})
    habits = service().run("demo", head_probe, seed=0).habits()
    copying = next(iter(habits))
    [names] = [sentence for sentence in sentences(app, "text") if sentence.endswith(f" {copying.several}.")]
    for layer, head in habits[copying]:
        assert f"L{layer}H{head}" in names
    assert [chip["label"] for chip in chips(app, f"head that {copying.one}")]


def test_a_click_on_the_map_opens_the_head():
    app = open_app(PAGE, {PROMPT: LIST, LAYER: 0, HEAD: 0})
    app.session_state["head_map_L0H0"] = {"selection": {PICK: [{"layer": 5, "head": 3}]}}
    from lmdash.ui.attention.overview import picked_head

    assert picked_head(app.session_state["head_map_L0H0"]) == (5, 3)
    assert picked_head({"selection": {PICK: []}}) is None


def test_the_head_box_opens_a_head():
    app = open_app(PAGE, {PROMPT: LIST, LAYER: 0, HEAD: 0})
    box = next(each for each in app.selectbox if each.label == "Head")
    box.select("L5H3").run()
    assert answer(app).startswith("L5H3")
    assert app.query_params[LAYER.name] == "5"
    assert app.query_params[HEAD.name] == "3"


def test_the_head_box_shows_what_was_opened_by_another_way():
    app = open_app(PAGE)
    before = answer(app)
    drawn(app, PROMPT).set_value(LIST).run()
    box = next(each for each in app.selectbox if each.label == "Head")
    assert answer(app).split()[0] == box.value != before.split()[0]
    box.select("L0H0").run()
    assert answer(app).startswith("L0H0")
    drawn(app, HEADS).select(Heads.CHOSEN).run()
    assert drawn(app, CHOSEN_HEADS).value == ["L0H0"]
    assert drawn(app, HEADS).value is Heads.CHOSEN


def test_lines_below_the_threshold_are_left_out_and_counted():
    app = open_app(PAGE, {PROMPT: MARY, LAYER: 4, HEAD: 1, THRESHOLD: 0.3})
    weights = _weights(MARY, 4, 1)
    lines = _lines(app)["lines"]
    assert len(lines) == (weights >= 0.3).sum()
    hidden = percent(float(weights[weights < 0.3].sum() / weights.sum()))
    assert any(f"30% are hidden, together {hidden} of all attention" in caption.value for caption in app.caption)


def test_several_heads_apart_and_together():
    apart = _lines(open_app(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, HEADS: Heads.LAYER}))
    assert apart["names"] == ["L5H0", "L5H1", "L5H2", "L5H3"]
    one = _lines(open_app(PAGE, {PROMPT: MARY, HEADS: Heads.ALL}))
    assert one["names"] == ["mean of 24 heads"]
    largest = _lines(open_app(PAGE, {PROMPT: MARY, HEADS: Heads.ALL, TOGETHER: Together.MAX}))
    assert largest["names"] == ["max of 24 heads"]
    assert _lines(open_app(PAGE, {PROMPT: MARY, LAYER: 3, HEAD: 0, HEADS: Heads.ROLLOUT}))["names"] == ["rollout to L3"]


def test_the_heat_map_sends_the_lower_triangle():
    data = _heat_map(open_app(PAGE, {PROMPT: MARY, LAYER: 4, HEAD: 1, VIEW: View.HEAT_MAP}))
    weights = _weights(MARY, 4, 1)
    count = len(weights)
    assert len(data["weights"]) == count * (count + 1) // 2
    assert data["weights"][-1] == round(1000 * float(weights[-1, -1]))
    assert (data["query"], data["key"]) == (count - 1, int(weights[-1].argmax()))


def test_options_say_what_they_did():
    address = {PROMPT: "The unbelievable story of Mary", HIDE_FIRST: True, WORDS_JOINED: True}
    app = open_app(PAGE, {**address, CONTRIBUTION: True})
    assert [label.strip("␣") for label in _lines(app)["labels"]] == address[PROMPT].split()
    said = " ".join(caption.value for caption in app.caption)
    assert "first token is left out" in said
    assert "Pieces of words are joined" in said
    assert "what the head brings" in said


def test_why_a_weight_is_what_it_is():
    app = open_app(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, VIEW: View.WHY, KEY: 3})
    weight = _weights(MARY, 5, 0)[-1, 3]
    assert "␣Mary (" in answer(app)  # the headline stays with the strongest
    [why] = [sentence for sentence in sentences(app, "text") if "of its attention" in sentence]
    assert f"␣John {percent_in_words(float(weight))} of" in why
    shares = [chip["detail"] for chip in chips(app, "token looked at")]
    assert shares == [percent(float(share)) for share in _weights(MARY, 5, 0)[-1]]


def test_what_a_head_writes_and_which_heads_push():
    app = open_app(PAGE, {VIEW: View.WRITES, TOWARDS: "Paris", AGAINST: "London"})
    [pushes] = [sentence for sentence in sentences(app, "text") if "pushes most towards" in sentence]
    assert "␣Paris against ␣London" in pushes
    assert "the difference of the two logits" in pushes
    assert len(chips(app, "open head")) == 8


def test_attention_of_what_is_written_on():
    app = open_app(PAGE, {PROMPT: LIST, LAYER: 5, HEAD: 3, WRITE_ON: 3, STEP: 1})
    written = chips(app, "written token")
    assert len(written) == 3
    assert len(_lines(app)["labels"]) == service().run("demo", _length, text=LIST) + 3
    assert answer(app).endswith(f"when it reads {written[1]['label']}.")


def _length(model, text):
    return len(model.tokens.encode(text).ids)


def test_with_without_and_the_difference():
    address = {PROMPT: MARY, LAYER: 5, HEAD: 0, EDITS: "L4H1*0", THRESHOLD: 0.0}
    with_, without, change = (_lines(open_app(PAGE, {**address, COMPARE: compare})) for compare in Compare)
    plain = _lines(open_app(PAGE, address | {EDITS: ""}))
    assert without["lines"] == plain["lines"]
    assert change["signed"]
    weight = {
        name: {tuple(line[:3]): line[3] for line in data["lines"]}
        for name, data in (("with", with_), ("without", without), ("change", change))
    }
    for pair, value in weight["change"].items():
        assert value == pytest.approx(weight["with"].get(pair, 0) - weight["without"].get(pair, 0), abs=0.002)


def test_the_probe_is_shown_with_its_control_and_the_proof():
    app = open_app(PAGE, {PROBE: True})
    said = sentences(app, "small")
    assert any(sentence.startswith("read twice, text 1") for sentence in said)
    assert any(sentence.startswith("control, text 1") for sentence in said)
    [proof] = [sentence for sentence in sentences(app, "text") if "of the repeat right" in sentence]
    assert "Without L5H3" in proof
    assert "copying heads it gets 0% right" in proof


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("prompt", ["", "Paris", "🙂 日本 <b>x</b> ![a](b) 🙃", "The cat sat. " * 90])
def test_every_view_of_any_prompt(prompt, view):
    app = open_app(PAGE, {PROMPT: prompt, VIEW: view})
    assert answer(app)
    assert not sentences(app, "error")


def test_going_between_pages_costs_no_forward_pass():
    model = service()._model("demo", lambda *_: None)
    passes = []
    handle = model.anatomy.backbone.register_forward_hook(lambda *_: passes.append(1))
    try:
        for first, second in (("next_token", "attention"), ("attention", "next_token")):
            prompt = f"{first}: the keys to the cabinet"
            open_app(PAGE)  # the probe, once a model
            open_app(first, {PROMPT: prompt})
            before = len(passes)
            assert before
            open_app(second, {PROMPT: prompt})
            assert len(passes) == before
    finally:
        handle.remove()
