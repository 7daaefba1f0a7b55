"""What the address of every page may say: the shared inputs."""

from __future__ import annotations

from enum import StrEnum

from lmdash.models.opening.catalog import DEMO
from lmdash.settings import DEFAULT_PROMPT
from lmdash.ui.kit.control import EVERY_PAGE, About
from lmdash.ui.kit.kinds import Choice, Parsed, Place, Text, Toggle, sound


class Compare(StrEnum):
    """Which pass a picture shows, where interventions are on."""

    WITH = "with"
    WITHOUT = "without"
    DIFFERENCE = "difference"


MODEL = Text(EVERY_PAGE, "model", "the open model: the built-in one, an id of the hub, or a folder", default=DEMO)
PROMPT = Text(EVERY_PAGE, "prompt", "the text that the model continues", default=DEFAULT_PROMPT)
CHAT = Toggle(EVERY_PAGE, "chat", "the prompt is a message in the model's chat format")
TARGET = Text(
    EVERY_PAGE,
    "target",
    "a word whose probability every page shows; a space is added before it, quotation marks match it exactly "
    '(`"."`, `"s"`), `<#13>` is token 13',
    about=About.WORDING,
)
POSITION = Place(EVERY_PAGE, "position", "the chosen token, counted from 0; if missing, the last", about=About.PROMPT)
EDITS = Text(EVERY_PAGE, "edits", "interventions, one per line")
EDITS_ON = Toggle(EVERY_PAGE, "edits_on", "`false` turns all interventions off and keeps them", default=True)
LONGEST_COMMENT = 300  # characters
COMMENT = Parsed(
    EVERY_PAGE,
    "comment",
    "a line from whoever sent the link, shown on top until the prompt changes",
    default="",
    reads=lambda text: " ".join(sound(text).split())[:LONGEST_COMMENT],
    writes=str,
    examples=["Look at the second row"],
    about=About.WORDING,
)
COMPARE = Choice(
    EVERY_PAGE,
    "compare",
    {Compare.WITH: "With", Compare.WITHOUT: "Without", Compare.DIFFERENCE: "Difference"},
    "with interventions on: which of the three a picture shows",
    old={"With": Compare.WITH, "Without": Compare.WITHOUT, "Difference": Compare.DIFFERENCE},
    old_names=("vector_compare",),
)
