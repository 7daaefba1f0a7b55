"""What the open model is, and whether it can be trusted."""

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


def test_what_does_not_work_is_said_with_its_reason(saved):
    facts, works = about(open_app(model=saved("mixtral")))
    assert facts["Neurons per layer"] == "none: a mixture of experts"
    assert facts["Heads per layer"] == "4, 2 for keys and values"
    assert any(line.startswith(":material/block: Neurons and value vectors: a mixture of experts") for line in works)
    facts, works = about(open_app(model=saved("gpt_neox")))
    assert facts["Family"] == "GPT-NeoX (Pythia)"
    assert any("read the same state, so there is no state between them" in line for line in works)
