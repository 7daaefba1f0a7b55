"""Leave words out and Variants of Prompt ablation without a browser."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lmdash.analyses.prompt_ablation.variants import KINDS, VariantKind
from lmdash.models.service import service
from lmdash.ui.frame import watch
from lmdash.ui.frame.addresses.every_page import PROMPT
from lmdash.ui.frame.addresses.prompt_ablation import (
    PAIRS_OPEN,
    PART,
    SPANS,
    TEXTS_OPEN,
    VARIANT_KINDS,
    VARIANTS_SHOWN,
    WORD,
    Variants,
)
from tests.pages.app import _components, answer, chips, drawn, open_app, sentences, unfold

PAGE = "prompt_ablation"
FRANCE = "The capital of France is"
GIVING = "When Mary and John went to the store, John gave a drink to"


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


def variants(app: AppTest) -> list[dict]:
    """The rows of the table: text, kind, change, and whether the answer is another one."""
    [data] = _components(app, "lmdash.prompt_table")
    return [
        {
            "text": "".join(text for text, _ in row[0]["parts"]),
            "marked": [text for text, differs in row[0]["parts"] if differs],
            "kind": row[1]["text"],
            "change": row[1]["small"],
            "flipped": row[2]["tokens"][0][3],
        }
        for row in data["rows"]
    ]


def test_the_first_visit_says_which_word_decides():
    app = open_app(PAGE)
    assert answer(app) == (
        "Without ␣capital the answer changes from ␣Paris (over 99.9%) to ␣a (44%); "
        "of the others only ␣France changes it."
    )
    assert charts(app) == 1
    assert [chip["label"] for chip in chips(app, "part")] == ["The", "␣capital", "␣of", "␣France", "␣is"]
    assert any(
        said.startswith("Without ␣capital, the answer ␣Paris drops from over 99.9%") for said in sentences(app, "text")
    )
    assert "The model then reads: The ␣of ␣France ␣is " in sentences(app, "small")
    assert "␣capital" in unfold(app, "ablation_table").dataframe[0].value["part"].tolist()


def test_a_part_of_the_link_is_looked_at_and_made_the_prompt():
    app = open_app(PAGE, prompt=FRANCE, part="3")
    assert any(said.startswith("Without ␣France, the answer ␣Paris") for said in sentences(app, "text"))
    app.button(key="part_as_prompt").click().run()
    assert drawn(app, PROMPT).value == "The capital of is"
    assert not app.exception
    assert PART.name not in app.query_params


@pytest.mark.parametrize("part", ["9", "-1", "x", "99999999999"])
def test_a_part_that_is_not_there_is_ignored(part):
    app = open_app(PAGE, prompt=FRANCE, part=part)
    assert any(said.startswith("Without ␣capital, the answer ␣Paris") for said in sentences(app, "text"))


def test_other_ways_keep_the_places_and_say_what_stands_there():
    app = open_app(PAGE, prompt=FRANCE, ablation_way="replaced", ablation_word="Italy")
    assert answer(app).startswith("With ␣Italy in place of ␣France the answer changes from ␣Paris (over 99.9%) to ␣")
    app = open_app(PAGE, prompt=FRANCE, ablation_way="blanked")
    assert answer(app).startswith("With ")
    assert " in place of ␣" in answer(app)
    assert any(said.startswith("Blanked with ") for said in sentences(app, "small"))
    app = open_app(PAGE, prompt=FRANCE, ablation_way="all_three")
    assert answer(app).startswith("Without ␣capital")
    assert len(unfold(app, "ablation_table").dataframe) == 3
    assert drawn(app, WORD).value == "something"


def test_the_target_is_what_changes_are_about():
    app = open_app(PAGE, prompt=FRANCE, target="London")
    assert "the target ␣London stays under 0.1% (+" in answer(app)
    assert "any single word" in answer(app)
    several = open_app(PAGE, prompt="The capital of Argentina is", target="Buenos Aires")
    assert "␣Buenos␣Aires" in answer(several)
    assert any("all its tokens together" in said for said in sentences(several, "small"))


def test_words_that_look_alike_are_told_apart():
    app = open_app(PAGE, prompt=GIVING)
    assert answer(app).endswith("of the others only ␣John (token 9) changes it.")


def test_a_prompt_that_no_word_decides_says_so():
    app = open_app(PAGE, prompt="Once upon a time, there was a little girl named Lucy and a boy and a")
    assert "No single word decides: the model still says ␣" in answer(app) or "change" in answer(app)


def test_order_and_sentences():
    app = open_app(PAGE, prompt="The cat sat. The capital of France is", ablation_parts="sentences")
    assert [chip["label"] for chip in chips(app, "part")] == ["The␣cat␣sat.", "␣The␣capital␣of␣France␣is"]
    assert "sentence" in answer(app) or "there is no other" in answer(app)
    app = open_app(PAGE, prompt=FRANCE, ablation_order="strongest_first")
    assert not app.exception


def test_parts_are_marked_by_clicks_and_by_text():
    app = open_app(PAGE, prompt=FRANCE, ablation_parts="spans")
    assert "Mark a part of the prompt" in answer(app)
    drawn(app, SPANS).set_value("1-3").run()
    assert answer(app).startswith("Without ␣capital␣of␣France the answer changes")
    assert [chip["strength"] for chip in chips(app, "mark token")] == ["0.000", "1.000", "1.000", "1.000", "0.000"]
    for wrong, said in {
        "9": "Token 9 is not in the prompt",
        "<b>": "“<b>” is not a token number",
        "1-2,2": "marked twice",
    }.items():
        drawn(app, SPANS).set_value(wrong).run()
        assert said in answer(app)
        assert not app.exception


def test_pairs_texts_and_their_tables_come_when_they_are_opened():
    app = open_app(PAGE, prompt=GIVING)
    assert charts(app) == 1
    app.session_state[PAIRS_OPEN.id] = True
    app.session_state[TEXTS_OPEN.id] = True
    app.run()
    assert not app.exception
    assert charts(app) == 2
    assert any("depend on each other" in said for said in sentences(app, "text"))
    written = next(frame.value for frame in app.dataframe if "text" in frame.value)
    assert len(written) == 13
    assert any(said.startswith("The whole prompt:  Mary") for said in sentences(app, "text"))


def test_a_stop_keeps_the_parts_and_pairs_that_are_done(monkeypatch):
    armed = []

    def stop(self, done, total):
        if done > 64 and total in armed:
            armed.remove(total)
            watch.remember_stop(self._request)
            st.rerun()  # as a click on Stop does

    app = open_app(PAGE, prompt=f"{'The cat sat on the mat. ' * 14}{FRANCE}")
    parts = len(chips(app, "part"))
    assert parts > 80
    armed += [parts, 276]
    service.cache_clear()
    monkeypatch.setattr(watch.Watch, "step", stop)
    app = open_app(PAGE, prompt=f"{'The cat sat on the mat. ' * 14}{FRANCE}")
    assert app.text[0].value == f"Stopped after 64 of {parts}. Those 64 are kept."
    assert len(chips(app, "part")) == 64
    assert f"the first 64 of {parts} words" in sentences(app, "note")[-1]
    button(app, "Go on").click().run()
    assert len(chips(app, "part")) == parts
    assert not any("Stopped" in note for note in sentences(app, "note"))
    app.session_state[PAIRS_OPEN.id] = True
    app.run()
    assert app.text[0].value == "Stopped after 64 of 276. Those 64 are kept."
    pairs = [frame.value for frame in app.dataframe if "interaction" in frame.value]
    assert [len(frame) for frame in pairs] == [64]
    button(app, "Go on").click().run()
    assert [len(frame.value) for frame in app.dataframe if "interaction" in frame.value] == [276]


def test_interventions_are_used_and_said():
    app = open_app(PAGE, prompt="The capital of Australia is", edits="L5D29^\nL5D560^\nL5D871^")
    assert "␣Canberra" in answer(app)
    assert sentences(app, "changed")[0].startswith("3 interventions are on")


def test_an_earlier_position_is_what_everything_is_about():
    app = open_app(PAGE, prompt=f"{FRANCE} Paris", position="4", edits="L1D3@last=0")
    assert "␣Paris" in answer(app)
    assert [chip["label"] for chip in chips(app, "part")] == ["The", "␣capital", "␣of", "␣France", "␣is"]


@pytest.mark.thinned(2)
@pytest.mark.parametrize("prompt", ["", "a", "🙂 <script>alert(1)</script> **b** ![x](https://a.b)", "word " * 250])
@pytest.mark.parametrize("view", ["ablate", "variants"])
def test_strange_prompts_work(prompt, view):
    app = open_app(PAGE, prompt=prompt, ablation_view=view)
    assert answer(app)
    few = prompt[:200]  # three runs a token
    app = open_app(PAGE, prompt=few, ablation_view=view, ablation_parts="tokens", ablation_way="all_three")
    assert answer(app)


def test_variants_say_how_stable_the_answer_is_and_which_flip_it():
    app = open_app(PAGE, prompt=FRANCE, ablation_view="variants")
    rows = variants(app)
    same = [row for row in rows if KINDS[VariantKind.read(row["kind"])].keeps]
    kept = sum(not row["flipped"] for row in same)
    assert answer(app).startswith(f"The model keeps its answer in {kept} of {len(same)} variants with the same meaning")
    assert charts(app) == 1
    assert {row["kind"] for row in rows} == {*VariantKind.by_label()} - {"Names", "Gender"}
    assert any("names, gender" in caption.value for caption in app.caption)
    flips = [row["flipped"] for row in rows]
    assert flips == sorted(flips, reverse=True)
    small = next(row for row in rows if row["change"] == "France → france")
    assert small["text"] == "The capital of france is"
    assert small["marked"] == ["france"]


def test_kinds_are_switched_off_and_variants_filtered():
    app = open_app(PAGE, prompt=GIVING, ablation_view="variants")
    drawn(app, VARIANT_KINDS).set_value(["names", "case"]).run()
    rows = variants(app)
    assert {row["kind"] for row in rows} == {"Names", "Case"}
    assert not any(row["flipped"] for row in rows if row["kind"] == "Names")  # the answer follows the name
    drawn(app, VARIANTS_SHOWN).set_value(Variants.OTHER).run()
    assert all(row["flipped"] for row in variants(app))
    drawn(app, VARIANT_KINDS).set_value(["countries"]).run()
    assert "nothing that these kinds could change" in answer(app)
    drawn(app, VARIANT_KINDS).set_value([]).run()
    assert "Choose at least one kind" in answer(app)
    assert not app.exception


def test_an_empty_prompt_has_nothing_to_take():
    assert "There is nothing to hide in this prompt" in answer(open_app(PAGE, prompt=""))
    assert answer(open_app(PAGE, prompt="", ablation_parts="spans")).startswith("Mark a part")


def test_an_empty_prompt_has_no_variants():
    app = open_app(PAGE, prompt=" ", ablation_view="variants")
    assert "The prompt is empty" in answer(app)


def test_a_link_shows_the_same_variants():
    address = {"prompt": FRANCE, "ablation_view": "variants", "variant_kinds": "countries", "variant_seed": "3"}
    first, second = (variants(open_app(PAGE, **address)) for _ in range(2))
    assert first == second
    assert {row["kind"] for row in first} == {"Countries"}
    assert first != variants(open_app(PAGE, **(address | {"variant_seed": "4"})))
