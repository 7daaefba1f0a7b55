"""The view "Leave words out" of Prompt ablation: what each part of the prompt is worth, removed one at a time."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lmdash.analyses.common.features import Grouping
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.analyses.prompt_ablation.ablation import (
    Ablation,
    Cutting,
    Way,
    ablation,
    cut,
    joined,
)
from lmdash.charts.numbers import plural
from lmdash.charts.prompt_ablation.ablation import ablation_cells, ways_cells
from lmdash.errors import InputError
from lmdash.ui.frame import page
from lmdash.ui.frame.addresses.prompt_ablation import ALL_WAYS, ORDER, PART, PARTS, WAY, WORD, Order
from lmdash.ui.frame.ask import ask_in_parts
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.parts import part
from lmdash.ui.kit.controls import segmented, select, text
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import say
from lmdash.ui.prompt_ablation.details import TOGETHER, look_closer, pairs, table, texts
from lmdash.ui.prompt_ablation.headline import UNITS, headline
from lmdash.ui.prompt_ablation.marks import mark_strip
from lmdash.ui.prompt_ablation.target import Target, edits_of, target_of

MOST_ROWS = 40  # that are drawn


def show_ablation(inputs: Inputs) -> None:
    """The answer, the prompt, the controls, the picture and what stands behind it."""
    answer, tokens = st.container(), st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        grouping, ways, word = _controls()
        order = select(ORDER, "Order", width=150)
    with tokens:
        if grouping is Grouping.SPANS:
            spans = mark_strip(inputs)
        else:
            spans = ""
            page.prompt_strip(inputs, inputs.ask(surprisal))
    target = target_of(inputs)
    kept = inputs.read.format
    cuttings = [Cutting(grouping, each, word if each == Way.REPLACED else "", spans, kept) for each in ways]
    try:
        count = len(inputs.ask(cut, ids=inputs.ids, cutting=cuttings[0]))
    except InputError as error:
        with answer:
            page.answer(
                inputs,
                str(error)
                if spans or grouping is not Grouping.SPANS
                else "Mark a part of the prompt to see what changes without it.",
            )
        return
    found = _ablations(inputs, cuttings, target, count)
    if not found:
        with answer:
            page.answer(inputs, "Stopped before there was an answer. Press “Go on” to see it.")
        return
    cutting, first = cuttings[0], found[ways[0]]
    with answer:
        page.answer(inputs, *headline(first, cutting, target))
        if len(first.table) < count:
            some = f"the first {len(first.table)} of {plural(count, UNITS[grouping])}"
            say(f"Stopped early: everything here is about {some}.", tone="note", key="stopped_early")
    _picture(found, target, grouping, order)
    part("closer", lambda: look_closer(inputs, first, cutting, target), [PART])
    pairs(inputs, first, cutting, target)
    texts(inputs, first, cutting)
    table(found)


def _ablations(inputs: Inputs, cuttings: Sequence[Cutting], target: Target, count: int) -> dict[Way, Ablation]:
    """By the way of removing parts.  Where the person stopped it, the ways that are done, or else what there is of
    the first.
    """
    goes = [(start, min(start + TOGETHER, count)) for start in range(0, count, TOGETHER)]
    done = ask_in_parts(
        inputs.model.id,
        ablation,
        [{"cutting": cutting, "only": go} for cutting in cuttings for go in goes],
        doing="Removing parts",
        counts=[stop - start for start, stop in goes] * len(cuttings),
        ids=inputs.ids,
        target=target.ids,
        edits=edits_of(inputs),
    )
    found = [joined(done[first : first + len(goes)]) for first in range(0, len(done), len(goes))]
    whole = [each for each in found if len(each.table) == count] or found
    return {Way(cutting.way): each for cutting, each in zip(cuttings, whole, strict=False)}


def _controls() -> tuple[Grouping, tuple[Way, ...], str]:
    """What is removed at a time, the ways in which it is, and the word that replaces it."""
    grouping = select(PARTS, "Parts", width=130, help="What is removed at a time.")
    chosen = segmented(
        WAY,
        "Each part is",
        help="Left out: deleted, so the rest shifts and may split into different tokens. Replaced: by a word you "
        "choose. Blanked: by a neutral token. With the last two, every other token stays in place.",
    )
    ways = tuple(Way) if chosen == ALL_WAYS else (Way(chosen),)
    word = ""
    if Way.REPLACED in ways:
        word = text(
            WORD,
            "Replaced by",
            width=130,
            max_chars=60,
            help="Shortened or padded so that it takes as many tokens as the part that it replaces.",
        )
    return grouping, ways, word


def _picture(found: dict[Way, Ablation], target: Target, grouping: Grouping, order: Order) -> None:
    [first, *_] = found.values()
    strongest = first.table["delta"].abs().sort_values(ascending=False, kind="stable").index[:MOST_ROWS]
    numbers = strongest if order is Order.STRONGEST else sorted(strongest)
    ordered = {way: each.table.loc[numbers] for way, each in found.items()}
    labelled = {way.label: table for way, table in ordered.items()}
    unit = UNITS[grouping]
    say(
        "How the log-probability of ",
        (target.label, target.style),
        (" (all its tokens together)" if target.several else "") + f" changes when one {unit} is ",
        f"{' / '.join(way.label for way in found)}. ★: the model then says something else.",
        tone="small",
        key="ablation_caption",
    )
    chart = ablation_cells(ordered[next(iter(found))]) if len(found) == 1 else ways_cells(labelled)
    picture(
        chart,
        key="ablation_cells",
        alt=f"One row per {unit} that was removed; the same numbers are in the table",
    )
    if len(numbers) < len(first.table):
        st.caption(f"Only the {MOST_ROWS} strongest of {len(first.table)} are drawn; the table has them all.")
    if Way.BLANKED in found:
        say(
            "Blanked with the neutral token ",
            (min(found[Way.BLANKED].fill, key=len), "token"),
            ".",
            tone="small",
            key="blanked_with",
        )
    if len(first.inner) < len(first.table):
        st.caption(
            f"The last {unit} is a special case: without it the model is predicting that very {unit}, and usually "
            "writes it again. It is ignored in the sentence above and in the colours."
        )
    downloads("ablation", _frame(found), chart)


def _frame(found: dict[Way, Ablation]) -> pd.DataFrame:
    return pd.concat([each.table.assign(way=way.label) for way, each in found.items()], ignore_index=True)
