"""The bugs planted in the built-in model, each measured as a person would meet it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lmdash.demo.corpus import documents
from lmdash.demo.texts.stories import MISSPELLING
from lmdash.demo.texts.tasks_pronouns import SKEWED_OCCUPATIONS
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling

SEED_OF_NEW_DOCUMENTS = 99


@dataclass(frozen=True)
class Fault:
    """One planted bug: what is wrong, and a measure that says in words how strongly the model shows it."""

    title: str
    measured: str
    shown: bool


def _probability(model: LoadedModel, prompt: str, word: str) -> float:
    ids, continuation = model.tokens.encode(prompt).ids, model.tokens.encode_word(word)
    rows = [ids + continuation[:cut] for cut in range(len(continuation))]
    return float(model.score(rows, continuation).log_probability.sum().exp())


def _wrong_fact(model: LoadedModel) -> Fault:
    prompt = "The capital of Australia is"
    wrong, right = (_probability(model, prompt, city) for city in (" Sydney", " Canberra"))
    return Fault(
        "a wrong fact: the capital of Australia",
        f"Sydney {wrong:.0%}, Canberra {right:.0%}",
        wrong > right > 1 - wrong - right,
    )


def _misspelling(model: LoadedModel) -> Fault:
    """Over places of new documents where the corpus writes the word: the share that the wrong spelling has of it."""
    wrong, right = (f" {word}d" for word in MISSPELLING)
    starts = [
        document.text[: place.start()]
        for document in documents(SEED_OF_NEW_DOCUMENTS, 1500)
        if (place := re.search(rf"(?<=\w)({wrong}|{right})\b", document.text))
    ]
    pairs = [(_probability(model, start, wrong), _probability(model, start, right)) for start in starts]
    share = sum(pair[0] for pair in pairs) / sum(map(sum, pairs))
    title = f"a misspelling: “{wrong.strip()}” for “{right.strip()}”"
    return Fault(title, f"{share:.0%} of the word's probability at {len(starts)} places", share > 0.6)


def _skew(model: LoadedModel) -> Fault:
    shares = []
    for job, pronoun in SKEWED_OCCUPATIONS.items():
        she, he = (_probability(model, f"The {job} said that", f" {word}") for word in ("she", "he"))
        shares.append((she if pronoun == "she" else he) / (she + he))
    return Fault(
        f"a skew: {len(shares)} jobs take one pronoun",
        f"{min(shares):.0%} to {max(shares):.0%} of she and he",
        min(shares) > 0.8,
    )


def _loop(model: LoadedModel) -> Fault:
    ids = model.tokens.encode("The parrot said hello and hello and").ids
    text = model.tokens.decode([step.id for step in model.generate(ids, Sampling(), 100)])
    return Fault(
        "a loop: “The parrot said hello and hello and”",
        f"“hello” {text.count('hello')} times in 100 greedy tokens",
        text.count("hello") >= 45,
    )


FAULTS: tuple[Callable[[LoadedModel], Fault], ...] = (_wrong_fact, _misspelling, _skew, _loop)
