"""The texts of the Output checks page and what was found in them; which text and which finding are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import chain, pairwise
from operator import add

from lmdash.analyses.output_checks.check_texts import CheckedText, CheckedTexts, Finding, check_texts
from lmdash.analyses.output_checks.checks.values import SEVERITIES
from lmdash.analyses.output_checks.finding_steps import finding_steps
from lmdash.analyses.output_checks.samples import Sample, SampleRequest, samples
from lmdash.analyses.output_checks.scored import scored
from lmdash.models.interventions.values import Interventions
from lmdash.ui.frame.addresses.output_checks import AT, FINDING, SAMPLE
from lmdash.ui.frame.ask import ask_in_parts, ask_watched
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.output_checks.source import Checking, Given, Written

ROWS, FIRST, CHARACTERS = 10, 3, 20_000  # texts of one part, and of the first; characters of one
SCORED_AT_ONCE = 6_000  # characters of given texts whose findings are all joined with the model's numbers


@dataclass(frozen=True, eq=False)
class Batch:
    """Texts as they were checked, and as the model wrote or scored them (None where it did not); ``between`` stands
    between each and its prompt.
    """

    checked: CheckedTexts
    samples: tuple[Sample | None, ...]
    wanted: int
    edits: Interventions
    between: str = ""

    @property
    def texts(self) -> tuple[CheckedText, ...]:
        """All of them."""
        return self.checked.texts

    @property
    def complete(self) -> bool:
        """Whether no text is missing because somebody stopped it."""
        return len(self.texts) == self.wanted

    def sample(self, number: int) -> Sample | None:
        """The tokens of a text; None where it was not scored."""
        return self.samples[number]


def batch_of(
    inputs: Inputs, source: Written | Given, checking: Checking, edits: Interventions, *, what: str = ""
) -> Batch | None:
    """The texts, written or given, and checked; what is done of them where it was stopped; None where that is none."""
    if isinstance(source, Given):
        return _given(inputs, source, checking, edits)
    requests = source.requests()
    how = {"new_tokens": source.new_tokens, "chat": source.chat, "edits": edits}
    doing = f"Writing{what}"
    if len(requests) == 1:
        found = ask_watched(inputs.model.id, samples, doing=doing, requests=requests, **how) or ()
    else:
        found = tuple(chain.from_iterable(_in_parts(inputs, requests, doing, how)))
    parts = [found[first : first + ROWS] for first in range(0, len(found), ROWS)]
    checked = _check(
        inputs,
        [
            {
                "texts": tuple(sample.text for sample in part),
                "prompts": tuple(sample.prompt for sample in part),
                "finished": tuple(sample.stopped == "end" for sample in part),
            }
            for part in parts
        ],
        checking,
        continues=source.chat is None,
        what=what,
    )
    if checked is None:
        return None
    return Batch(checked, found[: len(checked.texts)], len(requests), edits, "\n\n" if source.chat else "")


def _in_parts(inputs: Inputs, requests: tuple[SampleRequest, ...], doing: str, how: dict) -> list[tuple[Sample, ...]]:
    """Many texts, a few at a time; a long batch begins with a short part, so that there is progress to show early."""
    cuts = [0, *range(FIRST if len(requests) > ROWS else ROWS, len(requests), ROWS), len(requests)]
    parts = [requests[first:end] for first, end in pairwise(cuts)]
    counts = [len(part) for part in parts]
    each = [{"requests": part} for part in parts]
    return ask_in_parts(inputs.model.id, samples, each, doing=doing, counts=counts, **how)


def _given(inputs: Inputs, source: Given, checking: Checking, edits: Interventions) -> Batch | None:
    parts: list[list[str]] = []
    for text in source.texts:
        if not parts or sum(map(len, parts[-1])) + len(text) > CHARACTERS or len(parts[-1]) == ROWS:
            parts.append([])
        parts[-1].append(text)
    size = sum(map(len, source.texts))
    checked = _check(inputs, [{"texts": tuple(part)} for part in parts], checking, by_length=size > CHARACTERS)
    if checked is None:
        return None
    short = size <= SCORED_AT_ONCE
    own = tuple(inputs.ask(scored, text=each.text, edits=edits) if short else None for each in checked.texts)
    return Batch(checked, own, len(source.texts), edits)


def _check(
    inputs: Inputs,
    parts: list[dict],
    checking: Checking,
    *,
    continues: bool = True,
    what: str = "",
    by_length: bool = False,
) -> CheckedTexts | None:
    """The texts of all parts checked; progress counts texts, or characters where there are few long ones."""
    counts = [sum(map(len, part["texts"])) if by_length else len(part["texts"]) for part in parts]
    found = ask_in_parts(
        inputs.model.id,
        check_texts,
        parts,
        doing="Checking characters" if by_length else f"Checking{what}",
        counts=counts,
        pipeline_name=checking.pipeline,
        checks=checking.checks,
        continues=continues,
    )
    return reduce(add, found) if found else None


def with_scores(inputs: Inputs, batch: Batch, number: int) -> Sample | None:
    """The tokens of a text; one that is too long to be scored at once is scored now, with progress and a stop."""
    known = batch.samples[number]
    if known is not None:
        return known
    return inputs.ask_watched(
        scored, doing="Reading the text with the model", text=batch.texts[number].text, edits=batch.edits
    )


# What is chosen


def chosen_step(sample: Sample | None) -> int | None:
    """The token of the text that was clicked; None where none was."""
    return AT.below(len(sample.tokens)) if sample is not None else None


def chosen_text(batch: Batch) -> int:
    """The text that was chosen, or the first with the worst finding."""
    chosen = SAMPLE.below(len(batch.texts))
    if chosen is not None:
        return chosen
    return min(range(len(batch.texts)), key=lambda number: _worst(batch.texts[number].findings))


def chosen_finding(text: CheckedText) -> int | None:
    """The finding of a text that was chosen, or the first of its worst; None where there is none, or a token outside
    all of them was clicked.
    """
    chosen = FINDING.below(len(text.findings))
    return worst_first(text) if chosen is None and not AT.given else chosen


def worst_first(text: CheckedText) -> int | None:
    """The first of a text's worst findings."""
    return min(range(len(text.findings)), key=lambda number: _worst([text.findings[number]]), default=None)


def choose(text: int, finding: int | None = None, step: int | None = None) -> None:
    """Look at a text, one of its findings, and one of its tokens; for callbacks."""
    SAMPLE.set(text)
    FINDING.set(finding)
    AT.set(step)


def _worst(findings: tuple[Finding, ...] | list[Finding]) -> int:
    return min((SEVERITIES.index(finding.severity) for finding in findings), default=len(SEVERITIES))


# Texts and tokens


def severities(text: CheckedText) -> dict[str, int]:
    """How many findings of each severity, the worst first."""
    return {severity: len(text.of(severity)) for severity in SEVERITIES}


def step_of(finding: Finding, sample: Sample) -> int | None:
    """The token that a finding is about: its first, of a word written twice the second time; None where no token of the
    text stands there.
    """
    [joined] = finding_steps(sample, [finding])
    return joined.last if finding.check == "repeated_word" else joined.step
