"""The view "Compare prompts" of Prompt ablation: many prompts in a coloured table, for one model or for several."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.prompt_ablation.accuracy import judged, worst
from lmdash.analyses.prompt_ablation.whole_words import Found
from lmdash.charts.numbers import percent_in_words, plural
from lmdash.charts.prompt_ablation.comparison import MOST_BARS, word_bars
from lmdash.ui.frame.addresses.prompt_ablation import ANSWERED, PICTURE, PROMPTS, PROMPTS_FROM, TITLES, WRITTEN
from lmdash.ui.frame.inputs import Inputs, set_prompt
from lmdash.ui.kit.boxes import opened
from lmdash.ui.kit.controls import slider
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.sheets import text_of
from lmdash.ui.kit.titles import Role
from lmdash.ui.prompt_ablation.answers import answer_downloads
from lmdash.ui.prompt_ablation.columns import choose_roles, forget_roles, grid_columns
from lmdash.ui.prompt_ablation.rows import COLUMNS, prompt_rows
from lmdash.ui.prompt_ablation.runs import (
    compared_table,
    run_prompts,
    say_what_is_changed,
    say_what_was_cut,
    short,
    with_targets,
    words_of,
)
from lmdash.ui.prompt_ablation.sides import choose_sides, show_sides, tables_beside
from lmdash.ui.prompt_ablation.source import Source

EXAMPLES = (
    ("The capital of France is", "Paris"),
    ("The capital of Italy is", "Rome"),
    ("The capital of Kenya is", "Nairobi"),
    ("The capital of Japan is", "Tokyo"),
    ("The capital of Australia is", "Canberra"),
)


def _source(inputs: Inputs) -> Source:
    """The person's list; until there is one, the sidebar's prompt and some of the same kind."""
    own = [] if inputs.prompt in dict(EXAMPLES) or not inputs.prompt.strip() else [(inputs.prompt, "")]
    return Source(
        rows=PROMPTS,
        given=PROMPTS_FROM,
        label="Prompts",
        hint="One prompt per line, or cells copied from a spreadsheet: two columns are the prompt and the "
        "expected answer. Pasted text is read at once; after typing, press Ctrl+Enter.",
        columns=COLUMNS,
        default=text_of([(Role.PROMPT, Role.EXPECTED), *own, *EXAMPLES]),
        header=TITLES.value,
        grid=grid_columns,
        renamed=forget_roles,
    )


def show_compare(inputs: Inputs) -> None:
    """The table of the prompts that a person edits, pastes or uploads."""
    answer = st.container()
    source = _source(inputs)
    sheet = source.draw()
    roles = choose_roles(sheet)
    rows, notes = prompt_rows(sheet, roles)
    for note in notes:
        say(note, tone="note")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        written = slider(ANSWERED if inputs.chat else WRITTEN, "Tokens to write")
        sides = choose_sides(inputs)
    if not rows:
        with answer:
            advice = "Paste prompts into the box, one per line: the table appears at once."
            if Role.PROMPT not in roles:
                advice = "No column is used as the prompt. Choose one under “Columns”."
            say(advice, tone="answer", key="answer")
        return
    rows = with_targets(inputs, rows)
    table = run_prompts(inputs.model.id, rows, written, inputs.edits, "Reading prompts", chat=inputs.chat)
    if table is None:
        with answer:
            say("Stopped before any prompt was read. Press “Go on” to continue.", tone="answer", key="answer")
        return

    def work_on(row: int) -> None:
        source.put(source.text)  # the list stays, whatever the prompt
        set_prompt(table["prompt"].iloc[row], rows[table.index[row]].target)

    tables = tables_beside(inputs, rows, table, sides, written)
    if len(tables) > 1:
        show_sides(inputs, rows, tables, answer, work_on)
        st.subheader("All numbers of this model")
    else:
        with answer:
            say(*_headline(table), tone="answer", key="answer")
            say_what_is_changed(
                inputs, "Choose “without the interventions” under “Compare with” to see what they change."
            )
            say_what_was_cut(table, inputs.model.id)
    compared_table(table, rows[0].prompt, "compared_prompts", work_on)
    _pictures(table)


def _headline(table: pd.DataFrame) -> list[Part]:
    """The answer in one sentence, from what was expected or else from what most prompts get."""
    rows = judged(table)
    if len(rows):
        right = int(rows["right"].sum())
        parts: list[Part] = [f"The model gives the expected answer to {right} of {plural(len(rows), 'prompt')}"]
        inside = int((rows["found"] == Found.INSIDE).sum())
        if inside:
            parts.append(f" ({right - inside} as the first word, {inside} later in the answer)")
        if right == len(rows):
            return [*parts, "."]
        far = worst(rows).iloc[0]
        said: Part = (far["said"] or "nothing", "token")
        one = "" if right == len(rows) - 1 else ", for example,"
        return [*parts, f"; it is not there{one} after “{short(far['prompt'])}”, where the model says ", said, "."]
    if len(table) == 1:
        token, share = table["token_1"].iloc[0], percent_in_words(table["probability_1"].iloc[0])
        return ["After this prompt the model says ", (token, "token"), f" ({share}). Add a second prompt to compare."]
    every = "The 2" if len(table) == 2 else f"All {len(table)}"
    (token, times), *others = Counter(table["token_1"]).most_common()
    if not others:
        return [f"{every} prompts get the same answer: ", (token, "token"), "."]
    far = row_of_most(table, table["kl_bits"])
    if times == 1:
        return [
            f"{every} prompts get different answers; the most different follows “{short(far['prompt'])}”: ",
            (far["token_1"], "token"),
            ".",
        ]
    return [
        f"The {len(table)} prompts get {len(others) + 1} different answers, ",
        (token, "token"),
        f" most often ({times}); the one least like the first follows “{short(far['prompt'])}”: ",
        (far["token_1"], "token"),
        ".",
    ]


def _pictures(table: pd.DataFrame) -> None:
    words = words_of(table)
    chart = word_bars(table, words) if words else None
    answer_downloads("compared_prompts", table, chart)
    if chart is None:
        return
    with opened(PICTURE, "As a picture", ":material/bar_chart:") as box:
        if box.open:
            picture(chart, key="word_bars", alt="The probability of the words after each prompt")
            if len(table) > MOST_BARS:
                st.caption(f"Only the first {MOST_BARS} of {len(table)} prompts are drawn.")
