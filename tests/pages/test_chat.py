"""A chat as people know it: the answer first, each of its words a moment that every page looks at."""

from functools import wraps

import pytest

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.common.chat import Moment
from lmdash.analyses.next_token.continuation import continuation
from lmdash.models.passes.sampling import Sampling
from lmdash.models.service import service
from lmdash.ui.frame.addresses import output_checks
from lmdash.ui.frame.addresses.every_page import ANSWER, CHAT, EARLIER, FORMAT, POSITION, PROMPT, SYSTEM, TARGET
from lmdash.ui.frame.sitemap import PAGES, START
from lmdash.ui.kit.control import Control
from tests.pages.app import _components, answer, chips, drawn, follow, open_app, sentences

TEMPLATE = (
    "{% if messages[0].role != 'system' %}<system>\nBe kind.\n{% endif %}"
    "{% for m in messages %}<{{ m.role }}>\n{{ m.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant>\n{% endif %}"
)
HELLO = {"prompt": "The cat sat", "chat": "true"}


@pytest.fixture
def folder(saved):
    return saved("llama", TEMPLATE)


def strip(app):
    return [chip["label"] for chip in chips(app, "prompt token")]


def talk(app):
    """Who says what, and the words of the answer with the chosen one."""
    turns, written = _components(app, "lmdash.conversation")
    said = [(turn["who"], turn["text"]) for turn in turns["turns"]]
    return said, [word["label"] for word in written["words"]], written["chosen"]


def looking(app):
    return [said for said in sentences(app, "comment") if said.startswith("Looking at")]


def given(app, control):
    return app.session_state["_values"].get(control.id, control.default)


def moment_of(app, said):
    """The value of the address for the moment after so many tokens of the answer that is shown."""
    read = app.session_state["_inputs"]
    question = {"ids": read.asked, "sampling": Sampling(), "new_tokens": 80, "forced": ()}
    return Moment(service().run(read.model.id, continuation, **question).ids, said)


def test_a_chat_shows_the_answer_first_and_its_format_folded(folder):
    app = open_app(model=folder, **HELLO)
    said, words, chosen = talk(app)
    assert said == [("System message of the chat format", "Be kind."), ("You", "The cat sat")]
    assert words
    assert chosen == -1
    assert answer(app).startswith(("The model is undecided how to begin", "The model is over", "The model is "))
    assert "".join(strip(app)[1:-1]) == "The␣cat␣sat"
    assert all(label.startswith("chat format: ") for label in (strip(app)[0], strip(app)[-1]))
    assert not looking(app)


def test_the_format_opens_by_a_link_and_folds_again(folder):
    app = open_app("next_token", {FORMAT: True}, model=folder, **HELLO)
    assert "".join(strip(app)).startswith("<system>⏎Be␣kind.⏎<user>⏎The␣cat")
    app.button(key="prompt_strip_fold").click().run()
    assert "".join(strip(app)[1:-1]) == "The␣cat␣sat"


def test_what_stands_before_the_message_is_in_the_link(folder):
    earlier = "You: Hi\nModel: Hello <b>you</b>"
    app = open_app("", {SYSTEM: "Be brief", EARLIER: earlier}, model=folder, **HELLO)
    said, _, _ = talk(app)
    assert said == [
        ("System message", "Be brief"),
        ("You", "Hi"),
        ("Model", "Hello <b>you</b>"),
        ("You", "The cat sat"),
    ]
    drawn(app, EARLIER).set_value("Model: Hello").run()
    assert any("the first turn begins with “Model:”" in each for each in sentences(app, "error"))
    assert [who for who, _ in talk(app)[0]] == ["System message", "You"]


@pytest.mark.parametrize("page", [page.name for page in PAGES if page is not START])
def test_every_page_looks_at_a_word_of_the_answer(folder, page):
    start = open_app(model=folder, **HELLO)
    moment, words = moment_of(start, 2), talk(start)[1]
    app = open_app(page, {ANSWER: moment, TARGET: "cat"}, model=folder, **HELLO)
    assert not app.exception
    assert len(looking(app)) == 1
    inputs = app.session_state["_inputs"]
    assert inputs.ids == (*inputs.asked, *moment.ids[:2])
    assert inputs.at_end
    app.button(key="back_to_answer").click().run()
    assert not app.exception
    assert app.title[0].value == START.question
    assert talk(app)[1:] == (words, -1)
    assert (drawn(app, PROMPT).value, drawn(app, CHAT).value, given(app, ANSWER)) == ("The cat sat", True, None)


