"""How good are the text checks?  Precision and recall: ``python -m lmdash.demo.check_quality``.

``planted_errors.csv`` has sentences with one planted error each, between « and », and their clean twins.  They were
written, by the author of the checks, before these were tuned.  Every third of each check is held out: what was missed
there was not looked at while tuning, though its totals were printed.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lmdash.analyses.output_checks.check_texts import CheckedTexts, Finding, check_texts
from lmdash.analyses.output_checks.checks.registry import CHECKS
from lmdash.analyses.output_checks.checks.values import ERROR
from lmdash.analyses.output_checks.samples import plan, samples
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN
from lmdash.demo.corpus import documents
from lmdash.demo.texts.stories import MISSPELLING
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load

PLANTED = Path(__file__).with_name("planted_errors.csv")
HELD_OUT = 3  # every third sentence of a check
NEW_DOCUMENTS_SEED = 4242  # no seed of training or of a test
DOCUMENTS, SAMPLES, NEW_TOKENS = 1500, 100, 60
SEEDS = (0, 1000)  # a batch each
TEMPERATURE = 0.7
CHANTS = "chant"  # the family of documents that loop on purpose
PROMPTS = (
    "Once upon a time, there was a little girl named",
    "Once upon a time, there was a king who",
    "Dear Anna, thank you for",
    "We saw this film on Monday. The film",
    "It was early in the morning, and",
    "One day, Tom",
    "The capital of Norway is",
    "Anna was seven years old. She",
)


@dataclass(frozen=True)
class Planted:
    """A sentence with an error of a check at characters [start, end), its clean twin, whether it is held out, and the
    prompt that it answers, where the check needs one.
    """

    check: str
    wrong: str
    start: int
    end: int
    right: str
    held_out: bool
    prompt: str


@dataclass
class Score:
    """What a check did: planted errors found and missed, and marks where none was planted."""

    found: int = 0
    missed: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """The share of planted errors that were found."""
        return self.found / max(1, self.found + self.missed)

    @property
    def precision(self) -> float:
        """The share of marks that were planted errors; 1 where there are no marks."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0


@dataclass(frozen=True)
class CleanText:
    """Texts without errors but for the planted ones: how many errors were marked, and which of them were none."""

    texts: int
    words: int
    planted: int
    false: tuple[Finding, ...]

    @property
    def precision(self) -> float:
        """The share of marked errors that are the planted ones."""
        return self.planted / max(1, self.planted + len(self.false))


def planted() -> tuple[Planted, ...]:
    """All sentences of the file."""
    seen: dict[str, int] = defaultdict(int)
    found = []
    with PLANTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen[row["check"]] += 1
            before, _, rest = row["wrong"].partition("«")
            inside, _, after = rest.partition("»")
            held_out = seen[row["check"]] % HELD_OUT == 0
            span = (len(before), len(before) + len(inside))
            wrong, prompt = before + inside + after, row["prompt"] or ""
            found.append(Planted(row["check"], wrong, *span, row["right"], held_out, prompt))
    return tuple(found)


def scores(pipeline_name: str, rows: Sequence[Planted]) -> dict[str, Score]:
    """Each check on sentences with an error and on their twins; any other mark, of any severity, is a false one."""
    wrong, right = (_check_side(pipeline_name, rows, side) for side in ("wrong", "right"))
    result = {check.name: Score() for check in CHECKS}
    for row, text, twin in zip(rows, wrong.texts, right.texts, strict=True):
        hits = [finding for finding in text.findings if _is_planted(finding, row)]
        score = result[row.check]
        score.found, score.missed = score.found + bool(hits), score.missed + (not hits)
        for finding in (*text.findings, *twin.findings):
            if finding not in hits:
                result[finding.check].false += 1
    return result


def _is_planted(finding: Finding, row: Planted) -> bool:
    return finding.check == row.check and finding.start < row.end and row.start < finding.end


def false_errors(pipeline_name: str, rows: Sequence[Planted]) -> tuple[Finding, ...]:
    """What is called an error in a clean twin."""
    twins = _check_side(pipeline_name, rows, "right")
    return tuple(finding for finding in twins.findings if finding.severity == ERROR)


def _check_side(pipeline_name: str, rows: Sequence[Planted], side: str) -> CheckedTexts:
    texts, prompts = ([getattr(row, name) for row in rows] for name in (side, "prompt"))
    every = tuple(check.name for check in CHECKS)
    return _check(pipeline_name, texts, prompts=tuple(prompts), checks=every, continues=False)


def _check(pipeline_name: str, texts: Sequence[str], **options: Any) -> CheckedTexts:
    return check_texts(None, tuple(texts), pipeline_name=pipeline_name, **options)


