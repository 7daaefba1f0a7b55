"""What is found in a whole batch of texts, in sentences and counts; and what changed from one batch to another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from lmdash.analyses.common.plural import plural
from lmdash.analyses.output_checks.check_texts import CheckedTexts, Finding
from lmdash.analyses.output_checks.checks.registry import BY_NAME, CHECKS
from lmdash.errors import InputError

_SAID = {  # of how many texts something is true, as a verb
    "loop": ("loops", "loop"),
    "missing_end": ("stops in the middle", "stop in the middle"),
    "contradiction": ("contradicts itself", "contradict themselves"),
    "language": ("is not all English", "are not all English"),
}
_WHEREVER = frozenset(["missing_end", "long_sentence", "variety"])  # checks whose marks have no words of their own
_MOST_WORDS = 3  # misspellings that are named


@dataclass(frozen=True)
class BatchSummary:
    """``sentences`` say what is found most; ``checks`` has a row per check that marked something: check (name), title,
    severity (the gravest of its marks), findings, texts, share (of texts), examples.
    """

    texts: int
    clean: int
    sentences: tuple[str, ...]
    checks: pd.DataFrame

    @property
    def sentence(self) -> str:
        """All in one line: “6 of 20 texts loop; the misspelling “recieve” 9 times.”."""
        text = "; ".join(self.sentences)
        return text[:1].upper() + text[1:] + "."


def batch_summary(checked: CheckedTexts, noun: str = "text") -> BatchSummary:
    """Count what was found; errors and warnings make the sentences, a hint does not."""
    rows, said = [], []
    count = len(checked.texts)
    for check in CHECKS:
        found = [finding for finding in checked.findings if finding.check == check.name]
        if not found:
            continue
        texts = len({finding.text for finding in found})
        words = Counter(_short(finding.words) for finding in found)
        gravest = min((finding.severity for finding in found), key=("error", "warning", "hint").index)
        examples = ", ".join(f"{word} ×{times}" if times > 1 else word for word, times in words.most_common(5))
        rows.append([check.name, check.title, gravest, len(found), texts, texts / count, examples])
        if gravest != "hint":
            said.append((("error", "warning").index(gravest), -texts, _said(check.name, found, texts, count, noun)))
    clean = sum(not text.of("error") for text in checked.texts)
    sentences = tuple(sentence for _, _, sentence in sorted(said)) or (_nothing(count, noun),)
    columns = ["check", "title", "severity", "findings", "texts", "share", "examples"]
    return BatchSummary(count, clean, sentences, pd.DataFrame(rows, columns=columns))


def _nothing(count: int, noun: str) -> str:
    where = f"this {noun}" if count == 1 else f"{count} {noun}s"
    return f"no slip of spelling or grammar found in {where} (facts, sums and sense are not checked)"


def _said(name: str, found: list[Finding], texts: int, count: int, noun: str) -> str:
    if name == "spelling":
        words = Counter(finding.words.lower() for finding in found).most_common(_MOST_WORDS)
        named = ", ".join(f"“{_short(word)}” {_times(times)}" for word, times in words)
        more = len({finding.words.lower() for finding in found}) - len(words)
        misspellings = "misspelling" if len(words) == 1 else "misspellings"
        return f"the {misspellings} {named}" + (f" and {more} more" if more else "")
    of_all = f"{texts} of {plural(count, noun)}"
    if name in _SAID:
        return f"{of_all} {_SAID[name][texts > 1]}"
    return f"{of_all} {'has' if texts == 1 else 'have'} {plural(len(found), 'finding')} of “{BY_NAME[name].title}”"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else f"{words[:37]}…"


@dataclass(frozen=True)
class BatchComparison:
    """Two batches of the same prompts and seeds.

    ``vanished``, ``stayed`` and ``new`` are findings (of the first batch; both; the second); ``checks`` has a row per
    check: check, title, before, after, change, texts_before, texts_after.  ``changed`` counts texts that differ at all.
    """

    vanished: tuple[Finding, ...]
    stayed: tuple[tuple[Finding, Finding], ...]
    new: tuple[Finding, ...]
    checks: pd.DataFrame
    changed: int

    @property
    def sentence(self) -> str:
        """What changed, in one line."""
        new = f"{len(self.new)} {'is' if len(self.new) == 1 else 'are'} new"
        return f"{plural(len(self.vanished), 'finding')} vanished, {len(self.stayed)} stayed, {new}."


def compare_batches(before: CheckedTexts, after: CheckedTexts) -> BatchComparison:
    """Text by text: a finding stays where the same check marks the same words in the other text as well, each mark
    counted once.  :class:`InputError` where the batches do not belong together.
    """
    if len(before.texts) != len(after.texts) or before.checks != after.checks or before.pipeline != after.pipeline:
        raise InputError(
            "These batches do not belong together, so they were not compared: check the same number of texts with the "
            "same checks and pipeline."
        )
    vanished, stayed, new = [], [], []
    for one, other in zip(before.texts, after.texts, strict=True):
        waiting: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in other.findings:
            waiting.setdefault(_key(finding), []).append(finding)
        for finding in one.findings:
            partners = waiting.get(_key(finding))
            if partners:
                stayed.append((finding, partners.pop(0)))
            else:
                vanished.append(finding)
        new += sorted((each for partners in waiting.values() for each in partners), key=lambda each: each.start)
    changed = sum(one.text != other.text for one, other in zip(before.texts, after.texts, strict=True))
    return BatchComparison(tuple(vanished), tuple(stayed), tuple(new), _by_check(before, after), changed)


def _key(finding: Finding) -> tuple[str, str, str]:
    # Where a text ends says nothing; that it stops in the middle does.
    words = "" if finding.check in _WHEREVER else " ".join(finding.words.lower().split())
    return finding.check, finding.severity, words


def _by_check(before: CheckedTexts, after: CheckedTexts) -> pd.DataFrame:
    rows = []
    for check in CHECKS:
        pair = [[each for each in batch.findings if each.check == check.name] for batch in (before, after)]
        if any(pair):
            counts, texts = map(len, pair), (len({each.text for each in found}) for found in pair)
            one, other = counts
            rows.append([check.name, check.title, one, other, other - one, *texts])
    columns = ["check", "title", "before", "after", "change", "texts_before", "texts_after"]
    return pd.DataFrame(rows, columns=columns)
