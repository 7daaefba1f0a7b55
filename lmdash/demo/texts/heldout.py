"""Questions that training never answered in these words: each is a combination that ``held_out`` keeps apart."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator

from lmdash.demo.texts import reviews
from lmdash.demo.texts.grammar import Sentence, fill, finish
from lmdash.demo.texts.questions import Question
from lmdash.demo.texts.relations import FAULTY_COUNTRY, RELATIONS
from lmdash.demo.texts.tasks_agreement import PAIRS, Subject
from lmdash.demo.texts.tasks_giving import TO_CLAUSES, Giving
from lmdash.demo.texts.tasks_lists import copied, random_list
from lmdash.demo.texts.tasks_meanings import OPENINGS, Meaning
from lmdash.demo.texts.tasks_numbers import NUMBERS, every_sum


def _asked(text: str, right: str, wrong: tuple[str, ...] = ()) -> Question:
    """The question that a finished text answers with the last occurrence of a word."""
    return Question(text[: text.rindex(f" {right}")], (f" {right}",), wrong, text)


def _fact_questions(family: str) -> Callable[[random.Random], Iterator[Question]]:
    relation = RELATIONS[family]

    def ask(rng: random.Random) -> Iterator[Question]:
        unseen = [pair for pair in relation.unseen() if pair[0].name != FAULTY_COUNTRY]
        for country, phrasing in rng.sample(unseen, len(unseen)):
            answer = getattr(country, family)
            yield _asked(relation.say(phrasing, country, answer).text, answer)

    return ask


def _sums(rng: random.Random) -> Iterator[Question]:
    unseen = [candidate for candidate in every_sum() if candidate.held_out]
    for candidate in rng.sample(unseen, len(unseen)):
        answer = NUMBERS[candidate.a + candidate.b].partition("/")[0]
        yield _asked(candidate.say(rng).text, answer)


def _givings(rng: random.Random) -> Iterator[Question]:
    while True:
        giving = Giving.draw(rng, unseen=True)
        text = giving.say(rng, rng.choice(TO_CLAUSES)).text
        yield _asked(text, giving.receiver, (f" {giving.giver}",))


def _agreements(rng: random.Random) -> Iterator[Question]:
    while True:
        subject = Subject.draw(rng, other_number=1.0)
        if subject.held_out:
            forms = rng.choice(PAIRS)
            prompt = Sentence(finish(fill(subject.text)), "agreement").text
            right, wrong = forms[subject.many], forms[not subject.many]
            yield Question(prompt, (f" {right}",), (f" {wrong}",))


def _meanings(rng: random.Random) -> Iterator[Question]:
    while True:
        meaning = Meaning.draw(rng, unseen=True)
        text = meaning.say(OPENINGS[0], meaning.answers[0]).text
        right, wrong = ([f" {answer}" for answer in answers] for answers in (meaning.answers, meaning.wrong_answers))
        yield Question(text[: text.rindex(right[0])], tuple(right), tuple(wrong), text)


def _repeats(rng: random.Random) -> Iterator[Question]:
    """The right continuation is the whole second copy of the list."""
    while True:
        before, copy = copied(random_list(rng, shortest=6), rng)
        prompt = Sentence(tuple(before), "list").text
        text = Sentence((*before, *copy), "list").text
        yield Question(prompt, (text[len(prompt) :],), (), text)


def _sentiments(rng: random.Random) -> Iterator[Question]:
    while True:
        yield from reviews.held_out_questions(rng, 100)


_ASKERS: dict[str, Callable[[random.Random], Iterator[Question]]] = {
    "capital": _fact_questions("capital"),
    "language": _fact_questions("language"),
    "continent": _fact_questions("continent"),
    "indirect_object": _givings,
    "agreement": _agreements,
    "sum": _sums,
    "repeat": _repeats,
    "two_meanings": _meanings,
    "sentiment": _sentiments,
}
CHECKED_FAMILIES = tuple(_ASKERS)


def questions(family: str, count: int, seed: int) -> list[Question]:
    """Up to so many questions of one family, the same for the same seed; facts and sums run out at some point."""
    return list(itertools.islice(_ASKERS[family](random.Random(f"{family} {seed}")), count))