def new_documents(pipeline_name: str, count: int = DOCUMENTS) -> CleanText:
    """New documents of the corpus, which is correct English but for the planted misspelling and the chants' loops;
    lists of random words are no English.
    """
    made = [each for each in documents(NEW_DOCUMENTS_SEED, count) if each.family != "repeat"]
    checked = _check(pipeline_name, [each.text for each in made])
    return _clean(checked, chants={number for number, each in enumerate(made) if each.family == CHANTS})


def written_text(pipeline_name: str, model: LoadedModel, count: int = SAMPLES) -> CleanText:
    """Texts that the model writes: every error that is not the planted misspelling counts as a false one."""
    batches = [plan(PROMPTS, count, temperatures=(TEMPERATURE,), seed=seed) for seed in SEEDS]
    made = [sample for requests in batches for sample in samples(model, requests, new_tokens=NEW_TOKENS)]
    checked = _check(
        pipeline_name,
        [sample.text for sample in made],
        prompts=tuple(sample.prompt for sample in made),
        finished=tuple(sample.stopped == "end" for sample in made),
    )
    return _clean(checked, chants=set())


def _clean(checked: CheckedTexts, chants: set[int]) -> CleanText:
    errors = [finding for finding in checked.findings if finding.severity == ERROR]
    meant = [finding for finding in errors if _meant(finding, chants)]
    false = tuple(finding for finding in errors if finding not in meant)
    return CleanText(len(checked.texts), sum(text.words for text in checked.texts), len(meant), false)


def _meant(finding: Finding, chants: set[int]) -> bool:
    """Whether it is a planted fault: the misspelling, or the loop or doubled word of a chant."""
    misspelt = finding.check == "spelling" and finding.words.lower().startswith(MISSPELLING[0][:-1])
    return misspelt or (finding.text in chants and finding.check in ("loop", "repeated_word"))


def main() -> None:
    """Print the table of the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pipeline", default=BUILT_IN, help="the built-in one, or any that is installed")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument(
        "--samples", type=int, default=SAMPLES, help="texts of each batch that the model writes; 0: none"
    )
    parser.add_argument("--missed", action="store_true", help="print what was missed or marked wrongly, not held out")
    options = parser.parse_args()
    rows = planted()
    groups = [[row for row in rows if row.held_out is held_out] for held_out in (False, True)]
    tuned, held_out = (scores(options.pipeline, group) for group in groups)
    print("| check | severity | sentences | precision | recall | held out | precision | recall |")
    print("|---|---|---|---|---|---|---|---|")
    for check in CHECKS:
        cells = [f"| {check.title} | {check.severity}"]
        for score in (tuned[check.name], held_out[check.name]):
            count = score.found + score.missed
            recall = f"{score.recall:.2f}" if count else "–"
            cells.append(f"{count} | {score.precision:.2f} ({score.false} false) | {recall}")
        print(" | ".join(cells) + " |")
    false = false_errors(options.pipeline, rows)
    print(f"\nErrors marked in the {len(rows)} clean twins: {len(false)}.\n")
    if options.missed:
        _print_missed(options.pipeline, groups[0])
    print("| clean text | texts | words | errors marked | planted | precision of “error” |\n|---|---|---|---|---|---|")
    cases = {"new documents of the corpus": new_documents(options.pipeline, options.documents)}
    if options.samples:
        source = Source(DEMO, folder=DEMO_FOLDER)
        model = load(source, device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None)
        title = f"written by the model at temperature {TEMPERATURE}"
        cases[title] = written_text(options.pipeline, model, options.samples)
    for title, case in cases.items():
        marked = case.planted + len(case.false)
        print(f"| {title} | {case.texts} | {case.words} | {marked} | {case.planted} | {case.precision:.3f} |")
    if options.missed:
        for title, case in cases.items():
            for finding in case.false:
                print(f"    {title}: {finding.check} {finding.words!r}: {finding.reason}")


def _print_missed(pipeline_name: str, rows: Sequence[Planted]) -> None:
    for row, text in zip(rows, _check_side(pipeline_name, rows, "wrong").texts, strict=True):
        if not any(_is_planted(finding, row) for finding in text.findings):
            print(f"    missed {row.check}: {row.wrong}")
        for finding in text.findings:
            if not _is_planted(finding, row):
                print(f"    {finding.severity} {finding.check} {finding.words!r} in: {row.wrong}")
    for row, text in zip(rows, _check_side(pipeline_name, rows, "right").texts, strict=True):
        for finding in text.findings:
            print(f"    clean, {finding.severity} {finding.check} {finding.words!r} in: {row.right}")


if __name__ == "__main__":
    main()