def test_the_answer_stays_while_one_of_its_words_is_looked_at(folder):
    start = open_app(model=folder, **HELLO)
    app = open_app("", {ANSWER: moment_of(start, 0)}, model=folder, **HELLO)
    assert talk(app)[1:] == (talk(start)[1], 0)
    assert looking(app)[0].startswith("Looking at word 1 of the answer, ")
    drawn(app, PROMPT).set_value("The dogs").run()  # another question has another answer
    assert not looking(app)
    assert given(app, ANSWER) is None


@pytest.mark.parametrize("text", ["3-1.2", "x", "-1", "0-", "1-99999999.2", "0-5", "٣-1"])
def test_any_text_as_a_moment_is_minded(folder, text):
    app = open_app(model=folder, answer=text, **HELLO)
    assert not app.exception
    assert len(looking(app)) == (text == "0-5")


def test_a_position_of_the_message_is_said_to_be_before_the_answer(folder):
    app = open_app("next_token", {ANSWER: Moment((300, 301), 1), POSITION: 3}, model=folder, **HELLO)
    assert looking(app) == ["Looking at a token of your message, before the answer."]


def test_a_finding_in_an_answer_keeps_the_question(folder):
    values: dict[Control, object] = {output_checks.AT: 3, output_checks.TEXTS: 1}
    app = open_app("output_checks", values, model=folder, **HELLO)
    app.button(key="why_0").click().run()
    assert not app.exception
    assert (drawn(app, PROMPT).value, drawn(app, CHAT).value) == ("The cat sat", True)
    assert given(app, ANSWER).said == 3
    assert len(looking(app)) == 1
    app.button(key="back_to_answer").click().run()
    assert app.title[0].value == "What is wrong with the text?"
    assert given(app, ANSWER) is None
    assert app.session_state["_values"]["output_checks.at"] == 3


def test_a_finding_in_the_answer_to_another_prompt_makes_that_the_question(folder):
    values: dict[Control, object] = {output_checks.AT: 1, output_checks.TEXTS: 1, output_checks.SAMPLE: 1}
    values[output_checks.PROMPTS] = "The dogs ran\nThe keys"
    app = open_app("output_checks", values, model=folder, **HELLO)
    app.button(key="why_0").click().run()
    assert not app.exception
    assert (drawn(app, PROMPT).value, drawn(app, CHAT).value) == ("The keys", True)
    follow(app, "output_checks")
    assert given(app, output_checks.PROMPTS) == "The dogs ran\nThe keys"


def test_a_model_without_a_chat_format_says_so_and_reads_plain_text():
    app = open_app(chat="true", answer="1-5.6", system="Be kind")
    assert "Paris" in answer(app)
    assert not [toggle for toggle in app.toggle if toggle.key.startswith(CHAT.id)]
    assert any("has no chat format, so the prompt is read as plain text" in each for each in sentences(app, "note"))
    [fine] = [button for button in app.button if button.label == "Plain text is fine"]
    fine.click().run()
    assert not any("chat format" in each for each in sentences(app, "note"))


def test_a_template_that_fails_is_said_and_the_prompt_is_kept(saved):
    app = open_app("next_token", model=saved("llama", "{{ raise_exception('no') }}"), prompt="Hello you", chat="true")
    assert any("chat template failed" in said for said in sentences(app, "error"))
    drawn(app, CHAT).set_value(False).run()
    assert not sentences(app, "error")
    assert drawn(app, PROMPT).value == "Hello you"


@pytest.mark.parametrize("prompt", ["", "🙂" * 3, "<b>bold</b>", "<|endoftext|>", "cat " * 1250, "<assistant>\n"])
def test_any_message_gets_an_answer_and_stays_as_it_is(folder, prompt):
    app = open_app(model=folder, prompt=prompt, chat="true")
    assert not app.exception
    assert not sentences(app, "error")
    assert talk(app)[0][-1] == ("You", prompt or "(nothing)")
    assert drawn(app, PROMPT).value == prompt
    marks = any("has marks of this model's chat format" in note for note in sentences(app, "note"))
    assert marks == (prompt == "<|endoftext|>")


def test_answers_are_written_out_where_prompts_are_compared(folder):
    prompts = "prompt\texpected\nThe cat\tmat"
    app = open_app("prompt_ablation", model=folder, chat="true", ablation_view="compare_prompts", prompts=prompts)
    assert not app.exception
    assert [slider.value for slider in app.slider if slider.label == "Tokens to write"] == [30]


def test_the_summary_never_hides_the_format(folder, monkeypatch):
    asked = []

    @wraps(attribute)
    def noted(*arguments, **more):
        asked.append(more["setup"])
        return attribute(*arguments, **more)

    monkeypatch.setattr("lmdash.ui.why.question.attribute", noted)
    app = open_app("why", model=folder, **HELLO)
    assert asked[0].kept == app.session_state["_inputs"].read.format != ()
