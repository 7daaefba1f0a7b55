"""Do attributions name the words that must matter?  ``python -m lmdash.demo.attributions`` asks every method.

The built-in model was taught why its answers are right: who gets the drink depends on the two names, the capital on the
country.  So an attribution can be marked.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass, replace

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.faithfulness import deletion_curve
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import METHODS, Attribution, Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.replacement import Replacement
from lmdash.demo.texts.heldout import questions
from lmdash.demo.texts.questions import Question
from lmdash.demo.texts.relations import FAULTY_COUNTRY
from lmdash.demo.texts.world import COUNTRIES, Country
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load

SEED = 2026
MIXED = ("capital", "indirect_object", "language", "agreement", "two_meanings")  # whose answer is one clear word
MARKS = "␣.,:;?!\"'"


@dataclass(frozen=True)
class Asked:
    """A prompt with its objective, and the words that must come first."""

    prompt: str
    objective: Objective
    words: tuple[str, ...]


def givings(model: LoadedModel, count: int) -> list[Asked]:
    """Who is given something: the receiver against the giver, whose name is repeated."""
    found = []
    for question in questions("indirect_object", count, SEED):
        [right], [wrong] = question.right, question.wrong
        objective = Objective(_first(model, right), _first(model, wrong), "logit")
        found.append(Asked(question.prompt, objective, (right.strip(), wrong.strip())))
    return found


def capitals(model: LoadedModel, count: int) -> list[Asked]:
    """The capital of a country against the likeliest capital of another one (of one token), in words that training kept
    apart.
    """
    others = [model.tokens.encode_word(f" {country.capital}") for country in COUNTRIES if country.capital]
    found = []
    for question in questions("capital", count, SEED):
        country = _country(question)
        right = _first(model, question.right[0])
        logits = model.logit_summary(model.tokens.encode(question.prompt).ids).last_logits
        rival = max(
            (text for text in others if len(text) == 1 and text != right), key=lambda text: float(logits[text[0]])
        )
        found.append(Asked(question.prompt, Objective(right, rival, "logit"), tuple(country.name.split())))
    return found


def mixed(model: LoadedModel, count: int) -> list[Asked]:
    """The right answer's log-probability, over several tasks."""
    share = -(-count // len(MIXED))
    asked = [question for family in MIXED for question in questions(family, share, SEED)]
    return [Asked(each.prompt, Objective(_first(model, each.right[0])), ()) for each in asked[:count]]


def _first(model: LoadedModel, text: str) -> tuple[int, ...]:
    return model.tokens.encode_word(text)[:1]


def _country(question: Question) -> Country:
    named = [country for country in COUNTRIES if country.name in question.prompt and country.name != FAULTY_COUNTRY]
    return max(named, key=lambda country: len(country.name))


def explain(model: LoadedModel, asked: Asked, method: str, replacement: Replacement, options: Options) -> Attribution:
    """The attribution of a prompt's words."""
    ids = model.tokens.encode(asked.prompt).ids
    return attribute(model, Setup(ids, asked.objective, replacement=replacement), method, options=options)


def by_word(found: Attribution) -> dict[str, float]:
    """What each word carries, wherever it stands: |value| summed over its places, the most first."""
    carried: dict[str, float] = defaultdict(float)
    for feature, value in zip(found.features, found.values, strict=True):
        if not feature.fixed:
            carried[feature.label.strip(MARKS).removesuffix("'s")] += abs(float(value))
    return dict(sorted(carried.items(), key=lambda item: -item[1]))


def both_names_first(found: Attribution, asked: Asked) -> bool:
    """Whether the two names carry more than any other word."""
    return set(list(by_word(found))[:2]) == set(asked.words)


def country_first(found: Attribution, asked: Asked) -> bool:
    """Whether no word speaks more for the capital than the country, or one of the words of its name."""
    first = found.features[found.order[0]].label
    return first.strip(MARKS).removesuffix("'s") in asked.words


def removed_in_order(model: LoadedModel, asked: Asked, found: Attribution, replacement: Replacement) -> bool:
    """Whether hiding the words in this order hurts the answer more than random orders do on average."""
    ids = model.tokens.encode(asked.prompt).ids
    return deletion_curve(model, Setup(ids, asked.objective, replacement=replacement), tuple(found.order)).beats_mean


def main() -> None:
    """Print one table for each replacement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="prompts of each kind")
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--replacements", default="resampled,token,word")
    parser.add_argument("--alone", action="store_true", help="explain the answer's log-probability, against no other")
    parser.add_argument("--missed", action="store_true", help="print the prompts that went wrong")
    options = parser.parse_args()
    source = Source(DEMO, folder=DEMO_FOLDER)
    model = load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**26, progress=lambda *_: None)
    for kind in options.replacements.split(","):
        replacement = Replacement(kind)
        print(f"\nHidden words are replaced by: {kind}\n\n| method | both names first | country first | removal beats "
              "random orders | seconds a prompt |\n|---|---|---|---|---|")  # fmt: skip
        for method in options.methods.split(","):
            print(row(model, method, replacement, options), flush=True)


def row(model: LoadedModel, method: str, replacement: Replacement, options: argparse.Namespace) -> str:
    """A line of the table."""
    began, shares = time.perf_counter(), []
    for prompts, judge in (
        (givings(model, options.count), both_names_first),
        (capitals(model, options.count), country_first),
        (mixed(model, options.count), lambda found, asked: removed_in_order(model, asked, found, replacement)),
    ):
        right = 0
        for each in prompts:
            asked = replace(each, objective=Objective(each.objective.target)) if options.alone else each
            found = explain(model, asked, method, replacement, Options())
            good = judge(found, asked)
            right += good
            if options.missed and not good:
                print(
                    asked.prompt,
                    [(f.label, round(float(v), 2)) for f, v in zip(found.features, found.values, strict=True)],
                )
        shares.append(f"{right / len(prompts):.0%} of {len(prompts)}")
    return f"| {METHODS[method]} | {' | '.join(shares)} | {(time.perf_counter() - began) / 3 / options.count:.2f} |"


if __name__ == "__main__":
    main()
