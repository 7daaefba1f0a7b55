"""How each column of the prompts was read, in one sentence, and menus to change it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lmdash.ui.frame.addresses.prompt_ablation import ROLES, TITLES
from lmdash.ui.kit.controls import toggle
from lmdash.ui.kit.sentence import say, shortened
from lmdash.ui.kit.sheets import Sheet
from lmdash.ui.kit.titles import Role, is_title_row, roles_of
from lmdash.ui.prompt_ablation.rows import COLUMNS

MENU = {
    Role.PROMPT: "Prompt",
    Role.EXPECTED: "Expected answer",
    Role.TARGET: "Word to watch",
    Role.RIVAL: "Word to compare with",
    Role.UNUSED: "Not used",
}
READ_AS = {
    Role.PROMPT: "the prompt",
    Role.EXPECTED: "the expected answer",
    Role.TARGET: "the word to watch",
    Role.RIVAL: "the word to compare with",
    Role.UNUSED: "not used",
}


def roles_now(sheet: Sheet) -> tuple[Role, ...]:
    """What each column is used for: what the person chose for as many columns, or else what the titles say."""
    return ROLES.value if len(ROLES.value) == len(sheet.columns) else roles_of(sheet.columns)


def grid_columns(sheet: Sheet) -> tuple[str, ...]:
    """The columns to fill in: those of the sheet, and one for each role that none of them has.

    Where the person has chosen what columns are for, there are no others.
    """
    added = [] if ROLES.given else [role for role in COLUMNS if role not in roles_now(sheet)]
    return (*sheet.columns, *added)


def forget_roles(titles: Sequence[str] | None) -> None:
    """Other columns were given, with ``titles`` if they surely have some: what was said of the earlier ones is past."""
    ROLES.clear()
    TITLES.set(titles is not None and not is_title_row(titles))


def choose_roles(sheet: Sheet) -> tuple[Role, ...]:
    """Say how the columns were read, with a menu for each; nothing is said about a single column."""
    roles = roles_now(sheet)
    filled = [place for place in range(len(roles)) if any(row[place].strip() for row in sheet.rows)]
    if len(filled) < 2:
        return roles
    say(read_as(sheet, roles, filled), tone="small", key="columns_read")
    with st.popover("Columns", icon=":material/view_column:"):
        for place in filled:
            _menu(place, roles)
        if not (sheet.titled and is_title_row(sheet.columns)):
            toggle(TITLES, "The first row has titles", after=ROLES.clear)
    return roles


def read_as(sheet: Sheet, roles: Sequence[Role], filled: Sequence[int]) -> str:
    """The sentence, as “Column 1 (question) is the prompt; column 2 (id) is not used”."""
    said = []
    for place in filled:
        title = f" ({shortened(sheet.columns[place])})" if sheet.titled else ""
        said.append(f"column {place + 1}{title} is {READ_AS[roles[place]]}")
    sentence = "; ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _menu(place: int, roles: tuple[Role, ...]) -> None:
    key = f"{ROLES.id}_{place}"

    def changed() -> None:
        chosen = st.session_state[key]
        others = [Role.UNUSED if role is chosen else role for role in roles]  # each role has one column
        ROLES.set((*others[:place], chosen, *others[place + 1 :]))

    st.session_state[key] = roles[place]  # also where a link, or another menu, has set it
    st.selectbox(f"Column {place + 1}", list(MENU), format_func=MENU.__getitem__, key=key, on_change=changed)
