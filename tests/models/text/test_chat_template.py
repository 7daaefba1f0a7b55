"""A template is somebody's program: one that never ends or fills the memory is ended, and the next chat is as ever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.models.text import chat_template
from lmdash.models.text.chat_template import SLOT, own_spans, rendered

HELLO = (("user", "Hello"),)
PLAIN = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"
ENDLESS = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
DOUBLED = "{% set ns = namespace(x='aa') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"


def test_one_that_never_ends_is_stopped_once_and_the_next_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(PLAIN, HELLO, ()).text == "[user]Hello"
    monkeypatch.setattr(chat_template, "SECONDS", 0.3)
    assert rendered(ENDLESS, HELLO, ()).problem == "endless"
    start = time.monotonic()
    assert rendered(ENDLESS, HELLO, ()).problem == "endless"
    assert time.monotonic() - start < 0.1  # it is known by now
    monkeypatch.undo()
    assert rendered(PLAIN, (("user", "Hello again"),), ()).text == "[user]Hello again"


@pytest.mark.parametrize("template", ["{{ 'a' * 10 ** 10 }}", "{{ 'a' * 10 ** 7 }}", DOUBLED])
def test_one_that_makes_too_long_a_text_is_refused(template: str) -> None:
    assert rendered(template, HELLO, ()).problem == "large"
    assert rendered(PLAIN, HELLO, ()).text == "[user]Hello"


def test_one_that_fails_says_why() -> None:
    assert rendered("{{ raise_exception('no system here') }}", HELLO, ()) == ("", "failed", "no system here")


def test_marks_and_any_text_arrive() -> None:
    text = "a\n\u2028\ud83d <b>\x00🙂"
    found = rendered("{{ bos_token }}{{ messages[0].content }}", (("user", text),), (("bos_token", "<s>"),))
    assert found.text == f"<s>{text}"


@given(st.lists(st.text("ab [u]\n", max_size=6), min_size=1, max_size=4))
def test_messages_are_found_where_the_template_puts_them(said: list[str]) -> None:
    written, slots, expected = "", "", []
    for number, each in enumerate(said):
        expected.append((len(written) + 3, len(written) + 3 + len(each)))
        written, slots = f"{written}[u]{each}/", f"{slots}[u]{SLOT.format(number)}/"
    assert own_spans(written, slots, said) == expected


def test_a_message_that_is_changed_is_found_as_far_as_it_stands() -> None:
    slots = f"<{SLOT.format(0)}><{SLOT.format(1)}>"
    assert own_spans("<Hi><you>", slots, [" Hi ", "you"]) == [(1, 3), (5, 8)]
    assert own_spans("<gone><you>", slots, ["Hi", "you"]) == [(0, 0), (7, 10)]
    assert own_spans("Hi, you", "", ["Hi", "you"]) == [(0, 2), (4, 7)]
