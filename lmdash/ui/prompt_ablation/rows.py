"""The prompts of a sheet: which columns they have, and the words that follow them."""

from __future__ import annotations

from lmdash.analyses.common.plural import plural
from lmdash.analyses.common.typed_words import meant
from lmdash.analyses.prompt_ablation.comparison import PromptRow
from lmdash.errors import InputError
from lmdash.ui.kit.sheets import PROMPT, Sheet

COLUMNS = (PROMPT, "target", "rival", "expected")


def prompt_rows(sheet: Sheet) -> tuple[tuple[PromptRow, ...], tuple[str, ...]]:
    """The rows that have a prompt, and what to say about the others; words follow the prompt after a space."""
    if sheet.rows and PROMPT not in [column.casefold() for column in sheet.columns]:
        there = ", ".join(f"“{column}”" for column in sheet.columns)
        raise InputError(
            f"There is no column called “{PROMPT}”. The columns are: {there}. Rename the one with the prompts to "
            f"“{PROMPT}”; columns called target, rival and expected are read too."
        )
    columns = (sheet.column(PROMPT), *(map(meant, sheet.column(name)) for name in COLUMNS[1:]))
    rows = [PromptRow(*cells) for cells in zip(*columns, strict=True)]
    filled = tuple(row for row in rows if row.prompt.strip())
    empty = len(rows) - len(filled)
    notes = (f"{plural(empty, 'row')} without a prompt {'is' if empty == 1 else 'are'} left out.",)
    return filled, notes if empty else ()
