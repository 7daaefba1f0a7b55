"""What is wrong with these texts?  spaCy reads them, the checks mark them.

The texts need no model; the analysis takes one all the same, so that it is asked for like every other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import pandas as pd

from lmdash.analyses.common.plural import plural
from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.registry import BY_NAME, DEFAULT
from lmdash.analyses.output_checks.checks.spacy_types import Doc
from lmdash.analyses.output_checks.checks.values import SEVERITIES
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN, Pipeline, pipeline
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.text.tokens import clean

LONGEST_TEXT = 200_000  # characters
PART = 5_000  # characters that spaCy reads at once, cut at the end of a paragraph or sentence
TOGETHER = 20_000  # characters of all parts that go through nlp.pipe at once: half a second
_STRETCH = 500  # characters without a space after which one is cut all the same
MOST_FINDINGS = 300  # of one check in one text


@dataclass(frozen=True)
class Finding:
    """Something marked in a text: characters [start, end) of text number ``text``, and the words that stand there.

    ``check`` is the name of the check; ``suggestion`` is what may stand there instead, empty where nobody knows.
    """

    text: int
    check: str
    severity: str
    start: int
    end: int
    words: str
    reason: str
    suggestion: str

    @property
    def title(self) -> str:
        """The check's title."""
        return BY_NAME[self.check].title


@dataclass(frozen=True)
class CheckedText:
    """A text, what was found in it in the order of its characters, and what a person should know, in sentences."""

    text: str
    prompt: str
    findings: tuple[Finding, ...]
    words: int
    sentences: int
    notes: tuple[str, ...]

    def of(self, severity: str) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)


@dataclass(frozen=True)
class CheckedTexts:
    """All texts as they were given, the pipeline, and the checks that were made."""

    texts: tuple[CheckedText, ...]
    pipeline: str
    checks: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of all texts."""
        return tuple(finding for text in self.texts for finding in text.findings)

    def __add__(self, other: CheckedTexts) -> CheckedTexts:
        """Both, one after the other, as when they were checked together: parts that were asked for one by one."""
        moved = (
            CheckedText(
                each.text, each.prompt, tuple(_renumbered(finding, len(self.texts)) for finding in each.findings),
                each.words, each.sentences, each.notes,
            )
            for each in other.texts
        )  # fmt: skip
        return CheckedTexts((*self.texts, *moved), self.pipeline, self.checks)

    def frame(self) -> pd.DataFrame:
        """One row per finding, for the table and the download."""
        columns = ["text", "severity", "check", "words", "suggestion", "reason", "start", "end"]
        rows = [[getattr(finding, column) for column in columns] for finding in self.findings]
        return pd.DataFrame(rows, columns=columns)


def _renumbered(finding: Finding, by: int) -> Finding:
    return replace(finding, text=finding.text + by)


def check_texts(
    _model: LoadedModel | None,
    texts: tuple[str, ...],
    *,
    pipeline_name: str = BUILT_IN,
    checks: tuple[str, ...] = DEFAULT,
    prompts: tuple[str, ...] = (),
    continues: bool = True,
    finished: tuple[bool, ...] = (),
    on_step: Callable[[int, int], None] | None = None,
) -> CheckedTexts:
    """Check each text.

    ``prompts`` has the prompt of each text (or none); with ``continues`` the text goes right on from it, is read
    together with it and only marked from its own beginning on.  ``finished`` says of each text whether it ended of its
    own accord (True) or was cut at a length.  ``on_step`` counts texts, and each part of
    a long one.  :class:`InputError` for an unknown pipeline or check and for a text that is too long.
    """
    unknown = [name for name in checks if name not in BY_NAME]
    if unknown:
        raise InputError(f"There is no check “{unknown[0][:60]}”. The checks are {', '.join(BY_NAME)}.")
    nlp = pipeline(pipeline_name)
    texts = tuple(map(clean, texts))
    prompts = tuple(map(clean, prompts)) or ("",) * len(texts)
    for text in texts:
        if len(text) > LONGEST_TEXT:
            raise InputError(
                f"This text has {plural(len(text), 'character')}; at most {plural(LONGEST_TEXT, 'character')} can be "
                "checked at once. Shorten it, or check it in parts."
            )
    ends = finished or (True,) * len(texts)
    whole = [prompt + text if continues else text for prompt, text in zip(prompts, texts, strict=True)]
    checked = []
    for number, doc in enumerate(_docs(nlp, whole, on_step)):
        start = len(prompts[number]) if continues else 0
        reading = Reading(doc, start=start, prompt=prompts[number], finished=ends[number])
        checked.append(_checked(reading, number, texts[number], checks))
    return CheckedTexts(tuple(checked), pipeline_name, checks)


def _docs(nlp: Pipeline, texts: Sequence[str], on_step: Callable[[int, int], None] | None) -> Iterator[Doc]:
    """The docs of the texts: parts of all of them are read together, and those of a long text put together again."""
    from spacy.tokens import Doc

    parts = [list(in_parts(text)) for text in texts]
    read = _read([part for own in parts for part in own], nlp, on_step)
    for own in parts:
        docs = list(islice(read, len(own)))
        yield docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def _read(parts: Sequence[str], nlp: Pipeline, on_step: Callable[[int, int], None] | None) -> Iterator[Doc]:
    start = 0
    while start < len(parts):
        end, size = start, 0
        while end < len(parts) and (end == start or size + len(parts[end]) <= TOGETHER):
            size += len(parts[end])
            end += 1
        docs = nlp.docs(parts[start:end])
        if on_step:
            on_step(end, len(parts))
        yield from docs
        start = end


def in_parts(text: str, most: int = PART) -> Iterator[str]:
    """The text in parts of at most ``most`` characters, cut after a paragraph, a sentence, a word, or anywhere."""
    start = 0
    while len(text) - start > most:
        end = start + _cut(text[start : start + most])
        yield from _without_stretches(text[start:end])
        start = end
    yield from _without_stretches(text[start:])


def _cut(window: str) -> int:
    """Where a full window is cut: as late as can be, but for its first half."""
    half = len(window) // 2
    for pattern in (r"\n\s*\n", r"\n", r"[.!?…][\"”’')\]]*\s+", r"\s+"):
        ends = [match.end() for match in re.finditer(pattern, window[half:])]
        if ends:
            return half + ends[-1]
    return len(window)


def _without_stretches(part: str) -> Iterator[str]:
    """A part cut where too many characters stand without a space: spaCy's tokenizer is slow there."""
    cuts = (match.end() for match in re.finditer(rf"\S{{{_STRETCH}}}", part))
    for start, end in pairwise([0, *cuts, len(part)]):
        if end > start or not part:
            yield part[start:end]


