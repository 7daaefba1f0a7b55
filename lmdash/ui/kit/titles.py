"""What the titles of a table's columns mean: which column has the prompts, and which the words that may follow."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Role(StrEnum):
    """What a column is used for."""

    PROMPT = "prompt"
    EXPECTED = "expected"
    TARGET = "target"
    RIVAL = "rival"
    UNUSED = "unused"


# The first of several counts where two columns of one table could have a role.
MEANING: dict[Role, tuple[str, ...]] = {
    Role.PROMPT: (
        "prompt", "prompts", "question", "questions", "input", "inputs", "text", "texts", "sentence", "sentences",
        "query", "instruction",
    ),
    Role.EXPECTED: (
        "expected", "expected answer", "correct answer", "right answer", "correct", "answer", "answers", "solution",
        "solutions", "gold", "gold answer", "ground truth", "reference", "label", "expected output", "output",
    ),
    Role.TARGET: ("target", "word to watch", "watch", "word"),
    Role.RIVAL: ("rival", "word to compare with", "compare with", "wrong answer", "incorrect answer", "distractor"),
}  # fmt: skip
_PLACE = {title: (role, place) for role, titles in MEANING.items() for place, title in enumerate(titles)}


def _plain(title: str) -> str:
    return " ".join(title.casefold().replace("_", " ").replace("-", " ").split()).rstrip(" :?")


def role_of(title: str) -> Role:
    """What a title alone says, whatever its case and the spaces around it."""
    return _PLACE.get(_plain(title), (Role.UNUSED, 0))[0]


def is_title_row(cells: Sequence[str]) -> bool:
    """Whether a row of text names columns: it names the prompt, where no prompt is likely to say the same by itself."""
    roles = [role_of(cell) for cell in cells]
    if Role.PROMPT not in roles:
        return False
    named = sum(role is not Role.UNUSED for role in roles)
    return roles[0] is Role.PROMPT or named > 1 or Role.PROMPT in map(_plain, cells)


def roles_of(titles: Sequence[str]) -> tuple[Role, ...]:
    """What each column is used for, each role once; where no title means the prompt, it is the first other column."""
    roles = [Role.UNUSED] * len(titles)
    for role in MEANING:
        named = [(_PLACE[_plain(title)][1], place) for place, title in enumerate(titles) if role_of(title) is role]
        if named:
            roles[min(named)[1]] = role
    if roles and Role.PROMPT not in roles:
        roles[roles.index(Role.UNUSED) if Role.UNUSED in roles else 0] = Role.PROMPT
    return tuple(roles)
