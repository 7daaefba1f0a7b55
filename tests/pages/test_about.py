"""What the open model is, whether it can be trusted, and its chat format."""

import pytest

from lmdash.models.opening.catalog import SUGGESTED
from lmdash.ui.frame.addresses.every_page import CHAT, PROMPT
from tests.models.families import tiny_model
from tests.pages.app import answer, chips, drawn, open_app, sentences

TEMPLATE = (
    "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)


@pytest.fixture
def saved(tokenizer, tmp_path, monkeypatch):
    """A function that makes a tiny model of a family a suggestion and gives its id."""

    def save(name, template=None):
        folder = tmp_path / name.replace(" ", "_")
        tiny_model(name, len(tokenizer)).save_pretrained(folder)
        tokenizer.chat_template = template
        tokenizer.save_pretrained(folder)
        tokenizer.chat_template = None
        monkeypatch.setitem(SUGGESTED, str(folder), "a folder")
        return str(folder)

    return save


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


def test_a_chat_model_takes_the_prompt_as_a_message(saved):
    folder = saved("llama", TEMPLATE)
    app = open_app("next_token", model=folder, prompt="Hello you")
    assert "".join(chip["label"] for chip in chips(app, "prompt token")) == "Hello␣you"
    drawn(app, CHAT).set_value(True).run()
    assert not app.exception
    assert "".join(chip["label"] for chip in chips(app, "prompt token")) == "<user>Hello␣you<assistant>"


def test_a_link_to_a_chat_opens_as_one(saved):
    app = open_app("next_token", model=saved("llama", TEMPLATE), prompt="Hello you", chat="true")
    assert "".join(chip["label"] for chip in chips(app, "prompt token")) == "<user>Hello␣you<assistant>"


def test_a_model_without_a_template_has_no_switch_and_minds_no_link():
    app = open_app(chat="true")
    assert "Paris" in answer(app)
    assert not [toggle for toggle in app.toggle if toggle.key.startswith(CHAT.id)]


def test_a_template_that_fails_is_said_and_the_prompt_is_kept(saved):
    app = open_app("next_token", model=saved("llama", "{{ raise_exception('no') }}"), prompt="Hello you", chat="true")
    assert any("chat template failed" in said for said in sentences(app, "error"))
    drawn(app, CHAT).set_value(False).run()
    assert not sentences(app, "error")
    assert drawn(app, PROMPT).value == "Hello you"
