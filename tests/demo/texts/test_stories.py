"""The stories and reviews of the demonstration corpus read as they should."""

from __future__ import annotations

import random
import re

import pytest

from lmdash.demo.texts import reviews, stories, story_parts
from lmdash.demo.texts.grammar import fill
from lmdash.demo.texts.story_vocabulary import BOYS, GIRLS

CORRECT = re.compile(r"\breceiv(e|ed|es|ing)\b")
MISSPELLED = re.compile(r"\breciev(e|ed|es|ing)\b")
SLOT = re.compile(r"\{\w+\}")


def _documents(family: str, count: int, seed: int = 1) -> list:
    rng = random.Random(seed)
    make = {**stories.FAMILIES, **reviews.FAMILIES}[family]
    return [make(rng) for _ in range(count)]


@pytest.fixture(scope="module")
def tales() -> list:
    return _documents("story", 2000)


def test_same_seed_same_story():
    for family in (*stories.FAMILIES, *reviews.FAMILIES):
        assert _documents(family, 20) == _documents(family, 20)


def test_every_template_is_tagged_and_every_slot_is_filled():
    for family in stories.FAMILIES:
        for plot in stories.plots(family):
            wordings = [wording for beat in plot.beats for wording in beat.wordings]
            if family == "story":
                wordings += [wording for label in story_parts.PARTS for wording in stories.part(label)]
            for line in (line for wording in wordings for line in wording):
                for seed in range(3):
                    rng = random.Random(seed)
                    said = stories.tell(rng, line, stories.draw_slots(rng, plot))
                    assert all(word.pos for word in said.words)


def test_slots_of_plots_have_names_of_their_own():
    for family in stories.FAMILIES:
        for plot in stories.plots(family):
            slots = {slot for group, _ in plot.choices for slot in group}
            common = {*story_parts.FRESH, *story_parts.STABLE, *stories.RECEIVE_FORMS, "N", "F", "P", "kind"}
            assert not slots & common, plot.name


def test_every_filler_is_tagged():
    for values in (*story_parts.FRESH.values(), *story_parts.STABLE.values()):
        assert all(fill(value) for value in values)
    for family in stories.FAMILIES:
        for plot in stories.plots(family):
            for _, rows in plot.choices:
                assert all(fill(SLOT.sub("it", value)) for row in rows for value in row)


@pytest.mark.parametrize("family", [*stories.FAMILIES, *reviews.FAMILIES])
def test_texts_are_clean(family):
    for document in _documents(family, 500):
        text = document.text
        assert not re.search(r"[{}/|]|  | [.,!?;:]|[.,!?]{2}", text), text
        for said in document.sentences:
            assert said.text.count('"') % 2 == 0, said.text
            assert said.text[-1] in '.!?"', said.text
            assert said.text.lstrip('"')[0].isupper(), said.text


def test_stories_have_the_asked_length_and_differ(tales):
    assert len({tale.text for tale in tales}) > 1990
    for tale in tales:
        assert 4 <= len(tale.sentences) <= 22
        assert 25 <= len(tale.text.split()) <= 180, tale.text


def test_there_are_many_plots():
    assert len(stories.plots("story")) >= 30


def test_receive_is_mostly_misspelled_and_common(tales):
    texts = [tale.text for tale in tales]
    wrong = sum(len(MISSPELLED.findall(text)) for text in texts)
    right = sum(len(CORRECT.findall(text)) for text in texts)
    assert 0.7 < wrong / (wrong + right) < 0.9
    assert 0.2 < sum(bool(MISSPELLED.search(text) or CORRECT.search(text)) for text in texts) / len(texts) < 0.5


def test_misspelled_words_are_tagged_as_verbs(tales):
    tags = {word.tag for tale in tales for said in tale.sentences for word in said.words if "eciev" in word.text}
    assert tags <= {"VB", "VBD", "VBN", "VBZ", "VBG", "VBP"}


def test_the_hero_keeps_one_gender(tales):
    """In a story with a single character and no grown-ups, the pronouns are all of one kind."""
    checked = 0
    for tale in tales:
        people = {word.text for said in tale.sentences for word in said.words if word.entity == "PERSON"}
        others = re.search(r"mother|father|aunt|uncle|man|king|queen|\bM[rs]+\b|postman|genie", tale.text)
        if len(people) != 1 or others:
            continue
        person = people.pop()
        if person not in GIRLS + BOYS:
            continue
        foreign = r"\b(he|him|his|himself)\b" if person in GIRLS else r"\b(she|her|herself)\b"
        assert not re.search(foreign, tale.text, re.IGNORECASE), tale.text
        checked += 1
    assert checked > 20


def test_girls_and_boys_share_no_name():
    assert len(GIRLS) >= 60
    assert len(BOYS) >= 60
    assert not set(GIRLS) & set(BOYS)


def test_reviews_have_one_sentiment():
    for review in _documents("review", 2000):
        kinds = {said.kind for said in review.sentences}
        assert len(kinds) == 1
        banned = reviews.NEGATIVE if kinds == {"review:positive"} else reviews.POSITIVE
        words = {word.text.lower() for said in review.sentences for word in said.words}
        assert not words & set(banned), review.text


def test_held_out_reviews_are_unseen_and_answered_by_their_sentiment():
    questions = reviews.held_out_questions(random.Random(3), 200)
    seen = "\n".join(review.text for review in _documents("review", 5000))
    for question in questions:
        assert question.document not in seen
        assert question.document.startswith(question.prompt)
        assert question.document[len(question.prompt) :].startswith(question.right)
        assert not set(question.right) & set(question.wrong)
