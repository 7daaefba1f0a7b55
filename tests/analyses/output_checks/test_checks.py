"""Each check marks what it should, where it should, and lets the rest through."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmdash.analyses.output_checks.check_texts import LONGEST_TEXT, MOST_FINDINGS, check_texts, in_parts
from lmdash.analyses.output_checks.checks.articles import begins_with_vowel_sound
from lmdash.analyses.output_checks.checks.dictionary import exists, suggestions
from lmdash.analyses.output_checks.checks.registry import BY_NAME, CHECKS, DEFAULT
from lmdash.analyses.output_checks.checks.values import ERROR, SEVERITIES
from lmdash.errors import InputError

ALL = tuple(BY_NAME)


def found(text, *checks, **options):
    prompt = options.pop("prompt", "")
    result = check_texts(None, (text,), checks=checks or ALL, prompts=(prompt,), **options)
    return result.texts[0].findings


def marked(text, *checks, **options):
    return [finding.words for finding in found(text, *checks, **options)]


def test_the_fox_that_jump_over_the_lazzy_dog():
    errors = [each for each in found("The quick brown fox jump over the lazzy dog.") if each.severity == ERROR]
    assert [(each.check, each.words, each.suggestion) for each in errors] == [
        ("agreement", "jump", "jumps"),
        ("spelling", "lazzy", "lazy"),
    ]
    assert not [each for each in found("The quick brown fox jumps over the lazy dog.") if each.severity == ERROR]


def test_every_check_says_what_it_is():
    assert len(BY_NAME) == len(CHECKS)
    for check in CHECKS:
        assert check.severity in SEVERITIES
        assert check.explanation.endswith(".")
        assert check.title
    assert set(DEFAULT) < set(ALL)


# Spelling


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("lazzy", "lazy"), ("recieve", "receive"), ("recieved", "received"), ("teh", "the"), ("dont", "don't"),
     ("alot", "a lot"), ("untill", "until"), ("goverment", "government"), ("thier", "their"), ("wierd", "weird")],
)  # fmt: skip
def test_a_misspelling_has_its_suggestion(wrong, right):
    assert not exists(wrong)
    assert suggestions(wrong)[0] == right


@pytest.mark.parametrize(
    "word", ["colour", "organised", "theatre", "don't", "o'clock", "wasn't", "unopened", "café", "cat", "travelling"]
)
def test_a_right_word_exists(word):
    assert exists(word)


def test_names_prompt_words_numbers_and_code_are_let_through():
    text = (
        "We met Zorblat and Mr Quxley on the 21st at 3pm. Zorblat said that foo_bar and `lazzy` are at "
        "https://lazzy.example/teh or in C:\\lazzy\\teh.txt, see NASA."
    )
    assert marked(text, "spelling") == []
    assert marked("The blorfing is lazzy.", "spelling", prompt="What is a blorfing?", continues=False) == ["lazzy"]
    assert marked(" blorfing and lazzy.", "spelling", prompt="I like a blorfing, a") == ["lazzy"]


def test_a_slip_of_a_common_word_is_no_name_where_a_sentence_begins():
    [finding] = found("Teh cat sleeps.", "spelling")
    assert (finding.words, finding.suggestion, finding.severity) == ("Teh", "The", ERROR)


def test_a_word_that_was_cut_off_is_not_judged():
    assert marked("We saw the elephan", "spelling", finished=(False,)) == []
    assert marked("We saw the elephan", "spelling", finished=(True,)) == ["elephan"]


# Articles


@pytest.mark.parametrize(
    ("word", "vowel"),
    [("apple", True), ("hour", True), ("honest", True), ("horse", False), ("university", False), ("umbrella", True),
     ("uninteresting", True), ("unicorn", False), ("European", False), ("one", False), ("once", False), ("FBI", True),
     ("UN", False), ("8", True), ("18", True), ("180", False), ("11", True), ("1", False), ("used", False),
     ("ugly", True), ("X-ray", True), ("house", False), ("heir", True), ("useful", False), ("herb", None),
     ("unimportant", True), ("onion", True), ("euro", False), ("under", True), ("year", False)],
)  # fmt: skip
def test_the_sound_that_a_word_begins_with(word, vowel):
    assert begins_with_vowel_sound(word) is vowel


def test_an_article_is_marked_with_the_right_one():
    findings = found("He ate a apple. A owl saw an car and an hour. It is option a in part A.", "article")
    assert [(each.words, each.suggestion) for each in findings] == [("a", "an"), ("A", "An"), ("an", "a")]


# Agreement


@pytest.mark.parametrize(
    ("text", "verb", "right"),
    [("They was happy.", "was", "were"), ("He don't know.", "don't", "doesn't"), ("I has two cats.", "has", "have"),
     ("The keys to the cabinet is here.", "is", "are"), ("My brother have a car.", "have", "has"),
     ("She walk to school every day.", "walk", "walks")],
)  # fmt: skip
def test_a_verb_that_does_not_agree(text, verb, right):
    assert [(each.words, each.suggestion) for each in found(text, "agreement")] == [(verb, right)]


@pytest.mark.parametrize(
    "text",
    ["If he were here, we would go.", "Did she have a dog?", "I suggest that he go home.", "John and I are friends.",
     "The lion and the mouse have been friends.", "There is a cat and a dog.", "The team are late.",
     "He and I were late.", "The man who owns the horses is old.", "She can swim and he can run.",
     "What do they want?"],
)  # fmt: skip
def test_a_verb_that_agrees(text):
    assert [each for each in found(text, "agreement") if each.severity == ERROR] == []


# Repetition


def test_repeated_words_and_those_that_are_rightly_there_twice():
    assert marked("The cat sat on the the mat.", "repeated_word") == ["the the"]
    assert marked("He had had enough. She said that that was very very good. Bye bye!", "repeated_word") == []
    assert marked("the the", "repeated_word", prompt="He saw ") == ["the the"]
    assert marked(" the mat.", "repeated_word", prompt="The cat sat on the") == [" the"]


@pytest.mark.parametrize(
    ("text", "turns"), [("a b c " * 3, 3), ("hello and " * 5, 5), ("no " * 7, 7), ("I do not know. " * 4, 4)]
)
def test_a_loop_counts_its_turns(text, turns):
    [finding] = found(text, "loop")
    assert f"{turns} times" in finding.reason
    assert finding.words == text.strip(" .")


def test_two_turns_are_no_loop():
    assert marked("We went up and down and up and down again.", "loop") == []


def test_a_loop_over_a_long_unit_is_found_once_as_one_or_the_other():
    sentence = "She opened the old green door and looked outside. "
    assert marked(sentence * 2, "repeated_phrase") == [sentence.strip(" .")]
    assert marked(sentence * 4, "repeated_phrase") == []
    assert len(marked(sentence * 4, "loop")) == 1


# Marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [("A (b) [c] {d}.", []), ("A (b.", ["("]), ("A b).", [")"]), ("A (b].", ["]"]), ("A (b [c).", ["["]),
     ("1) one 2) two", []), ("See (a) and b) here :) and :(", []), ("(a (b) c", ["("])],
)  # fmt: skip
def test_brackets(text, marks):
    assert marked(text, "brackets") == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [('She said, "Go."', []), ('She said, "Go.', ['"']), ("“a” and “b", ["“"]), ("It is 6\" long.", []),
     ("It's the dogs' bone.", []), ('"First part.\n\n"Second part."', []), ("a” b", ["”"])],
)  # fmt: skip
def test_quotes(text, marks):
    assert marked(text, "quotes") == marks


def test_what_the_prompt_opened_may_be_closed():
    assert marked(' said," he said.', "quotes", prompt='"Go home, she') == []
    assert marked(" here) we go.", "brackets", prompt="Now (and") == []


# Sentences


def test_small_first_letters_but_not_where_the_prompt_goes_on():
    assert marked("the sun is hot. it is late.", "lower_case") == ["the", "it"]
    assert marked(" is Paris. it is big.", "lower_case", prompt="The capital of France") == ["it"]
    assert marked('"Go!" she said. Mr. Brown, e.g. here, waits... and waits.', "lower_case") == []


def test_a_missing_end_is_a_hint_where_the_text_was_cut():
    [finding] = found("He opened the", "missing_end")
    assert (finding.words, finding.severity) == ("the", "warning")
    assert [each.severity for each in found("He opened the", "missing_end", finished=(False,))] == ["hint"]
    assert marked("He opened it.", "missing_end") == marked("Stop it!”", "missing_end") == []


def test_long_sentences_and_few_words():
    assert len(found("We saw " + "a cat and " * 20 + "a dog.", "long_sentence")) == 1
    assert marked("We saw a cat. " * 30, "long_sentence") == []
    assert len(found("the dog saw the cat and " * 12, "variety")) == 1


# Numbers and facts


def test_numbers():
    [finding] = found("She has three (4) cats.", "numbers")
    assert (finding.words, finding.severity) == ("three (4)", ERROR)
    assert marked("She has three (3) cats.", "numbers") == []
    assert [(each.words, each.suggestion) for each in found("Two cats and 2 dogs.", "numbers")] == [("2", "two")]
    assert marked("On page 2 there are two cats at 2:30.", "numbers") == []


def test_contradictions_and_several_values_that_are_none():
    text = "The capital of Norway is Oslo. The capital of Norway is Bergen. Bergen is the capital of Norway."
    assert marked(text, "contradiction") == ["Bergen", "Bergen"]
    assert marked("A language of Peru is Quechua. The language of Peru is Spanish.", "contradiction") == []
    assert marked("Tom was six years old. Ann was six years old. Tom is seven years old.", "contradiction") == ["seven"]
    assert marked(" Oslo. The capital of Norway is Rome.", "contradiction", prompt="The capital of Norway is") == [
        "Rome"
    ]


def test_another_language_is_one_finding_and_its_words_are_no_misspellings():
    german = "Das Haus ist sehr groß und der Garten ist schön."
    [finding] = found(german, "language")
    assert "German" in finding.reason
    assert marked(german, "spelling") == []
    assert "script" in found("He wrote: 我今天很高兴见到你。", "language")[0].reason


# Odd texts

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
    assert text.notes == (f"Spelling: only the first {MOST_FINDINGS} are shown.",)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"checks": ("spelling", "nonsense")}, "no check “nonsense”"), ({"pipeline_name": "../etc"}, "no spaCy pipeline")],
)
def test_what_is_not_there_is_refused_in_words(options, words):
    with pytest.raises(InputError, match=words):
        check_texts(None, ("A text.",), **options)


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(InputError, match=r"200,001 characters"):
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
