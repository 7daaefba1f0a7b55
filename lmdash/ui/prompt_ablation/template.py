"""The view "Template" of Prompt ablation: one prompt with variables, and how often the answer is right."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lmdash.analyses.prompt_ablation.accuracy import accuracy, confusion, judged, worst
from lmdash.analyses.prompt_ablation.comparison import PromptRow
from lmdash.analyses.prompt_ablation.template import crossed, fill, names_in, plain_name, row_by_row, used
from lmdash.charts.numbers import count, percent, plural
from lmdash.charts.prompt_ablation.comparison import MOST_BARS, accuracy_bars, word_bars
from lmdash.ui.frame.addresses.prompt_ablation import (
    BY_VARIABLE,
    COMBINE,
    EXPECTED_COLUMN,
    JUDGED,
    TEMPLATE,
    VALUES,
    VALUES_FROM,
    Combine,
    Judged,
)
from lmdash.ui.frame.inputs import Inputs, set_prompt
from lmdash.ui.kit.controls import segmented, select_text, text
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import figure
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.sheets import MOST_ROWS, Sheet, text_of
from lmdash.ui.kit.titles import Role, role_of
from lmdash.ui.prompt_ablation.runs import (
    compared_table,
    run_prompts,
    say_what_is_changed,
    say_what_was_cut,
    with_targets,
    words_of,
)
from lmdash.ui.prompt_ablation.source import Source

EXAMPLES = (
    ("country", "expected"),
    ("France", "Paris"),
    ("Italy", "Rome"),
    ("Kenya", "Nairobi"),
    ("Japan", "Tokyo"),
    ("Peru", "Lima"),
    ("Australia", "Canberra"),
)
EXPECTED, NONE = "expected", "none"
ACCURACY = {
    "value": "Value",
    "right": "Right",
    "of": "Of",
    "share": st.column_config.NumberColumn("Share", format="percent"),
    "low": st.column_config.NumberColumn("At least", format="percent", help="The lower end of a 95% interval."),
    "high": st.column_config.NumberColumn("At most", format="percent", help="Its upper end."),
}
CONFUSION = {"expected": "Expected", "said": "The model said", "times": "Times"}


def show_template(inputs: Inputs) -> None:
    """The prompts of one template, and how often the expected answer comes."""
    answer = st.container()
    template = text(
        TEMPLATE,
        "Template",
        help="A word in braces is a variable if a column below has its name; all other braces stay as they are.",
    )
    sheet = _source(template).draw()
    declared = tuple(name for name in dict.fromkeys(sheet.columns) if sheet.has(name))
    variables = used(template, declared)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        how = segmented(
            COMBINE,
            "Combine",
            help="Row by row, or every value of each variable with every value of the others. A column that the "
            "template does not use stays with the variable on its left.",
        )
        column = _expected_column([name for name in declared if name not in variables])
    values = _values(sheet, variables, crosswise=how is Combine.CROSS)
    if not values:
        with answer:
            say(*_what_is_missing(template, sheet), tone="answer", key="answer")
        return
    _say_what_is_literal(template, variables)
    rows = tuple(
        PromptRow(fill(template, {name: each[name] for name in variables}), expected=each.get(column, "").strip())
        for each in values
    )
    rows = with_targets(inputs, rows)
    table = run_prompts(inputs.model.id, rows, None, inputs.edits, "Reading prompts", chat=inputs.chat)
    if table is None:
        with answer:
            say("Stopped before any prompt was read. Press “Go on” to continue.", tone="answer", key="answer")
        return
    for name in variables:
        table[_heading(name)] = [values[index][name] for index in table.index]
    headings = [_heading(name) for name in variables]
    found = judged(table)
    with answer:
        say(*_headline(table, found, headings), tone="answer", key="answer")
        say_what_is_changed(inputs, "All numbers here include them.")
        say_what_was_cut(table, inputs.model.id)
    if found.empty:
        _prompts(table, rows)
    else:
        _judged(table, found, headings, rows)


def _source(template: str) -> Source:
    return Source(
        rows=VALUES,
        given=VALUES_FROM,
        label="Values",
        hint="The first line names the columns: one per variable, and “expected” for the right answers if you have "
        "them. Pasted text is read at once; after typing, press Ctrl+Enter.",
        columns=(*names_in(template), EXPECTED),
        default=text_of(EXAMPLES),
        header=True,
    )


def _heading(name: str) -> str:
    return f"{{{name}}}"


def _expected_column(free: list[str]) -> str:
    """The column that has the right answers; empty for none."""
    likely = next((name for name in free if role_of(name) is Role.EXPECTED), NONE)
    chosen = select_text(
        EXPECTED_COLUMN,
        "Expected answer",
        [NONE, *free],
        first=likely,
        width=170,
        help="The column that has the right answers.",
    )
    return "" if chosen == NONE else chosen


def _values(sheet: Sheet, variables: tuple[str, ...], *, crosswise: bool) -> list[dict[str, str]]:
    """The values of each prompt; what is left out is said."""
    if not variables:
        return []
    if not crosswise:
        values = row_by_row(sheet.columns, sheet.rows, variables)
        lacking = len(sheet.rows) - len(values)
        if lacking:
            verb = "lacks a value and is" if lacking == 1 else "lack a value and are"
            say(f"{plural(lacking, 'row')} {verb} left out.", tone="note")
        return values
    values, total = crossed(sheet.columns, sheet.rows, variables, MOST_ROWS)
    if total > len(values):
        say(f"There are {count(total)} combinations: the first {len(values)} are used.", tone="note")
    return values


def _what_is_missing(template: str, sheet: Sheet) -> list[Part]:
    names = names_in(template)
    if not names:
        return ["The template has no variable: put a word in braces, for example ", (TEMPLATE.default, "token"), "."]
    there = ", ".join(f"“{name}”" for name in sheet.columns)
    named = " or ".join(f"“{name}”" for name in names)
    return [f"No row below has a value for {named}. The columns are: {there or 'none'}. Give a column that name."]


def _say_what_is_literal(template: str, variables: tuple[str, ...]) -> None:
    known = {plain_name(name) for name in variables}
    unknown = [name for name in names_in(template) if plain_name(name) not in known]
    if unknown:
        names = ", ".join(map(_heading, unknown))
        say(f"Kept as typed: {names}, because no column of that name has values.", tone="note")


def _headline(table: pd.DataFrame, rows: pd.DataFrame, headings: list[str]) -> list[Part]:
    if rows.empty:
        (token, times), *others = table["token_1"].value_counts().items()
        every = plural(len(table), "prompt")
        most = f"All {every} get " if not others else f"{times} of {every} get "
        return [most, (str(token), "token"), ". Add a column of expected answers to see how often that is right."]
    right = int(rows["right"].sum())
    share = "100%" if right == len(rows) else percent(right / len(rows))
    parts: list[Part] = [f"The model is right for {right} of {plural(len(rows), 'prompt')} ({share})"]
    if right == len(rows):
        return [*parts, "."]
    by, weakest = min(
        ((name, accuracy(rows, name).iloc[0]) for name in headings), key=lambda each: (each[1]["share"], -each[1]["of"])
    )
    if weakest["of"] == 1:
        far = worst(rows).iloc[0]
        return [
            *parts,
            f"; worst for {far[by]}: it says ",
            (far["said"] or "nothing", "token"),
            f", not {far['expected']}.",
        ]
    return [*parts, f"; worst where {by} is {weakest['value']}: {weakest['right']} of {weakest['of']} right."]


def _judged(table: pd.DataFrame, rows: pd.DataFrame, headings: list[str], prompts: tuple[PromptRow, ...]) -> None:
    """How often the answer is right: every prompt, by value, and what was said instead."""
    repeated = any(rows[name].duplicated().any() for name in headings)
    likely = Judged.BY_VALUE if repeated else Judged.PROMPTS
    shown = segmented(JUDGED, "Show", first=likely, label_visibility="collapsed")
    if shown is Judged.PROMPTS:
        _prompts(worst(rows) if len(rows) == len(table) else table, prompts)
    elif shown is Judged.BY_VALUE:
        _by_value(rows, headings)
    else:
        _confusion(rows)


def _prompts(table: pd.DataFrame, prompts: tuple[PromptRow, ...]) -> None:
    def work_on(row: int) -> None:
        asked = prompts[table.index[row]]
        set_prompt(asked.prompt, asked.expected or asked.target)

    compared_table(table, prompts[0].prompt, "template_prompts", work_on)
    words = words_of(table)
    downloads("template", table, word_bars(table, words) if words else None, workbook=True)


def _by_value(rows: pd.DataFrame, headings: list[str]) -> None:
    by = headings[0]
    if len(headings) > 1:
        by = select_text(BY_VARIABLE, "Variable", headings, width=200)
    found = accuracy(rows, by)
    some = f" Only the worst {MOST_BARS} of {len(found)} values are drawn." if len(found) > MOST_BARS else ""
    figure(
        "accuracy",
        accuracy_bars(found),
        found,
        "How often the answer was right for each value",
        caption=f"Worst first; the lines are 95% intervals, wide where there are few prompts.{some}",
        columns=ACCURACY,
        workbook=True,
    )


def _confusion(rows: pd.DataFrame) -> None:
    found = confusion(rows)
    if found.empty:
        st.info("Every answer was right, so there are no mistakes to list.")
        return
    st.dataframe(
        found, column_config=CONFUSION, hide_index=True, alt="What the model said instead of each expected answer"
    )
    downloads("confusion", found, workbook=True)
