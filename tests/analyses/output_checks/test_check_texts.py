"""Any text is read: odd ones, long ones in parts, and what is refused."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmdash.analyses.output_checks.check_texts import LONGEST_TEXT, MOST_FINDINGS, check_texts, in_parts
from lmdash.analyses.output_checks.checks.values import ERROR, SEVERITIES
from lmdash.errors import InputError
from tests.analyses.output_checks.test_checks import ALL, found

ODD = {
    "empty": "",
    "white space": " \n\t ",
    "emoji": "🙂🙂 👩‍👩‍👧 🎉",
    "markup": "<div class='x'><b>lazzy</b> &nbsp;<script>alert(1)</script></div>",
    "another language": "Сегодня утром мы пошли на рынок вместе с сестрой.",
    "no spaces": "abcdefghij" * 20_000,
    "no letters": "()[]{}\"\"''1234567890!!!" * 100,
    "surrogate": "A \ud83d lone half and \x00 null.",
    "right to left": "\u202eabc مرحبا بالعالم",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_have_a_clear_result(name):
    [text] = check_texts(None, (ODD[name],), checks=ALL).texts
    if name in ("empty", "white space"):
        assert text.notes == ("The text is empty: there is nothing to check.",)
        assert text.findings == ()
    elif name in ("emoji", "no letters"):
        assert "no words" in text.notes[-1]
    elif name == "no spaces":
        assert any("without a space" in each for each in text.notes)
        assert any("without a space" in each.reason for each in text.findings)
        assert len(text.findings) < 10
    elif name == "markup":
        assert [each.words for each in text.findings if each.check == "spelling"] == ["lazzy"]
    for finding in text.findings:
        assert text.text[finding.start : finding.end] == finding.words


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_read_and_every_finding_is_what_it_says(text, prompt):
    for continues in (True, False):
        [result] = check_texts(None, (text,), checks=ALL, prompts=(prompt,), continues=continues).texts
        for finding in result.findings:
            assert 0 <= finding.start < finding.end <= len(result.text)
            assert result.text[finding.start : finding.end] == finding.words
            assert finding.severity in SEVERITIES


PIECES = ["the ", "a ", "(", '"', "“", "”", ")", "is ", "are ", "dog ", "dogs ", ". ", "\n\n", "3 ", "three ", "Teh "]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_texts_of_what_the_checks_look_for(text):
    for finding in check_texts(None, (text,), checks=ALL).findings:
        assert text[finding.start : finding.end] == finding.words


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab. \n", max_size=400), st.integers(5, 50))
def test_parts_are_the_text(text, most):
    parts = list(in_parts(text, most))
    assert "".join(parts) == text
    assert max(map(len, parts)) <= most


def test_what_needs_the_whole_text_is_found_in_parts_as_in_one(monkeypatch):
    checks = ("repeated_word", "loop", "repeated_phrase", "brackets", "quotes", "contradiction", "numbers", "article")
    sentences = [
        "The capital of Peru is Lima. ", "The capital of Peru is Cusco. ", 'She said "come in', ' and sat down." ',
        "The men (who came late", " at night) slept. ", "He had a apple. ", "It was was cold.\n\n", "Two 3 cats [ran. ",
        "and then he went home and then he went home and then he went home. ", "He left] at once. ", "“Well, ”",
    ]  # fmt: skip
    texts = tuple("".join(random.Random(seed).choices(sentences, k=30)) for seed in range(40))
    whole = check_texts(None, texts, checks=checks)
    monkeypatch.setattr("lmdash.analyses.output_checks.check_texts.in_parts", lambda text: in_parts(text, 150))
    steps = []
    divided = check_texts(None, texts, checks=checks, on_step=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 5 * len(texts)
    assert {finding.check for finding in whole.findings} >= set(checks) - {"numbers", "loop"}
    assert divided.findings == whole.findings


def test_a_long_text_is_read_in_parts_and_keeps_its_places():
    sentence = "The quick brown fox jump over the lazzy dog. "
    text = "It was a fine day in the old town. " * 200 + sentence
    findings = [each for each in found(text, "agreement", "spelling") if each.severity == ERROR]
    assert [each.words for each in findings] == ["jump", "lazzy"]
    assert text[findings[1].start :].startswith("lazzy")


def test_too_many_findings_are_cut_and_said():
    [text] = check_texts(
        None, ("The lazzy dog ran to the old house. " * (MOST_FINDINGS + 5),), checks=("spelling",)
    ).texts
    assert len(text.findings) == MOST_FINDINGS
    assert [f"the first {MOST_FINDINGS} " in note for note in text.notes] == [True]


@pytest.mark.parametrize(
    ("options", "words"),
    [({"checks": ("spelling", "nonsense")}, "no check “nonsense”"), ({"pipeline_name": "../etc"}, "no spaCy pipeline")],
)
def test_what_is_not_there_is_refused_in_words(options, words):
    with pytest.raises(InputError, match=words):
        check_texts(None, ("A text.",), **options)


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(InputError, match="200\u202f001 characters"):
        check_texts(None, ("a" * (LONGEST_TEXT + 1),))


def test_progress_counts_texts_and_parts_and_a_stop_passes_through():
    steps = []
    check_texts(None, ("One.", "Two.", "Three."), on_step=lambda *step: steps.append(step))
    assert steps == [(3, 3)]
    steps.clear()
    check_texts(None, ("The cat sat on the mat. " * 3000,), on_step=lambda *step: steps.append(step))
    assert len(steps) > 2
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    assert steps[-1][0] == steps[-1][1]

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_texts(None, ("One.",), on_step=stop)


def test_parts_asked_for_one_by_one_add_up():
    texts = ("A lazzy dog.", "He ate a apple.", "Fine.")
    parts = [check_texts(None, (text,)) for text in texts]
    assert parts[0] + parts[1] + parts[2] == check_texts(None, texts)
    assert (parts[0] + parts[1]).frame()["text"].tolist() == [0, 1]
