"""Changing the model: the page follows, what belonged to the old prompt's tokens is dropped, the way back works."""

import pytest

from lmdash.models.opening.catalog import SUGGESTED
from lmdash.ui.frame.addresses.every_page import MODEL
from tests.pages.app import answer, chips, drawn, open_app, sentences, shared


@pytest.fixture
def folder(tiny_folder, monkeypatch):
    """The path of a model, among the suggestions: AppTest cannot type a new option into a selectbox."""
    monkeypatch.setitem(SUGGESTED, str(tiny_folder), "a folder")
    return str(tiny_folder)


def test_another_model_opens_from_a_folder_and_the_way_back(folder):
    app = open_app("next_token", prompt="The capital of France is", position="2")
    assert answer(app).startswith("After ")
    drawn(app, MODEL).set_value(folder).run()
    assert not app.exception
    assert "position" not in app.query_params
    assert any("3 layers × 4 heads" in caption.value for caption in app.caption)
    assert "".join(chip["label"] for chip in chips(app, "prompt token")) == "The␣capital␣of␣France␣is"
    drawn(app, MODEL).set_value("demo").run()
    assert "Paris" in answer(app)


def test_a_link_to_a_folder_opens_it(folder):
    app = open_app(model=folder)
    assert not sentences(app, "error")
    assert any("3 layers × 4 heads" in caption.value for caption in app.caption)


def test_a_folder_that_breaks_leaves_the_model_that_was_open(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(SUGGESTED, str(tmp_path), "an empty folder")
    app = open_app(model=folder)
    drawn(app, MODEL).set_value(str(tmp_path)).run()
    [error] = sentences(app, "error")
    assert "config.json" in error
    assert f"Still using {folder}." in error


def test_the_share_link_names_the_model_that_is_open():
    app = open_app(model="no/such-model", prompt="x y")
    assert shared(app)["always"] == {"model": "demo", "prompt": "x y"}
