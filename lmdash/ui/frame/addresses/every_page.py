"""What the address of every page may say: the shared inputs."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from lmdash.analyses.common.chat import Moment
from lmdash.models.opening.catalog import DEMO
from lmdash.settings import DEFAULT_PROMPT
from lmdash.ui.kit.control import EVERY_PAGE, About
from lmdash.ui.kit.kinds import Choice, Parsed, Place, Text, Toggle, Whole, numbers, sound, whole_number


class Compare(StrEnum):
    """Which pass a picture shows, where interventions are on."""

    WITH = "with"
    WITHOUT = "without"
    DIFFERENCE = "difference"


MODEL = Text(EVERY_PAGE, "model", "the open model: the built-in one, an id of the hub, or a folder", default=DEMO)
PROMPT = Text(EVERY_PAGE, "prompt", "the text that the model continues", default=DEFAULT_PROMPT)
CHAT = Toggle(EVERY_PAGE, "chat", "the prompt is a message in the model's chat format")
_IN_CHAT: dict[str, Any] = {"within": {CHAT: True}, "longest": 2500}
SYSTEM = Text(
    EVERY_PAGE,
    "system",
    "the system message of the chat; without it, the one that the chat format has by itself, if it has one",
    **_IN_CHAT,
)
EARLIER = Text(
    EVERY_PAGE,
    "earlier",
    "what was said before the prompt, as lines that begin with `You:` and `Model:` in turn",
    **_IN_CHAT,
)


def _moment(text: str) -> Moment | None:
    said, _, tokens = text.partition("-")
    ids, count = numbers(tokens), whole_number(said)
    return None if count is None or count >= len(ids) else Moment(ids, count)


def _written(moment: Moment | None) -> str:
    return "" if moment is None else f"{moment.said}-{'.'.join(map(str, moment.ids))}"


ANSWER = Parsed[Moment | None](
    EVERY_PAGE,
    "answer",
    "a word of the chat's answer that every page looks at: how many of the answer's tokens stand before it, and the "
    "ids of all its tokens, as `2-504.3575.282.7042`",
    default=None,
    reads=_moment,
    writes=_written,
    examples=[None, Moment((504, 3575, 282), 2)],
    about=About.PROMPT,
    within={CHAT: True},
    longest=6000,
)


def fitting(moment: Moment) -> Moment:
    """A moment with as much of the answer after its word as the address holds."""
    most = ANSWER.longest or 0
    ids = moment.ids
    while len(_written(Moment(ids, moment.said))) > most and len(ids) > moment.said + 1:
        ids = ids[: max(moment.said + 1, len(ids) - 20)]
    return Moment(ids, moment.said)


ANSWER_LENGTH = Whole(
    EVERY_PAGE, "answer_length", 1, 10_000, "how many tokens the answer has at most", default=80, within={CHAT: True}
)
FORMAT = Toggle(EVERY_PAGE, "format", "the tokens of the chat format are shown one by one", within={CHAT: True})
TARGET = Text(
    EVERY_PAGE,
    "target",
    "a word whose probability every page shows; a space is added before it where one belongs, quotation marks match it "
    'exactly (`"."`, `"s"`), `<#13>` is token 13',
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
WALK = Parsed(
    EVERY_PAGE,
    "walk",
    "the walk-through that is followed, and the number of its step",
    default="",
    reads=lambda text: text if re.fullmatch(r"([a-z]{1,20}\.[1-9])?", text) else None,
    writes=str,
    examples=["capital.2"],
)
COMPARE = Choice(
    EVERY_PAGE,
    "compare",
    {Compare.WITH: "With", Compare.WITHOUT: "Without", Compare.DIFFERENCE: "Difference"},
    "with interventions on: which of the three a picture shows",
    old={"With": Compare.WITH, "Without": Compare.WITHOUT, "Difference": Compare.DIFFERENCE},
    old_names=("vector_compare",),
)
