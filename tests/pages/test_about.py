"""What the open model is, and whether it can be trusted."""

import json
from pathlib import Path

from tests.pages.app import open_app


def about(app):
    """The dialog's facts and what works, after a click on its button."""
    [button] = [button for button in app.button if button.label == "About this model"]
    button.click().run()
    assert not app.exception
    [table] = app.table
    return dict(zip(table.value.index, table.value[""], strict=True)), [mark.value for mark in app.markdown]


def test_the_facts_of_the_built_in_model():
    facts, works = about(open_app())
    assert facts["Family"] == "GPT-2"
    assert facts["Layers"] == "6"
    assert facts["Width"] == "256 (64 per head)"
    assert facts["Neurons per layer"] == "1\u202f024"
    assert facts["Memory"].startswith("25 MB of weights, up to ")
    assert ":material/check: Next token" in works
    assert ":material/block: Chat format: this model has no chat template." in works


def test_what_its_makers_recommend_is_listed_and_applied_on_request(saved):
    folder = saved("gpt2")
    settings = {"do_sample": True, "temperature": 0.6, "top_k": 20, "top_p": 0.9, "repetition_penalty": 1.1}
    (Path(folder) / "generation_config.json").write_text(json.dumps(settings))
    facts, _ = about(open_app(model=folder))
    words = "temperature 0.6, top-k 20, top-p 0.9, repetition penalty 1.1"
    assert facts["Recommended for writing"].startswith(words)
    app = open_app("next_token", model=folder, view="write_on")
    sliders = {slider.label: slider for slider in app.slider}
    assert (sliders["Temperature"].value, sliders["Repetition penalty (1: off)"].value) == (0, 1)
    assert any(words in caption.value for caption in app.caption)
    [button] = [button for button in app.button if button.label == "Use their settings"]
    button.click().run()
    assert not app.exception
    values = [slider.value for slider in app.slider]
    assert values[1:5] == [0.6, 20, 0.9, 1.1]


def test_what_does_not_work_is_said_with_its_reason(saved):
    facts, works = about(open_app(model=saved("mixtral")))
    assert facts["Neurons per layer"] == "none: a mixture of experts"
    assert facts["Heads per layer"] == "4, 2 for keys and values"
    assert any(line.startswith(":material/block: Neurons and value vectors: a mixture of experts") for line in works)
    facts, works = about(open_app(model=saved("gpt_neox")))
    assert facts["Family"] == "GPT-NeoX (Pythia)"
    assert any("read the same state, so there is no state between them" in line for line in works)
