"""The prompts of a sheet: what its columns are used for, and the words that follow the prompts."""

from __future__ import annotations

from collections.abc import Sequence

from lmdash.analyses.common.plural import plural
from lmdash.analyses.prompt_ablation.comparison import PromptRow
from lmdash.ui.kit.sheets import Sheet
from lmdash.ui.kit.titles import Role

COLUMNS = (Role.PROMPT, Role.TARGET, Role.RIVAL, Role.EXPECTED)


def prompt_rows(sheet: Sheet, roles: Sequence[Role]) -> tuple[tuple[PromptRow, ...], tuple[str, ...]]:
    """The rows that have a prompt, and what to say about the others; words are as they are typed.

    ``roles`` say what each column is used for.
    """
    places = [roles.index(role) if role in roles else None for role in COLUMNS]
    rows = []
    for cells in sheet.rows:
        prompt, *words = ["" if place is None else cells[place] for place in places]
        rows.append(PromptRow(prompt, *(word.strip() for word in words)))
    filled = tuple(row for row in rows if row.prompt.strip())
    empty = len(rows) - len(filled)
    notes = (f"{plural(empty, 'row')} without a prompt {'is' if empty == 1 else 'are'} left out.",)
    return filled, notes if empty and Role.PROMPT in roles else ()
