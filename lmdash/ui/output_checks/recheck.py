"""The same texts twice, with and without the interventions or at two temperatures: findings side by side."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from lmdash.analyses.common.plural import plural
from lmdash.analyses.output_checks.check_batches import BatchComparison, compare_batches
from lmdash.analyses.output_checks.check_texts import CheckedTexts, Finding
from lmdash.analyses.output_checks.checks.registry import BY_NAME
from lmdash.analyses.output_checks.checks.values import SEVERITIES
from lmdash.analyses.output_checks.replaced import Replaced, replaced
from lmdash.charts.output_checks import SIGNS, compared_bars
from lmdash.ui.frame.addresses.output_checks import RECHECK_AGAINST, RECHECK_TEMPERATURE, Against
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import select, slider
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.output_checks.batch import Batch, batch_of, chosen_text, worst_first
from lmdash.ui.output_checks.source import Checking, Given, Written
from lmdash.ui.output_checks.text import draw_marks, text_strip

STATES = ("vanished", "new", "stayed")
MOST_INSTEAD = 4  # words that stand in the place of one
COLUMNS = {
    "state": "What happened",
    "text": st.column_config.NumberColumn("Text", help="The number of the text; the first is 1."),
    "severity": "Severity",
    "title": "Check",
    "words": "Marked",
    "reason": "Why",
}


def show_recheck(inputs: Inputs, batch: Batch, source: Written | Given, checking: Checking) -> None:
    """Choose what to compare with, write and check those texts with the same seeds, and say what changed."""
    if isinstance(source, Given):
        st.info(
            "These texts were not written by this model, so changing it cannot change them. Choose “The model writes” "
            "to see what interventions or another temperature change."
        )
        return
    pair = _pair(inputs, batch, source, checking)
    if pair is None:
        return
    before, after, names = pair
    size = min(len(before.texts), len(after.texts))
    before, after = (
        replace(each, checked=_first(each.checked, size), samples=each.samples[:size]) for each in (before, after)
    )
    found = compare_batches(before.checked, after.checked)
    say(*_sentence(found, size, names), key="recheck_sentence")
    if instead := replaced(before.checked, after.checked):
        say(*_instead(instead), tone="text" if instead.mended else "note", key="recheck_instead")
    if found.checks.empty:
        st.info("The checks that are on found nothing in either set of texts.")
        return
    chart = compared_bars(found, names)
    picture(chart, key="recheck_bars", alt=f"Bars: the findings of each check, {names[0]} and {names[1]}")
    _side_by_side(before, after, names)
    table = _table(found)
    with folded(f"All findings: {found.sentence}", ":material/table:", "recheck_table") as box:
        if box.open:
            st.dataframe(
                table[list(COLUMNS)],
                column_config=COLUMNS,
                hide_index=True,
                alt="Findings that vanished, are new or stayed",
            )
            downloads("recheck_findings", table)
    downloads("recheck_checks", found.checks, chart)


def _pair(
    inputs: Inputs, batch: Batch, source: Written, checking: Checking
) -> tuple[Batch, Batch, tuple[str, str]] | None:
    options = list(Against) if inputs.edits else [Against.HEAT]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = select(RECHECK_AGAINST, "Compare with the same texts", options=options, width=230)
        hot = chosen is Against.HEAT
        other = slider(RECHECK_TEMPERATURE, "Other temperature", step=0.05) if hot else 0.0
    if not inputs.edits:
        st.caption(
            "To see what interventions change, add some first: with Find an edit, or in the sidebar. Both times the "
            "texts are written with the same seeds."
        )
    if not hot:
        plain = batch_of(inputs, source, checking, (), what=" without the interventions")
        return (plain, batch, ("without", "with the interventions")) if plain else None
    names = f"at temperature {source.temperature:.2f}", f"at temperature {other:.2f}"
    if names[0] == names[1]:
        st.info("Both temperatures are the same: choose another one to compare with.")
        return None
    hotter = batch_of(
        inputs, replace(source, temperature=other), checking, inputs.edits, what=" at the other temperature"
    )
    return (batch, hotter, names) if hotter else None


def _first(checked: CheckedTexts, size: int) -> CheckedTexts:
    return CheckedTexts(checked.texts[:size], checked.pipeline, checked.checks)


def _sentence(found: BatchComparison, size: int, names: tuple[str, str]) -> list[Part]:
    """‘Spelling: 38 without, 2 with the interventions (−95%).’ of what changed most, and what became of all."""
    checks = found.checks.to_dict("records")
    before, after = (sum(check[each] for check in checks) for each in ("before", "after"))
    parts: list[Part] = []
    moved = [check for check in checks if check["change"]]
    if moved:
        most = min(moved, key=lambda each: (SEVERITIES.index(BY_NAME[each["check"]].severity), -abs(each["change"])))
        parts.append((f"{most['title']}: {most['before']} {names[0]}, {most['after']} {names[1]}", "strong"))
        parts.append(f"{_share(most['before'], most['after'])}. ")
    differ = f"{found.changed} of {plural(size, 'text')} {'differs' if found.changed == 1 else 'differ'}"
    total = f"All findings: {before} {names[0]}, {after} {names[1]}. "
    return [*parts, f"{total}{found.sentence} {differ}."]


def _instead(found: Replaced) -> list[Part]:
    """‘Where 33 texts said recieved, now stands received (29), recieved (4).’, and how many have the right word."""
    parts: list[Part] = [f"Where {plural(found.marked, 'text')} said ", (found.word, "token"), ", now stands "]
    for place, (word, times) in enumerate(found.now[:MOST_INSTEAD]):
        parts += [", " if place else "", (word or "the end", "token"), f" ({times})"]
    others = sum(times for _, times in found.now[MOST_INSTEAD:])
    rest = [f"other words ({others})"] * bool(others) + [f"another text ({found.moved})"] * bool(found.moved)
    parts.append(", ".join([""] * bool(found.now) + rest))
    if not found.right:
        return [*parts, ". Whether that is right was not checked."]
    right: Part = (found.right, "token")
    parts += [
        ". ",
        right,
        f" stands in {found.right_before} of {found.texts} texts before and {found.right_after} after.",
    ]
    return parts if found.mended else [*parts, " This does not mend it: read the texts."]


def _share(before: int, after: int) -> str:
    if not before:
        return ""
    share = round(100 * abs(after - before) / before)
    return f" (+{share}%)" if after > before else f" (−{min(share, 99) if after else 100}%)"


def _side_by_side(before: Batch, after: Batch, names: tuple[str, str]) -> None:
    number = min(chosen_text(before), len(after.texts) - 1)
    text_strip(before, number, after)
    for column, batch, name in zip(st.columns(2, gap="medium"), (before, after), names, strict=True):
        with column:
            st.caption(f"Text {number + 1}, {name}")
            text = batch.texts[number]
            draw_marks(text, number, worst_first(text), key=f"recheck_{batch is after}", between=batch.between)


def _table(found: BatchComparison) -> pd.DataFrame:
    states = [
        *(("vanished", finding) for finding in found.vanished),
        *(("new", finding) for finding in found.new),
        *(("stayed", finding) for finding, _ in found.stayed),
    ]
    return pd.DataFrame([_row(state, finding) for state, finding in states])


def _row(state: str, finding: Finding) -> dict[str, object]:
    return {
        "state": state,
        "text": finding.text + 1,
        "severity": f"{SIGNS[finding.severity]} {finding.severity}",
        "title": finding.title,
        "words": finding.words,
        "reason": finding.reason,
        "start": finding.start,
        "end": finding.end,
    }
