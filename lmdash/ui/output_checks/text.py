"""One text with what was found in it, the chosen finding, and how surprised the model was by every token."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lmdash.analyses.output_checks.check_texts import CheckedText
from lmdash.analyses.output_checks.finding_steps import tokens_of_span
from lmdash.analyses.output_checks.samples import Sample
from lmdash.charts.numbers import count
from lmdash.charts.output_checks import SIGNS
from lmdash.ui.frame import page
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.strip import Chip, strip
from lmdash.ui.output_checks.batch import (
    Batch,
    choose,
    chosen_finding,
    chosen_step,
    chosen_text,
    severities,
    step_of,
    with_scores,
)
from lmdash.ui.output_checks.finding import show_finding
from lmdash.ui.output_checks.marked_text import TextMark, marked_text
from lmdash.ui.output_checks.source import Given, Written

WINDOW = 4000  # characters of a long text that are shown at once
CHIPS = 300  # tokens of a long text that are shown at once


def show_text(inputs: Inputs, batch: Batch, source: Written | Given) -> None:
    """The texts to choose from, the chosen one with its marks, its finding, and the model's surprise at every token."""
    number, written = chosen_text(batch), source if isinstance(source, Written) else None
    text = batch.texts[number]
    text_strip(batch, number)
    for note in text.notes:
        st.caption(note)
    finding = chosen_finding(text)
    if text.text.strip():
        draw_marks(text, number, finding, key="marked_text", between=batch.between)
    sample = with_scores(inputs, batch, number)
    if finding is not None or chosen_step(sample) is not None:
        with st.container(border=True):
            show_finding(inputs, None if finding is None else text.findings[finding], sample, written, batch.edits)
    elif text.words:
        st.caption(
            "The checks that are on found nothing in this text. Click a token below to see what the model made of it."
        )
    if sample is not None and sample.tokens:
        _surprise(text, number, sample, finding)


def text_strip(batch: Batch, number: int, after: Batch | None = None) -> None:
    """A chip for each text with how much was found in it, and in the same text ``after``; a click chooses it."""
    if len(batch.texts) > 1:
        strip(
            "text",
            [
                Chip(str(place + 1), tip=_counts(text), detail=_signs(text, after and after.texts[place]))
                for place, text in enumerate(batch.texts)
            ],
            key="text_strip",
            on_click=choose,
            selected=number,
        )


def _signs(text: CheckedText, after: CheckedText | None = None) -> str:
    found = severities(text)
    signs = " ".join(f"{SIGNS[severity]}{number}" for severity, number in found.items() if number)
    return signs if after is None else f"{signs or '–'} → {_signs(after) or '–'}"


def _counts(text: CheckedText) -> str:
    found = severities(text)
    counted = [f"{number} {severity}{'s' * (number > 1)}" for severity, number in found.items() if number]
    return ", ".join(counted) or "nothing found"


def draw_marks(text: CheckedText, number: int, finding: int | None, *, key: str, between: str) -> None:
    """The text after its prompt, which is faint, with its marks; of a long one the part around the chosen finding."""
    place = text.findings[finding].start if finding is not None else 0
    begin = max(0, min(place - WINDOW // 2, len(text.text) - WINDOW))
    end = min(len(text.text), begin + WINDOW)
    before = text.prompt[-WINDOW:] + between if begin == 0 else "… "
    moved = len(before) - begin
    shown = {
        order: TextMark(each.start + moved, each.end + moved, each.severity, f"{each.title}: {each.reason}")
        for order, each in enumerate(text.findings)
        if begin <= each.start < end or each.start == end == len(text.text)
    }
    if begin or end < len(text.text):
        st.caption(
            f"Characters {count(begin + 1)} to {count(end)} of {count(len(text.text))}, around the chosen finding; the "
            "view Findings lists all of them."
        )
    orders = list(shown)
    marked_text(
        f"text {number + 1}",
        before + text.text[begin:end],
        list(shown.values()),
        key=key,
        on_click=lambda index: choose(number, orders[index]),
        chosen=orders.index(finding) if finding in shown else -1,
        before=len(before),
    )


def _surprise(text: CheckedText, number: int, sample: Sample, finding: int | None) -> None:
    """The tokens filled by surprisal; those of findings have their sign.  A click looks into that token."""
    found_at: dict[int, int] = {}  # the finding that a token belongs to; the worst where there are several
    for order in sorted(range(len(text.findings)), key=lambda each: -list(SIGNS).index(text.findings[each].severity)):
        found = text.findings[order]
        found_at.update(dict.fromkeys(tokens_of_span(sample, found.start, found.end), order))
    step = chosen_step(sample)
    if step is None and finding is not None:
        step = step_of(text.findings[finding], sample)
    begin = max(0, min((step or 0) - CHIPS // 2, len(sample.tokens) - CHIPS))
    shown = range(begin, min(len(sample.tokens), begin + CHIPS))
    st.markdown("**How surprised the model was by each token**", help=GLOSSARY["surprisal"])
    if len(shown) < len(sample.tokens):
        st.caption(f"Tokens {count(begin + 1)} to {count(shown.stop)} of {count(len(sample.tokens))}.")
    strip(
        "checked token",
        [
            replace(
                page.surprisal_chip(sample.tokens[place], float(sample.probability[place])),
                detail=SIGNS[text.findings[found_at[place]].severity] if place in found_at else "",
            )
            for place in shown
        ],
        key="checked_strip",
        on_click=lambda index: choose(number, found_at.get(begin + index), begin + index),
        selected=-1 if step is None else step - begin,
        legend=page.SURPRISAL_LEGEND,
    )
    for note in sample.notes:
        st.caption(note)
