"""How good is the built-in model on what training never answered?  ``python -m lmdash.demo.evaluate``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.demo.texts.faults import FAULTS
from lmdash.demo.texts.heldout import questions
from lmdash.demo.texts.questions import Question
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load
from lmdash.models.passes.sampling import Sampling


def says(model: LoadedModel, question: Question, edits: Interventions = ()) -> float:
    """1.0 if greedy decoding goes on with a right answer, as a whole word."""
    longest = max(len(model.tokens.encode_word(answer)) for answer in question.right)
    prompt = model.tokens.encode(question.prompt).ids
    steps = model.generate(prompt, Sampling(), longest + 1, edits=edits)
    text = model.tokens.decode([step.id for step in steps])
    return float(any(text.startswith(a) and not text[len(a) : len(a) + 1].isalpha() for a in question.right))


def prefers(model: LoadedModel, question: Question) -> float:
    """1.0 if the right answer's first token is likelier than the wrong one's."""
    prompt = model.tokens.encode(question.prompt).ids
    [right], [wrong] = question.right, question.wrong
    first = [model.tokens.encode_word(answer)[0] for answer in (right, wrong)]
    log_probability = model.score([prompt, prompt], first).log_probability
    return float(log_probability[0] > log_probability[1])


def copies(model: LoadedModel, question: Question) -> float:
    """The share of the second copy's tokens ranked first, but for its first word, which nothing announces."""
    start = len(model.tokens.encode_word(question.prompt))
    first_word = question.right[0].split(" ", 2)[1]
    start += len(model.tokens.encode_word(" " + first_word))
    ids = model.tokens.encode(question.document).ids
    return float((surprisal(model, ids).rank[start:] == 1).mean())


@dataclass(frozen=True)
class Check:
    """One line of the model card: a family, how an answer is judged, and the least share that must be right."""

    family: str
    title: str
    judge: Callable[[LoadedModel, Question], float]
    at_least: float


CHECKS: tuple[Check, ...] = (
    Check("capital", "capital, top 1", says, 0.98),
    Check("language", "language, top 1", says, 0.98),
    Check("continent", "continent, top 1", says, 0.98),
    Check("indirect_object", "indirect object > subject", prefers, 0.97),
    Check("agreement", "agreement across a distractor", prefers, 0.97),
    Check("sum", "sums of 0..9 in words, top 1", says, 0.95),
    Check("repeat", "second copy of a random word list", copies, 0.90),
    Check("sentiment", "sentiment word agrees with the review", says, 0.95),
    Check("two_meanings", "two-meaning word continues in its context", says, 0.90),
)


@dataclass(frozen=True)
class Measured:
    """The share of right answers over so many questions, and the questions that went wrong."""

    check: Check
    share: float
    asked: int
    missed: tuple[Question, ...]


def measure(model: LoadedModel, check: Check, count: int, seed: int) -> Measured:
    """Ask up to ``count`` held-out questions of one family."""
    asked = questions(check.family, count, seed)
    results = [check.judge(model, question) for question in asked]
    missed = tuple(question for question, result in zip(asked, results, strict=True) if result < 1)
    return Measured(check, sum(results) / len(results), len(asked), missed)


def main() -> None:
    """Print the table of the model card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=DEMO_FOLDER)
    parser.add_argument("--count", type=int, default=500, help="most questions a check")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--missed", type=int, default=0, help="print so many missed questions a check")
    options = parser.parse_args()
    source = Source(DEMO, folder=options.folder)
    model = load(source, device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None)
    print("| held-out check | asked | right | at least |\n|---|---|---|---|")
    for check in CHECKS:
        measured = measure(model, check, options.count, options.seed)
        print(f"| {check.title} | {measured.asked} | {measured.share:.1%} | {check.at_least:.0%} |", flush=True)
        for question in measured.missed[: options.missed]:
            print(f"    {question.prompt!r} -> {question.right[0]!r}")
    print("\n| planted fault | measured |\n|---|---|")
    for find in FAULTS:
        fault = find(model)
        print(f"| {fault.title} | {fault.measured}{'' if fault.shown else ' (NOT SHOWN)'} |")


if __name__ == "__main__":
    main()
