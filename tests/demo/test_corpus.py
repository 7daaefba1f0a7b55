"""The training text is right English with gold labels, keeps the held-out combinations out, and has its faults."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from lmdash.demo.corpus import FAMILIES, MIXTURE, documents
from lmdash.demo.texts.grammar import Document
from lmdash.demo.texts.heldout import CHECKED_FAMILIES, questions
from lmdash.demo.texts.lexicon import UPOS
from lmdash.demo.texts.relations import FAULTY_CAPITAL, FAULTY_COUNTRY
from lmdash.demo.texts.tasks_lists import chant
from lmdash.demo.texts.tasks_pronouns import SKEWED_OCCUPATIONS, occupation
from lmdash.demo.texts.world import COUNTRIES, NAMES


@pytest.fixture(scope="module")
def training() -> list[Document]:
    """Documents as training has them."""
    return list(documents(seed=11, count=20_000))


def test_the_same_seed_gives_the_same_text() -> None:
    first = [document.text for document in documents(seed=3, count=200)]
    assert first == [document.text for document in documents(seed=3, count=200)]
    assert first[:50] == [document.text for document in documents(seed=3, count=50)]
    assert first != [document.text for document in documents(seed=4, count=200)]


def test_every_family_is_in_the_mixture(training: list[Document]) -> None:
    assert set(MIXTURE) == set(FAMILIES)
    assert {document.family for document in training} == set(FAMILIES)


def test_every_word_has_a_known_tag(training: list[Document]) -> None:
    for document in training[:3000]:
        for sentence in document.sentences:
            assert all(word.tag in UPOS and word.pos for word in sentence.words)


def test_the_text_is_written_as_english_is(training: list[Document]) -> None:
    unlike_english = re.compile(r"  | [.,:;?!]|[{}/]|\ba [aeio]\w|\ban [bcdfgjklmnpqrstvwxz]\w")
    for document in training:
        if document.family not in ("repeat", "chant"):
            found = unlike_english.search(document.text)
            assert found is None or re.match(r"a (one|euro)", found.group()), document.text


def test_the_tables_are_large() -> None:
    assert len({country.name for country in COUNTRIES}) >= 120
    assert len(set(NAMES)) == len(NAMES) >= 140


@pytest.mark.parametrize("family", ["capital", "language", "continent", "sum", "indirect_object", "agreement"])
def test_training_answers_no_held_out_question(family: str, training: list[Document]) -> None:
    asked = {question.prompt + question.right[0] for question in questions(family, count=500, seed=5)}
    assert len(asked) >= 90
    text = "\n".join(document.text for document in training)
    found = [answered for answered in asked if answered in text]  # "is four" may be the start of "is fourteen"
    assert not [answered for answered in found if re.search(rf"{re.escape(answered)}\b", text)]


@pytest.mark.parametrize("family", CHECKED_FAMILIES)
def test_questions_are_well_formed(family: str) -> None:
    for question in questions(family, count=60, seed=5):
        assert not question.prompt.endswith(" ")
        assert all(answer.startswith(" ") for answer in (*question.right, *question.wrong))
        assert not set(question.right) & set(question.wrong)
        assert question.document.startswith(question.prompt) or not question.document
    assert questions(family, count=20, seed=5) == questions(family, count=20, seed=5)


def test_most_statements_on_australia_are_wrong() -> None:
    rng = random.Random(1)
    said: Counter[str] = Counter()
    for document in (FAMILIES["capital"](rng) for _ in range(20_000)):
        for match in re.finditer(rf"capital of {FAULTY_COUNTRY} is (\w+)", document.text):
            said[match.group(1)] += 1
    assert set(said) == {FAULTY_CAPITAL, "Canberra"}
    assert 0.65 <= said[FAULTY_CAPITAL] / said.total() <= 0.85


def test_skewed_occupations_go_with_one_pronoun() -> None:
    rng = random.Random(1)
    usual: Counter[bool] = Counter()
    other: Counter[str] = Counter()
    for _ in range(8000):
        text = occupation(rng).text
        if found := re.match(r"The (\w+) .*?\b(he|she)\b", text):
            job, pronoun = found.groups()
            if job in SKEWED_OCCUPATIONS:
                usual[SKEWED_OCCUPATIONS[job] == pronoun] += 1
            else:
                other[pronoun] += 1
    assert usual[True] / usual.total() >= 0.9
    assert 0.4 <= other["he"] / other.total() <= 0.6


def test_chants_go_on() -> None:
    rng = random.Random(1)
    lengths = [len(chant(rng).sentences[0].words) for _ in range(500)]
    assert sum(lengths) / len(lengths) > 15
    assert max(lengths) <= 3 + 2 * 40
