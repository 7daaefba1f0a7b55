"""The same prompts on other models, or without the interventions, compared with what the open model says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lmdash.analyses.common.word_differences import marked_words, shortened
from lmdash.analyses.prompt_ablation.comparison import PromptRow
from lmdash.analyses.prompt_ablation.side_by_side import SideBySide, effect_bits, side_by_side
from lmdash.charts.numbers import plural
from lmdash.errors import InputError, ModelUnavailableError
from lmdash.models.opening.catalog import DEMO, suggested
from lmdash.models.service import service
from lmdash.settings import settings
from lmdash.ui.frame.addresses.prompt_ablation import BESIDE, WITHOUT, WITHOUT_LABEL
from lmdash.ui.frame.ask import ask_in_parts
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import several
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.prompt_ablation.runs import (
    LONGEST_SHOWN,
    TOGETHER,
    reading,
    run_prompts,
    say_what_is_changed,
    short,
    words_of,
)
from lmdash.ui.prompt_ablation.table import (
    Cell,
    Column,
    change_cell,
    number_cell,
    prompt_cell,
    prompt_table,
    share_cell,
    tokens_cell,
)

MOST_SIDES = 4
FULL_NATS, FULL_KL = 3.0, 8.0  # what fills a cell
_USED = "_models_used"  # in this session, in order


def choose_sides(inputs: Inputs) -> list[str]:
    """Draw the choice of what the open model is compared with."""
    seen = st.session_state.setdefault(_USED, [])
    if inputs.model.id not in seen:
        seen.append(inputs.model.id)
    allowed = settings().models
    listed = list(suggested()) if allowed == "any" else [DEMO, *map(str.strip, allowed.split(","))]
    options = [*([WITHOUT] if inputs.edits else []), *seen, *listed, *(BESIDE.value or ())]
    chosen = several(
        BESIDE,
        "Compare with",
        [name for name in dict.fromkeys(options) if name != inputs.model.id],
        format_func=_called,
        accept_new_options=True,
        max_selections=MOST_SIDES,
        placeholder="another model",
        width="stretch",
        help="Runs the same prompts on other models (a Hugging Face id, or the full path of a folder or .gguf file) or "
        "on this one without its interventions.",
    )
    return [name for name in dict.fromkeys(chosen) if name != inputs.model.id]


def _called(name: str) -> str:
    return WITHOUT_LABEL if name == WITHOUT else name


def tables_beside(
    inputs: Inputs, rows: tuple[PromptRow, ...], table: pd.DataFrame, sides: list[str], written: int
) -> dict[str, pd.DataFrame]:
    """The open model's ``table`` and those of the sides, by name; what cannot be had is said and left out."""
    tables = {inputs.model.id: table}
    if len(table) == len(rows):
        for name in sides:
            found = _table_of(inputs, name, rows, written)
            if found is not None:
                tables[name] = found
    return tables


def show_sides(
    inputs: Inputs,
    rows: tuple[PromptRow, ...],
    tables: dict[str, pd.DataFrame],
    answer: DeltaGenerator,
    on_click: Callable[[int], None],
) -> None:
    """The table of what each says, with the differences, and the answer in one sentence."""
    words = words_of(tables[inputs.model.id])
    found = side_by_side(tables, next((word for word in ("target", "expected") if word in words), "target"))
    bits = _effect_bits(inputs, tuple(rows[index] for index in found.tables[inputs.model.id].index), WITHOUT in tables)
    with answer:
        say(*_headline(found), tone="answer", key="answer")
        say_what_is_changed(inputs, "" if list(tables)[1:] == [WITHOUT] else "They apply to this model only.")
    _draw(found, bits, on_click)
    downloads("models_side_by_side", found.frame(), workbook=True)


