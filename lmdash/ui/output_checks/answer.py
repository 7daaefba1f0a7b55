"""The answer of the Output checks page in one sentence, and what to know before trusting it."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.output_checks.check_batches import batch_summary
from lmdash.analyses.output_checks.check_texts import CheckedText
from lmdash.charts.numbers import count, plural
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.output_checks.batch import Batch, severities
from lmdash.ui.output_checks.source import Given, Written

MOST_SAID = 3


def show_answer(inputs: Inputs, batch: Batch | None, source: Written | Given) -> None:
    """The headline, the interventions that it was found with, and what was left out."""
    say(*headline(batch, source), tone="answer", key="answer")
    if inputs.edits and isinstance(source, Written):
        verb, them, change = ("is", "it", "it changes") if len(inputs.edits) == 1 else ("are", "them", "they change")
        say(
            f"{plural(len(inputs.edits), 'intervention')} {verb} on (see the sidebar), so the model writes these texts "
            f"with {them}. Re-check shows what {change}.",
            tone="changed",
            key="changed",
        )
    for note in source.notes if isinstance(source, Given) else ():
        say(note, tone="note")
    if batch is not None and not batch.complete:
        st.caption(f"{len(batch.texts)} of {batch.wanted} texts are done; these are shown.")


def headline(batch: Batch | None, source: Written | Given) -> list[Part]:
    """‘6 of 20 texts loop; the misspelling “recieved” 9 times.’, or of one text its worst findings by name."""
    if batch is None:
        no_file = isinstance(source, Given) and not source.texts
        return ["Choose a file: its texts are checked right away." if no_file else "Nothing has been checked yet."]
    if len(batch.texts) > 1:
        if not any(text.words for text in batch.texts):
            why = "the model ended them at once, so there is" if isinstance(source, Written) else "there is"
            return [f"None of these {len(batch.texts)} texts has any words: {why} nothing to check."]
        sentence = "; ".join(batch_summary(batch.checked).sentences[:MOST_SAID])
        return [sentence[:1].upper() + sentence[1:] + "."]
    return _of_one(next(iter(batch.texts)))


def _of_one(text: CheckedText) -> list[Part]:
    found = {severity: number for severity, number in severities(text).items() if number}
    if not text.words:
        return [f"{'There are no words in this text' if text.text.strip() else 'The text is empty'}: nothing to check."]
    if not found:
        where = "this one word" if text.words == 1 else f"these {count(text.words)} words"
        return [f"No slip of spelling or grammar found in {where}. Facts, sums and sense are not checked."]
    worst = text.of(next(iter(found)))
    counted = " and ".join(f"{number} {severity}{'s' * (number > 1)}" for severity, number in found.items())
    parts: list[Part] = [f"{counted}: "]
    for place, finding in enumerate(worst[:MOST_SAID]):
        parts += [", " if place else "", (_short(finding.words), "token"), f" ({finding.title})"]
    return [*parts, " and more." if len(worst) > MOST_SAID else "."]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else f"{words[:37]}…"