def _checked(reading: Reading, number: int, text: str, checks: Sequence[str]) -> CheckedText:
    findings, notes = [], _notes(reading, text)
    if text.strip():
        for name in checks:
            check = BY_NAME[name]
            marks = (mark for mark in check.run(reading) if mark.end > reading.start)
            for mark in islice(marks, MOST_FINDINGS):
                start, end = max(mark.start - reading.start, 0), mark.end - reading.start
                words, severity = text[start:end], mark.severity or check.severity
                findings.append(Finding(number, name, severity, start, end, words, mark.reason, mark.suggestion))
            if next(marks, None) is not None:
                notes.append(f"{check.title}: only the first {MOST_FINDINGS} findings are shown.")
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    findings.sort(key=lambda finding: (finding.start, finding.end, order[finding.severity]))
    words = [word for word in reading.words if word.start >= reading.start]
    sentences = sum(span.end_char > reading.start for span in reading.sentences)
    return CheckedText(text, reading.prompt, tuple(findings), len(words), sentences, tuple(notes))


def _notes(reading: Reading, text: str) -> list[str]:
    if not text.strip():
        return ["The text is empty: there is nothing to check."]
    notes = []
    if len(max(re.split(r"\s", text), key=len)) > _STRETCH:
        notes.append(
            f"The text has more than {_STRETCH} characters without a space; such stretches are read in pieces."
        )
    if not any(word.end > reading.start for word in reading.words):
        return [*notes, "There are no words in this text (only signs, numbers or emoji), so nothing could be checked."]
    markup = sum(end - start for start, end in reading.no_prose if start >= reading.start)
    if markup > len(text) / 10:
        notes.append("Markup, code and addresses in this text were not checked.")
    return notes
