"""Many prompts through a model, and their numbers as the cells of a coloured table; for all views that compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log2

import pandas as pd

from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.common.typed_words import typed_text, typed_text_of
from lmdash.analyses.common.word_differences import marked_words, shortened
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.prompt_ablation.accuracy import said
from lmdash.analyses.prompt_ablation.comparison import SHOWN, PromptRow, Reading, compare_prompts
from lmdash.analyses.prompt_ablation.whole_words import Found, found
from lmdash.charts.numbers import perplexity, plural
from lmdash.models.interventions.values import Interventions
from lmdash.models.values import Chat
from lmdash.settings import settings
from lmdash.ui.frame.addresses.prompt_ablation import ANSWERED
from lmdash.ui.frame.ask import ask_in_parts
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.page import FULL_BITS
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import say
from lmdash.ui.prompt_ablation.table import (
    Cell,
    Column,
    number_cell,
    prompt_cell,
    prompt_table,
    share_cell,
    text_cell,
    tokens_cell,
)

TOGETHER = 32  # rows that are asked for together: a stop waits for no more than these
FULL_KL = 8.0  # bits that fill a cell
LONGEST_SHOWN = 320  # characters of a prompt
WORD_HELP = {
    "target": "The probability of the whole target: the row's own, or else the sidebar's, or else the model's answer "
    "to the first prompt.",
    "rival": "The probability of the whole rival, the word to compare with the target.",
    "expected": "The probability of the whole expected answer.",
}
ANSWER_HELP = (
    "Whether the text that the model writes begins with the expected answer, has it later, or does not have it. Whole "
    "words are compared, so the same answer in other words is “not there”."
)


def reading(written: int, chat: Chat | None) -> Reading:
    """How prompts are read, as on the other pages."""
    return Reading(written, settings().reserve_tokens, chat)


def with_targets(inputs: Inputs, rows: tuple[PromptRow, ...]) -> tuple[PromptRow, ...]:
    """Rows without a target watch the one of the sidebar; without it, and where no answer is expected, what the model
    says after the first prompt.
    """
    target = inputs.target if inputs.ask(typed_text, word=inputs.target) else ""
    if not target and not any(row.expected for row in rows):
        target = _likeliest(inputs, rows[0].prompt)
    return tuple(row if row.target else replace(row, target=target) for row in rows)


def _likeliest(inputs: Inputs, prompt: str) -> str:
    """What follows a prompt, as it is typed; nothing where it is a mark or a part of a character."""
    ids = inputs.ask(read_prompt, text=prompt, reserve=settings().reserve_tokens, chat=inputs.chat).ids
    found = inputs.ask(next_token, ids=ids, position=len(ids) - 1)
    word = inputs.ask(typed_text_of, ids=(int(found.top["id"].iloc[0]),), before=ids)
    return word if inputs.ask(typed_text, word=word) else ""


def run_prompts(
    model_id: str,
    rows: tuple[PromptRow, ...],
    written: int | None,
    edits: Interventions,
    doing: str,
    *,
    chat: Chat | None = None,
) -> pd.DataFrame | None:
    """The result of ``compare_prompts`` with the number of each row as its index, and with progress; after a stop those
    that are done, or None.  Without a number of tokens as much is ``written`` as answers take.
    """
    if written is None:
        written = ANSWERED.default if chat else 0
    # Prompts of one length share forward passes, so those of about one length are asked for together.
    order = sorted(range(len(rows)), key=lambda index: (index > 0, len(rows[index].prompt)))
    starts = range(0, len(rows), TOGETHER)
    chunks = [tuple(rows[index] for index in order[start : start + TOGETHER]) for start in starts]
    found = ask_in_parts(
        model_id,
        compare_prompts,
        [{"rows": chunk} for chunk in chunks],
        counts=[len(chunk) for chunk in chunks],
        doing=doing,
        reference=rows[0].prompt,
        reading=reading(written, chat),
        edits=edits,
    )
    if not found:
        return None
    table = pd.concat(found, ignore_index=True)
    return table.set_axis(order[: len(table)]).sort_index()


def say_what_was_cut(table: pd.DataFrame, model_id: str) -> None:
    """Which prompts were too long for the model."""
    cut = int((table["left_out"] > 0).sum())
    if cut:
        say(
            f"{plural(cut, 'prompt')} {'is' if cut == 1 else 'are'} longer than {model_id} can read: the beginning was "
            "left out and the end kept.",
            tone="note",
        )


def say_what_is_changed(inputs: Inputs, advice: str) -> None:
    """That interventions are on."""
    count = len(inputs.edits)
    if count:
        say(
            f"{plural(count, 'intervention')} {'is' if count == 1 else 'are'} on (see the sidebar). {advice}",
            tone="changed",
            key="changed",
        )


def short(text: str) -> str:
    """A prompt for a sentence."""
    return text if len(text) <= 60 else f"…{text[-58:]}"


def words_of(table: pd.DataFrame) -> tuple[str, ...]:
    """Which of target, rival and expected any row has."""
    return tuple(word for word in WORD_HELP if (table[word] != "").any())


def likeliest(row: pd.Series, shown: int = SHOWN) -> list[tuple[str, float]]:
    """The most likely tokens of a row."""
    return [(row[f"token_{place}"], row[f"probability_{place}"]) for place in range(1, shown + 1)]


def compared_table(table: pd.DataFrame, first: str, key: str, on_click: Callable[[int], None]) -> None:
    """Prompts with their numbers, what differs from the ``first`` one marked; ``on_click`` gets a prompt's place in the
    table.
    """
    words = words_of(table)
    columns = [Column("Prompt", "Differences from the first are marked. Click one to use it in the whole app.")]
    columns.append(Column("Next token", "The three most likely next tokens."))
    if "expected" in words:
        columns.append(Column("Answer", ANSWER_HELP))
    columns += [Column(word.capitalize(), WORD_HELP[word], number=True) for word in words]
    columns.append(Column("Perplexity", GLOSSARY["perplexity"], number=True))
    columns.append(
        Column("KL (bits)", "How far the prediction is from that of the first prompt, in bits.", number=True)
    )
    written = (table["written"] != "").any()
    if written:
        columns.append(Column("Writes", "What the model writes next, always taking the most likely token."))
    rows = []
    for place, (_, row) in enumerate(table.iterrows()):
        cells: list[Cell] = [prompt_cell(place, shortened(marked_words(row["prompt"], first), LONGEST_SHOWN))]
        cells.append(tokens_cell(likeliest(row)))
        if "expected" in words:
            cells.append(_answer_cell(row))
        cells += [share_cell(row[f"{word}_probability"], row[word], target=word == "target") for word in words]
        cells.append(number_cell(row["perplexity"], perplexity(row["perplexity"]), _bits(row["perplexity"])))
        cells.append(number_cell(row["kl_bits"], f"{row['kl_bits']:.2f}", row["kl_bits"] / FULL_KL))
        if written:
            cells.append(text_cell(row["written"].strip(" ")))
        rows.append(cells)
    prompt_table("Prompts", columns, rows, key=key, on_click=on_click)


def _answer_cell(row: pd.Series) -> Cell:
    if not row["expected"]:
        return text_cell("–")
    place = found(row["written"], row["expected"])
    instead = said(row["written"], row["expected"]) if place is Found.ABSENT else ""
    return text_cell(place, instead, strong=True)


def _bits(value: float) -> float:
    """A perplexity as a strength: one choice of 4096 fills a cell, as a surprisal does on a chip."""
    return log2(value) / FULL_BITS if value > 1 else 0.0
