"""A chat is the model's own template around one message, read once; a template that fails is said."""

from __future__ import annotations

import pytest

from lmdash.errors import InputError
from lmdash.models.text.tokenization import Tokenization
from lmdash.models.values import Chat
from tests.models.tokenizers import byte_level, reading, sentencepiece

TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}[{{ message.role }}] {{ message.content }} [end]{% endfor %}"
    "{% if add_generation_prompt %}[assistant]{% endif %}"
)


def chatting(template: object, prefix: str = "prepend", **options: object) -> Tokenization:
    tokenizer = sentencepiece(prefix)
    tokenizer.chat_template = template
    return reading(tokenizer, context=200, **options)


@pytest.mark.parametrize("prefix", ["prepend", "first", "none"])
@pytest.mark.parametrize("template", [TEMPLATE, TEMPLATE.removeprefix("{{ bos_token }}"), "{{ bos_token }}" + TEMPLATE])
def test_a_chat_is_one_message_in_the_template(template: str, prefix: str) -> None:
    read = chatting(template, prefix)
    prompt = read.encode("Is it <b>Paris</b>?\n🙂 \ud83d", chat=Chat())
    written = "[user] Is it <b>Paris</b>?\n🙂 \ufffd [end][assistant]"
    starts = template.count("bos_token")
    assert (prompt.text, bool(prompt.format)) == ("<s>" * starts + written, True)
    assert read.decode(prompt.ids, begins=True) == "<s>" * min(1, starts) + written
    assert read.has_chat


def test_a_chat_has_the_ids_of_transformers() -> None:
    tokenizer = byte_level(start="<|begin_of_text|>", end="<|eot|>")
    tokenizer.chat_template = TEMPLATE
    expected = tokenizer.apply_chat_template([{"role": "user", "content": "Paris"}], add_generation_prompt=True)
    assert list(reading(tokenizer).encode("Paris", chat=Chat()).ids) == expected["input_ids"]


def test_a_long_chat_keeps_its_start_token_and_its_end() -> None:
    read = chatting(TEMPLATE)
    prompt = read.encode("Paris " * 500, reserve=20, chat=Chat())
    assert len(prompt.ids) == 180
    assert prompt.ids[0] == read.start_token
    assert prompt.format
    assert "<s>" + prompt.dropped + read.decode(prompt.ids[1:]) == prompt.text
    assert prompt.text.endswith("[assistant]")


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_message_is_a_chat(text: str) -> None:
    prompt = chatting(TEMPLATE).encode(text, chat=Chat())
    assert prompt.text == f"<s>[user] {text} [end][assistant]"
    assert not prompt.start_token


def test_a_template_that_writes_nothing_leaves_the_start_token() -> None:
    prompt = chatting("{# nothing #}").encode("Paris", chat=Chat())
    assert (prompt.start_token, len(prompt.ids)) == (True, 1)


@pytest.mark.parametrize("template", [None, {"tool_use": TEMPLATE}])
def test_a_chat_without_a_template_is_refused(template: object) -> None:
    read = chatting(template)
    assert not read.has_chat
    with pytest.raises(InputError, match=r"no chat template: switch the chat off, or choose a model"):
        read.encode("Paris", chat=Chat())
    assert read.encode("Paris").ids


@pytest.mark.parametrize(
    "template",
    [
        "{{ raise_exception('roles must alternate') }}",
        "{% for message in",
        "{{ 1 / 0 }}",
        "{{ message.nothing.at.all }}",
        "{{ messages[7].content }}{{ messages[7]['content'].x }}",
        "{{ ''.__class__.__mro__ }}{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ range(10 ** 9) | list }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{{ messages.append(1) }}",
    ],
)
def test_a_template_that_fails_is_said_and_the_text_still_readable(template: str) -> None:
    read = chatting(template)
    with pytest.raises(InputError, match=r"chat template failed on this prompt\. Switch the chat off"):
        read.encode("Paris", chat=Chat())
    assert read.encode("Paris").ids
