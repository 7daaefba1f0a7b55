"""Walk-throughs point at what is on the screen, ask before they close a model, and lead back to it."""

import re

import pytest

from lmdash.models.opening.catalog import SUGGESTED
from lmdash.ui.frame.addresses.every_page import EDITS, MODEL, PROMPT, WALK
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, OUTPUT_CHECKS
from lmdash.ui.frame.walks import WALKS
from tests.pages.app import drawn, open_app, sentences

STEPS = [pytest.param(step, id=str(step.values[WALK])) for walk in WALKS for step in walk.steps]


def on_screen(app):
    """All that is on the page but the step itself."""
    texts = [str(element.proto) for element in app._tree if hasattr(element, "proto")]
    return "\n".join(text for text in texts if "step " not in text or ":small[" not in text)


@pytest.mark.parametrize("step", STEPS)
def test_what_a_step_names_stands_on_its_page(step):
    app = open_app(step.page.name, step.values)
    assert not sentences(app, "error")
    assert [each.value for each in app.markdown if step.text in each.value]
    names = re.findall(r"[*][*](.+?)[*][*]", step.text)
    seen = on_screen(app)
    assert names
    assert [name for name in names if name not in seen] == []


def test_a_walk_goes_on_back_and_ends():
    app = open_app()
    app.button(key="walk_1").click().run()
    assert (app.title[0].value, drawn(app, EDITS).value) == (OUTPUT_CHECKS.asks, "")
    assert app.query_params["walk"] == "capital.1"
    assert "walk_back" not in {each.key for each in app.button}
    app.button(key="walk_on").click().run()
    app.button(key="walk_on").click().run()
    assert (app.title[0].value, drawn(app, EDITS).value) == (OUTPUT_CHECKS.asks, WALKS[1].edits)
    assert "walk_on" not in {each.key for each in app.button}
    app.button(key="walk_leave").click().run()
    assert "walk" not in app.query_params
    assert "walk_leave" not in {each.key for each in app.button}


@pytest.mark.parametrize("key", ["walk_2", "worked_case_0"])
def test_another_model_is_closed_only_after_asking_and_comes_back(key, tiny_folder, monkeypatch):
    monkeypatch.setitem(SUGGESTED, str(tiny_folder), "a folder")
    app = open_app(model=str(tiny_folder), prompt="My own text", edits="L0F*0.5")
    app.button(key=key).click().run()
    assert drawn(app, MODEL).value == str(tiny_folder)
    app.button(key="ask_stay").click().run()
    assert (drawn(app, MODEL).value, drawn(app, PROMPT).value) == (str(tiny_folder), "My own text")
    app.button(key=key).click().run()
    app.button(key="ask_open").click().run()
    assert drawn(app, MODEL).value == "demo"
    assert app.title[0].value in (OUTPUT_CHECKS.asks, FFN_INTERVENTIONS.asks)
    assert app.button(key="back_to_model").label == f"Back to {tiny_folder.name}"
    app.button(key="back_to_model").click().run()
    assert not app.exception
    held = [drawn(app, each).value for each in (MODEL, PROMPT, EDITS)]
    assert held == [str(tiny_folder), "My own text", "L0F*0.5"]
    assert not {"walk_leave", "back_to_model"} & {each.key for each in app.button}


def test_a_walk_is_not_shown_on_another_model(tiny_folder, monkeypatch):
    monkeypatch.setitem(SUGGESTED, str(tiny_folder), "a folder")
    app = open_app(model=str(tiny_folder), walk="capital.1")
    assert "walk_leave" not in {each.key for each in app.button}


@pytest.mark.parametrize("walk", ["capital.9", "nothing.1", "<b>", "capital."])
def test_a_walk_that_there_is_not_is_no_walk(walk):
    app = open_app(walk=walk)
    assert "walk_leave" not in {each.key for each in app.button}