def _table_of(inputs: Inputs, name: str, rows: tuple[PromptRow, ...], written: int) -> pd.DataFrame | None:
    """The prompts on one of the sides; None, with a sentence, where it cannot be."""
    if name == WITHOUT:
        if not inputs.edits:
            say("No intervention is on, so there is nothing to compare with.", tone="note")
            return None
        return run_prompts(
            inputs.model.id, rows, written, (), "Reading prompts without the interventions", chat=inputs.chat
        )
    place = st.empty()
    try:
        service().open(name, lambda fraction, doing: place.progress(fraction, text=doing))
        return run_prompts(name, rows, written, (), "Reading prompts on the other model", chat=inputs.chat)
    except (ModelUnavailableError, InputError) as error:
        say(f"{error} The others are shown without it.", tone="error")
        return None
    finally:
        place.empty()


def _effect_bits(inputs: Inputs, rows: tuple[PromptRow, ...], asked: bool) -> tuple[float, ...]:
    """How far the interventions move each prediction; nothing where that was not asked or was stopped."""
    if not asked:
        return ()
    parts = [{"rows": rows[start : start + TOGETHER]} for start in range(0, len(rows), TOGETHER)]
    found = ask_in_parts(
        inputs.model.id,
        effect_bits,
        parts,
        doing="Measuring what the interventions change",
        reading=reading(0, inputs.chat),
        edits=inputs.edits,
    )
    bits = tuple(value for part in found for value in part)
    return bits if len(bits) == len(rows) else ()


def _headline(found: SideBySide) -> list[Part]:
    """Where they agree, and where they differ most."""
    first, *others = found.tables
    count = len(found.tables[first])
    same = int(found.agree.all(0).sum())
    who = f"On all {len(found.tables)}" if len(others) > 1 else "On both models"
    if others == [WITHOUT]:
        who = f"With and {WITHOUT_LABEL}"
    parts: list[Part] = [f"{who}, {same} of {plural(count, 'prompt')} get the same next token"]
    if np.isnan(found.change).all():
        return [*parts, "."]
    side, row = np.unravel_index(np.nanargmax(np.abs(found.change)), found.change.shape)
    table = found.tables[first]
    return [
        *parts,
        f"; they differ most after “{short(table['prompt'].iloc[row])}”, where ",
        (table[found.word].iloc[row], "target" if found.word == "target" else "token"),
        f" changes by {found.change[side, row]:+.1f} nats ".replace("-", "−"),
        f"{'' if others[side] == WITHOUT else 'on '}{_called(others[side])}.",
    ]


def _draw(found: SideBySide, bits: tuple[float, ...], on_click: Callable[[int], None]) -> None:
    first = next(iter(found.tables))
    watched = found.word.capitalize()
    columns = [Column("Prompt", "Differences from the first are marked. Click one to use it in the whole app.")]
    for place, name in enumerate(found.tables):
        called = _called(name)
        named = called if len(called) <= 30 else f"…{called[-28:]}"
        if not place and list(found.tables)[1:] == [WITHOUT]:
            named = "with the interventions"
        columns.append(
            Column(named, "The most likely next token, framed in violet where it differs from the first model's.")
        )
        columns.append(Column(watched, f"The probability of the {found.word} there.", number=True))
        if place:
            columns.append(Column("Change (nats)", "The log-probability there minus that of the first model.", True))
    if bits:
        columns.append(Column("KL (bits)", "How far the interventions move the prediction, in bits.", True))
    reference = found.tables[first]["prompt"].iloc[0]
    rows = []
    for row, prompt in enumerate(found.tables[first]["prompt"]):
        cells: list[Cell] = [prompt_cell(row, shortened(marked_words(prompt, reference), LONGEST_SHOWN))]
        for place, table in enumerate(found.tables.values()):
            line = table.iloc[row]
            differs = bool(place) and not found.agree[place - 1, row]
            cells.append(tokens_cell([(line["token_1"], line["probability_1"])], differs))
            cells.append(share_cell(line[f"{found.word}_probability"], line[found.word], target=found.word == "target"))
            if place:
                cells.append(change_cell(float(found.change[place - 1, row]), FULL_NATS))
        if bits:
            cells.append(number_cell(bits[row], f"{bits[row]:.2f}", bits[row] / FULL_KL))
        rows.append(cells)
    prompt_table("Models side by side", columns, rows, key="models_side_by_side", on_click=on_click)
