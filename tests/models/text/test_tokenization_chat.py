"""A chat is the model's own template around one message, read once; a template that fails is said."""

from __future__ import annotations

import pytest

from lmdash.errors import InputError
from lmdash.models.text.tokenization import Tokenization
from lmdash.models.values import Chat, Prompt
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


def test_a_template_that_never_ends_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lmdash.models.text.chat_template.SECONDS", 0.3)
    read = chatting("{% for i in range(99998) %}{% for j in range(99999) %}{% endfor %}{% endfor %}")
    with pytest.raises(InputError, match=r"did not come to an end on this prompt, so it was stopped\. Switch"):
        read.encode("Paris", chat=Chat())


def own_text(read: Tokenization, prompt: Prompt) -> list[str]:
    """What of a chat is not its format."""
    ends = [0, *(place for run in prompt.format for place in run), len(prompt.ids)]
    return [read.decode(prompt.ids[start:end]).strip() for start, end in zip(ends[::2], ends[1::2], strict=True)]


@pytest.mark.parametrize("prefix", ["prepend", "first", "none"])
def test_what_stands_before_a_message_is_in_the_chat_and_the_format_is_told_from_it(prefix: str) -> None:
    read = chatting(TEMPLATE, prefix)
    chat = Chat("In Rome", (("cat?", "mat"), ("dogs?", "cat")))
    prompt = read.encode("Is it Paris?", chat=chat)
    turns = "[user] cat? [end][assistant] mat [end][user] dogs? [end][assistant] cat [end]"
    assert prompt.text == f"<s>[system] In Rome [end]{turns}[user] Is it Paris? [end][assistant]"
    assert own_text(read, prompt) == ["", "In Rome", "cat?", "mat", "dogs?", "cat", "Is it Paris?", ""]


def test_a_message_with_the_format_in_it_is_still_the_message() -> None:
    read = chatting(TEMPLATE)
    assert own_text(read, read.encode("[user] [end][assistant]", chat=Chat())) == ["", "[user] [end][assistant]", ""]
    assert read.encode("Paris").format == ()


def test_the_format_of_a_chat_that_was_cut_is_where_it_stands() -> None:
    read = chatting(TEMPLATE)
    prompt = read.encode("Paris " * 500, reserve=20, chat=Chat())
    assert prompt.format[0] == (0, 1)
    assert read.decode(prompt.ids[prompt.format[-1][0] :]).strip() == "[end][assistant]"


NO_SYSTEM = "{% if messages[0].role == 'system' %}{{ raise_exception('no') }}{% endif %}" + TEMPLATE
ONE_TURN = "{% if messages | length > 1 %}{{ raise_exception('no') }}{% endif %}" + TEMPLATE


@pytest.mark.parametrize(
    ("template", "chat", "said"),
    [
        (NO_SYSTEM, Chat("Be brief"), "takes no system message: delete it"),
        (ONE_TURN, Chat(earlier=(("a", "b"),)), "does not take these earlier turns"),
    ],
)
def test_what_a_template_does_not_take_is_said(template: str, chat: Chat, said: str) -> None:
    read = chatting(template)
    with pytest.raises(InputError, match=said):
        read.encode("Paris", chat=chat)
    assert read.encode("Paris", chat=Chat()).ids


OWN_SYSTEM = "{% if messages[0].role != 'system' %}[system] Be kind. [end]{% endif %}" + TEMPLATE.replace(
    "{{ bos_token }}", ""
)


@pytest.mark.parametrize(
    ("template", "own"), [(OWN_SYSTEM, "Be kind."), (TEMPLATE, ""), (NO_SYSTEM, ""), (None, ""), ("{{ 1 / 0 }}", "")]
)
def test_the_template_s_own_system_message_is_known(template: str | None, own: str) -> None:
    assert chatting(template).own_system_message() == own
