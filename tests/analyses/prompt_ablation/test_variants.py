import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.prompt_ablation.variants import KINDS, LONGEST, variants_of
from lmdash.analyses.prompt_ablation.wordings import MOST
from lmdash.analyses.prompt_ablation.words import COUNTRIES, FEMALE, KEYS, MALE, OTHER_GENDER
from lmdash.errors import InputError

FACT = "The capital of France is"
GIVING = "When Mary and John went to the store, John gave a drink to"
WORDS = st.sampled_from([*FACT.split(), *GIVING.split(), "not", "he", "her", "Italy,", "South Korea", "é", "🙂", "12"])
TEXT = st.text(max_size=80) | st.lists(WORDS, max_size=12).map(" ".join)


def changes(text, kind, **options):
    return {variant.change: variant.text for variant in variants_of(text, kind, **options)}


@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXT, seed=st.integers(0, 3))
def test_variants_are_few_different_and_always_the_same(kind, text, seed):
    found = variants_of(text, kind, seed)
    texts = [variant.text for variant in found]
    assert len(found) <= MOST
    assert len(set(texts)) == len(texts)
    assert text not in texts
    assert all(variant.kind == kind and variant.change for variant in found)
    assert found == variants_of(text, kind, seed)


@given(text=TEXT)
def test_a_typo_changes_one_word_and_never_its_first_letter(text):
    for variant in variants_of(text, "Typos"):
        old, new = re.fullmatch(r"(.+) → (.+)", variant.change).groups()
        assert old != new
        assert old[0] == new[0]
        assert abs(len(old) - len(new)) <= 1
        assert any(
            text[: match.start()] + new + text[match.end() :] == variant.text
            for match in re.finditer(re.escape(old), text)
        )


@given(words=st.lists(WORDS, min_size=2, max_size=10))
def test_word_order_keeps_words_and_spaces(words):
    text = "  ".join(words)
    for variant in variants_of(text, "Word order"):
        assert sorted(variant.text.split()) == sorted(text.split())
        assert re.sub(r"\S+", "x", variant.text) == re.sub(r"\S+", "x", text)
        if variant.change.startswith("shuffled"):
            assert variant.text.split()[-1] == text.split()[-1]


@given(text=st.text(st.characters(max_codepoint=127), max_size=60))
def test_case_changes_nothing_but_case(text):
    for variant in variants_of(text, "Case"):
        assert variant.text.lower() == text.lower()


@given(text=st.lists(WORDS, max_size=10).map(" ".join))
def test_punctuation_keeps_the_words(text):
    for variant in variants_of(text, "Punctuation"):
        assert re.findall(r"\w+", variant.text) == re.findall(r"\w+", text)


def test_a_fact_is_rephrased_with_its_own_words():
    found = changes(FACT, "Phrasing")
    assert found["whose"] == "France's capital is"
    assert found["in ..., the"] == "In France, the capital is"
    assert found["question first"] == "What is the capital of France? It is"
    assert found["I think that ..."] == "I think that the capital of France is"
    assert changes("Mary gave", "Phrasing")["I think that ..."] == "I think that Mary gave"


def test_a_negation_stands_after_the_verb_and_is_taken_away_again():
    assert changes(FACT, "Negation")["is not"] == "The capital of France is not"
    found = changes("The cat is not on the", "Negation")
    assert found["without not"] == "The cat is on the"
    assert "is not" not in found


def test_a_name_is_swapped_everywhere_and_said_so():
    found = variants_of(GIVING, "Names")
    for variant in found:
        pairs = dict(variant.replaced)
        words = [pairs.get(word, word) for word in re.findall(r"\w+|\W+", GIVING)]
        assert variant.text == "".join(words)
        assert not {*pairs.values()} & {"Mary", "John"} or len(pairs) == 2
    assert "When John and Mary went to the store, Mary gave a drink to" in [variant.text for variant in found]
    both = [dict(variant.replaced).get("Mary") for variant in found]
    assert {name in FEMALE for name in both if name} == {True, False}


def test_gender_turns_all_of_it_or_one_word():
    texts = list(changes("The king saw his wife, and he said to her", "Gender").values())
    assert texts[0] == "The queen saw her husband, and she said to him"
    assert "The king saw his wife, and she said to her" in texts
    assert "He" in changes("She said", "Gender")["She → He"]


def test_countries_become_other_countries():
    found = variants_of("In South Korea, not in France", "Countries")
    for variant in found:
        [(old, new)] = variant.replaced
        assert old in {"South Korea", "France"}
        assert new in COUNTRIES
        assert variant.text == "In South Korea, not in France".replace(old, new)
    assert {variant.replaced[0][0] for variant in found} == {"South Korea", "France"}


def test_seeds_differ_and_what_has_no_choice_does_not():
    assert changes(FACT, "Countries") != changes(FACT, "Countries", seed=1)
    assert changes(FACT, "Case") == changes(FACT, "Case", seed=1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_prompt_has_no_variants(kind, text):
    assert variants_of(text, kind) == ()


def test_what_makes_no_sense_is_refused():
    with pytest.raises(InputError, match="Typos, Case"):
        variants_of("a", "Rhyme")
    with pytest.raises(InputError, match="20\u202f001 characters"):
        variants_of("a" * (LONGEST + 1), "Case")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["of " * 6000, "the a of " * 2000, "a" * 20_000, "France is not " * 1400, "'" * 9000])
def test_a_long_prompt_takes_no_time(kind, text):
    assert len(variants_of(text, kind)) <= MOST


def test_the_word_lists_are_sound():
    assert not {*FEMALE} & {*MALE}
    assert OTHER_GENDER["her"] == "him"
    assert all(letter not in KEYS[letter] and 1 <= len(KEYS[letter]) <= 2 for letter in KEYS)
