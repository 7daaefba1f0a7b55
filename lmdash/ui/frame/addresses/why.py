"""What the address of Why this word? may say."""

from __future__ import annotations

from lmdash.analyses.common.named import Named
from lmdash.ui.kit.control import About
from lmdash.ui.kit.kinds import Choice, Toggle

PAGE = "why"


class Word(Named):
    """Which word is asked about."""

    ANSWER = "answer", "What the model says"
    TARGET = "target", "Your target word"


WORD = Choice(PAGE, "why_word", Word, "which word is asked about", about=About.WORDING)
TABLE = Toggle(PAGE, "why_table", "the table of the numbers is open")
