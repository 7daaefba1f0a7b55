"""All findings of a batch: as a table with the steps that wrote them, and counted."""

from __future__ import annotations

import json
import math
from typing import Any

import streamlit as st

from lmdash.analyses.output_checks.check_batches import batch_summary
from lmdash.analyses.output_checks.finding_steps import FindingStep, finding_steps, steps_frame
from lmdash.charts.numbers import count, percent
from lmdash.charts.output_checks import SIGNS, check_bars
from lmdash.ui.frame.addresses.output_checks import OF_CHECK, OF_SEVERITY, OF_TEXT, VIEW, View
from lmdash.ui.kit.controls import several
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.made_files import file_button
from lmdash.ui.output_checks.batch import Batch, choose

TABLE = "findings_table"
COLUMNS = {
    "text": st.column_config.NumberColumn("Text", help="The number of the text; the first is 1."),
    "severity": "Severity",
    "title": "Check",
    "words": "Marked",
    "suggestion": "Perhaps",
    "probability": "Probability",
    "rank": st.column_config.NumberColumn("Rank", help=GLOSSARY["rank"]),
    "surprisal": st.column_config.NumberColumn("Surprisal (bits)", format="%.1f", help=GLOSSARY["surprisal"]),
    "token": st.column_config.TextColumn("First token", help="The token that the finding begins with."),
    "instead": st.column_config.TextColumn("Instead", help="The most likely token that was not written."),
    "instead_probability": "Its probability",
    "reason": "Why",
}


def steps_of(batch: Batch) -> list[FindingStep]:
    """Every finding with the step that wrote it, as far as the tokens are known."""
    steps: list[FindingStep] = []
    for text, sample in zip(batch.texts, batch.samples, strict=True):
        if sample is not None:
            steps += finding_steps(sample, text.findings)
        else:
            nothing = float("nan")
            steps += [FindingStep(each, None, None, None, "", nothing, 0, nothing, (), None) for each in text.findings]
    return steps


def show_findings(batch: Batch) -> None:
    """The table, its filters and its downloads; a click on a row opens the finding in its text."""
    steps = steps_of(batch)
    if not steps:
        st.info("The checks that are on found nothing. Turn on more checks, or check more texts.")
        return
    kept = _filtered(batch, steps)
    table = steps_frame(kept)
    if table.empty:
        st.info("Nothing matches these filters: remove one.")
        return
    table["title"] = [step.finding.title for step in kept]
    table["text"] += 1
    shown = table.assign(severity=[f"{SIGNS[each]} {each}" for each in table["severity"]])[list(COLUMNS)]
    shares: dict[Any, Any] = dict.fromkeys(("probability", "instead_probability"), percent)
    st.dataframe(
        shown.style.format(shares, na_rep="–"),
        column_config=COLUMNS,
        hide_index=True,
        key=TABLE,
        on_select=lambda: _open(batch, kept),
        selection_mode="single-row",
        alt="Every finding with the token that it begins with",
    )
    st.caption("Choose a row to open the finding in its text.")
    downloads("findings", table)
    file_button(
        "Everything (JSON)",
        lambda: as_json(batch),
        "checked_texts.json",
        "application/json",
        icon=":material/data_object:",
    )


def _filtered(batch: Batch, steps: list[FindingStep]) -> list[FindingStep]:
    found = {step.finding.check: None for step in steps}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        checks = several(OF_CHECK, "Check", list(found), width=250, placeholder="all")
        severities = several(OF_SEVERITY, "Severity", list(SIGNS), width=200, placeholder="all")
        numbers = [str(number + 1) for number in range(len(batch.texts))]
        texts = several(OF_TEXT, "Text", numbers, width=150, placeholder="all") if len(numbers) > 1 else []
    return [
        step
        for step in steps
        if (not checks or step.finding.check in checks)
        and (not severities or step.finding.severity in severities)
        and (not texts or str(step.finding.text + 1) in texts)
    ]


def _open(batch: Batch, kept: list[FindingStep]) -> None:
    rows = st.session_state[TABLE]["selection"]["rows"]
    if rows and rows[0] < len(kept):
        finding = kept[rows[0]].finding
        VIEW.set(View.TEXT)
        choose(finding.text, batch.texts[finding.text].findings.index(finding))


def as_json(batch: Batch) -> bytes:
    """Texts, settings, findings and steps as one document."""
    documents = []
    for number, (text, sample) in enumerate(zip(batch.texts, batch.samples, strict=True)):
        steps = finding_steps(sample, text.findings) if sample is not None else ()
        document: dict[str, object] = {"number": number + 1, "prompt": text.prompt, "text": text.text}
        if sample is not None:
            document["stopped"] = sample.stopped
            document["tokens"] = [
                {"token": token, "probability": _number(probability), "rank": int(rank) or None}
                for token, probability, rank in zip(sample.tokens, sample.probability, sample.rank, strict=True)
            ]
            if sample.sampling is not None:
                document["sampling"] = vars(sample.sampling)
        by_finding = {id(step.finding): step for step in steps}
        document["findings"] = [
            {
                "check": finding.check,
                "severity": finding.severity,
                "start": finding.start,
                "end": finding.end,
                "words": finding.words,
                "reason": finding.reason,
                "suggestion": finding.suggestion,
            }
            | _step(by_finding.get(id(finding)))
            for finding in text.findings
        ]
        documents.append(document)
    whole = {"pipeline": batch.checked.pipeline, "checks": batch.checked.checks, "texts": documents}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _step(step: FindingStep | None) -> dict[str, object]:
    if step is None or step.step is None:
        return {}
    return {
        "step": step.step + 1,
        "token": step.token,
        "probability": _number(step.probability),
        "rank": step.rank or None,
        "surprisal_bits": _number(step.surprisal),
        "choices": [{"token": token, "probability": share} for token, share in step.choices],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def show_batch(batch: Batch) -> None:
    """How many texts each check marks, and which words it marks most."""
    summary = batch_summary(batch.checked)
    texts = summary.texts
    with st.container(horizontal=True):
        st.metric("Texts in which no error was found", f"{summary.clean} of {texts}", width="content")
        st.metric("Findings", count(len(batch.checked.findings)), width="content")
        st.metric("Words", count(sum(text.words for text in batch.texts)), width="content")
    if summary.checks.empty:
        st.info("The checks that are on found nothing in these texts.")
        return
    chart = check_bars(summary)
    picture(chart, key="check_bars", alt="Bars: the share of texts that each check marks")
    columns = {
        "title": "Check",
        "severity": "Severity",
        "texts": "Texts",
        "findings": "Findings",
        "examples": "Marked most often",
    }
    st.dataframe(summary.checks[list(columns)], column_config=columns, hide_index=True, alt="What each check found")
    downloads("checks_of_the_batch", summary.checks, chart)
