import pytest

from lmdash.charts.numbers import (
    count,
    ordinal,
    parameters,
    percent,
    percent_in_words,
    perplexity,
    plural,
    signed_number,
)


@pytest.mark.parametrize(
    ("probability", "written"),
    [
        (0.0, "0%"),
        (1e-9, "<0.1%"),
        (0.00099, "<0.1%"),
        (0.0321, "3.2%"),
        (0.64, "64%"),
        (0.9949, "99.5%"),
        (0.9999, ">99.9%"),
        (1.0, ">99.9%"),
    ],
)
def test_probabilities_are_written_with_few_digits(probability, written):
    assert percent(probability) == written


def test_sentences_have_words_for_signs():
    assert percent_in_words(0.9999) == "over 99.9%"
    assert percent_in_words(0.0001) == "under 0.1%"
    assert percent_in_words(0.64) == "64%"


def test_signed_numbers_have_a_true_minus_and_zero_has_no_sign():
    assert signed_number(-0.204) == "−0.20"
    assert signed_number(1.5, 1) == "+1.5"
    assert signed_number(-0.001) == "0.00"


def test_big_numbers_have_thin_separators_and_units():
    assert count(50257) == "50\u202f257"
    assert parameters(6_126_592) == "6.1 M"
    assert parameters(1_300_000_000) == "1.3 B"


def test_perplexity_has_few_digits_and_a_dash_for_none():
    written = [perplexity(value) for value in (1.5712, 843.21, 12345.6, 1.12e7, float("nan"))]
    assert written == ["1.57", "843", "12\u202f346", "over a million", "–"]


@pytest.mark.parametrize(
    ("number", "noun", "written"),
    [
        (0, ("intervention",), "0 interventions"),
        (1, ("intervention",), "1 intervention"),
        (2, ("intervention",), "2 interventions"),
        (1, ("index", "indices"), "1 index"),
        (1234, ("index", "indices"), "1\u202f234 indices"),
    ],
)
def test_a_noun_follows_its_count(number, noun, written):
    assert plural(number, *noun) == written
    assert plural(number, *noun).startswith(count(number))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (102, "102nd"),
        (111, "111th"),
        (1021, "1\u202f021st"),
    ],
)
def test_ordinals(number, written):
    assert ordinal(number) == written
