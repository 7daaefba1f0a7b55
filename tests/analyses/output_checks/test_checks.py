"""Each check marks what it should, where it should, and lets the rest through."""

from __future__ import annotations

import pytest

from lmdash.analyses.output_checks.check_texts import check_texts
from lmdash.analyses.output_checks.checks.articles import begins_with_vowel_sound
from lmdash.analyses.output_checks.checks.dictionary import exists, suggestions
from lmdash.analyses.output_checks.checks.registry import BY_NAME, CHECKS, DEFAULT
from lmdash.analyses.output_checks.checks.values import ERROR, SEVERITIES

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


def test_whom_a_letter_is_written_to_is_not_its_subject():
    assert found("Dear Kim,\n\nThank you for your email.\n\nBest wishes,\nKasia", "agreement") == ()
    assert marked("Dear Kim,\n\nMy sister thank you for the email.", "agreement") == ["thank"]


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
