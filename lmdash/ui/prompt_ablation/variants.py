"""The view "Variants" of Prompt ablation: the prompt said in many other ways, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lmdash.analyses.common.frames import rows as rows_of
from lmdash.analyses.common.word_differences import marked_words, shortened
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.analyses.prompt_ablation.stability import Stability, stability
from lmdash.analyses.prompt_ablation.variants import KINDS, LONGEST, VariantKind
from lmdash.charts.numbers import count, percent_in_words, plural
from lmdash.charts.prompt_ablation.variants import variant_dots
from lmdash.ui.frame import page
from lmdash.ui.frame.addresses.prompt_ablation import VARIANT_KINDS, VARIANT_SEED, VARIANTS_SHOWN, Variants
from lmdash.ui.frame.ask import ask_in_parts
from lmdash.ui.frame.inputs import Inputs, set_prompt
from lmdash.ui.kit.controls import number, pills, segmented
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.prompt_ablation.table import (
    Column,
    change_cell,
    prompt_cell,
    prompt_table,
    share_cell,
    text_cell,
    tokens_cell,
)
from lmdash.ui.prompt_ablation.target import Target, edits_of, target_of, text_before

WORDS = {
    VariantKind.TYPOS: "typos",
    VariantKind.CASE: "other capitals",
    VariantKind.PUNCTUATION: "other punctuation",
    VariantKind.PHRASING: "other phrasing",
    VariantKind.NEGATION: "negation",
    VariantKind.NAMES: "other names",
    VariantKind.GENDER: "another gender",
    VariantKind.COUNTRIES: "other countries",
    VariantKind.WORD_ORDER: "another word order",
}
FULL_NATS = 5.0  # a change that fills its cell
LONGEST_SHOWN = 300  # characters of a variant in the table
COLUMNS = (
    Column("Prompt", "Differences are marked. Click a prompt to use it in the whole app."),
    Column("Changed", "The kind of change, and what was changed."),
    Column(
        "The model then says",
        "The most likely next token, outlined where it differs from the answer to your own prompt.",
    ),
    Column("Answer", "The probability of the answer, or of the name that now takes its place.", number=True),
    Column("Change (nats)", GLOSSARY["log-probability"], number=True),
)


def show_variants(inputs: Inputs) -> None:
    """The answer, the prompt, which kinds, the picture and the table."""
    answer = st.container()
    page.prompt_strip(inputs, inputs.ask(surprisal))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds, seed = _controls()
    text = inputs.prompt if inputs.chat else text_before(inputs)
    problem = _problem(kinds, text)
    if problem:
        with answer:
            page.answer(inputs, problem)
        return
    target = target_of(inputs)
    found = ask_in_parts(
        inputs.model.id,
        stability,
        [{"kind": kind} for kind in kinds],
        doing="Trying variants",
        ids=inputs.ids,
        text=text,
        target=target.ids,
        seed=seed,
        chat=inputs.chat,
        said=inputs.said,
        edits=edits_of(inputs),
    )
    tables = [each.table for each in found if len(each.table)]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    with answer:
        page.answer(inputs, *_headline(found, target))
    if table.empty:
        return
    whole = target.probability
    chart = variant_dots(table, whole)
    say(
        "Each mark is one variant; its place is the probability of ",
        (target.label, target.style),
        f" after it. The line is your own prompt ({percent_in_words(whole)}). Beside each kind: how many of its "
        "variants keep the answer.",
        tone="small",
        key="variants_caption",
    )
    picture(chart, key="variant_dots", alt="The probability of the answer under every variant, by kind")
    _nothing_of([each.kind.label for each in found if each.table.empty])
    _rows(inputs, table, text)
    downloads("variants", table, chart)


def _controls() -> tuple[list[VariantKind], int]:
    kinds = pills(
        VARIANT_KINDS,
        "Kinds of change",
        width="stretch",
        wrap=True,
        help="The first four keep the meaning, so the answer should stay the same. The others change the meaning, so "
        "the answer may change too.",
    )
    seed = number(
        VARIANT_SEED, "Seed", help="A different number gives different typos, names, countries and word orders."
    )
    return [kind for kind in VariantKind if kind in kinds], seed


def _problem(kinds: Sequence[str], text: str) -> str:
    if not kinds:
        return "Choose at least one kind of change to see how stable the answer is."
    if not text.strip():
        return "The prompt is empty, so there is nothing to vary. Type one in the sidebar."
    if len(text) > LONGEST:
        return (
            f"This prompt has {count(len(text))} characters; variants need one of up to {count(LONGEST)}. Shorten it."
        )
    return ""


def _headline(found: Sequence[Stability], target: Target) -> list[Part]:
    same = [each for each in found if each.keeps and len(each.table)]
    other = [each for each in found if not each.keeps and len(each.table)]
    if not same and not other:
        return ["This prompt has nothing that these kinds could change. Choose other kinds."]
    told = same or other
    kept, tried = sum(int(each.table["kept"].sum()) for each in told), sum(len(each.table) for each in told)
    mean = "with the same meaning" if same else "with another meaning"
    how = "all" if kept == tried else f"{kept} of"
    parts: list[Part] = [f"The model keeps its answer in {how} {plural(tried, 'variant')} {mean}"]
    worst = min(told, key=lambda each: each.table["kept"].mean())
    if kept == tried:
        return [*parts, "."]
    row = worst.table[~worst.table["kept"]].sort_values("delta").iloc[0]
    return [
        *parts,
        f", least often with {WORDS[worst.kind]} ({int(worst.table['kept'].sum())} of {len(worst.table)}): after “",
        _short(str(row["text"])),
        "” it says ",
        (str(row["token"]), "token"),
        ".",
    ]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 70 else f"{text[:32]} … {text[-32:]}"


def _nothing_of(kinds: Sequence[str]) -> None:
    if kinds:
        st.caption(f"This prompt has nothing to change for: {', '.join(kinds).lower()}.")


def _changes(kind: str) -> bool:
    return not KINDS[VariantKind.read(kind)].keeps


def _rows(inputs: Inputs, table: pd.DataFrame, text: str) -> None:
    """Every variant, those with another answer first; a click makes one the prompt."""
    chosen = segmented(VARIANTS_SHOWN, "Show the variants with")
    wanted = {Variants.OTHER: ~table["kept"], Variants.SAME: table["kept"]}.get(chosen)
    table = table.assign(changes=table["kind"].map(_changes))
    shown = (table if wanted is None else table[wanted]).sort_values(["kept", "changes", "delta"], kind="stable")
    if shown.empty:
        st.info("No variant is like that. Choose “all” to see every variant.")
        return
    rows = [
        [
            prompt_cell(place, shortened(marked_words(row.text, text), LONGEST_SHOWN)),
            text_cell(row.kind, row.change if len(row.change) < 80 else f"{row.change[:80]} …"),
            tokens_cell([(row.token, row.token_probability)], not row.kept),
            share_cell(row.probability, "the new name" if row.followed else "", target=bool(inputs.target)),
            change_cell(row.delta, FULL_NATS),
        ]
        for place, row in enumerate(rows_of(shown))
    ]
    texts = shown["text"].tolist()
    prompt_table(
        "Variants of the prompt",
        COLUMNS,
        rows,
        key="variants_table",
        on_click=lambda place: set_prompt(texts[place], inputs.target),
    )
