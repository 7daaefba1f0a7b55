"""What the address of Next token may say."""

from __future__ import annotations

from enum import StrEnum

from lmdash.ui.kit.control import About
from lmdash.ui.kit.kinds import Choice, Number, Parsed, Place, Text, Toggle, Whole, numbers

PAGE = "next_token"


class View(StrEnum):
    """What is shown below the answer."""

    PROBABILITIES = "probabilities"
    WATCH_WORDS = "watch_words"
    WRITE_ON = "write_on"
    PROMPT_TABLE = "prompt_table"


VIEWS = {
    View.PROBABILITIES: "Probabilities",
    View.WATCH_WORDS: "Watch words",
    View.WRITE_ON: "Write on",
    View.PROMPT_TABLE: "Prompt table",
}
VIEW = Choice(PAGE, "view", VIEWS, "what is shown below the answer", old={label: view for view, label in VIEWS.items()})

_BARS, _WORDS, _WRITE = ({VIEW: view} for view in (View.PROBABILITIES, View.WATCH_WORDS, View.WRITE_ON))
TEMPERATURE = Number(PAGE, "temperature", 0, 2, "temperature of the bars", default=1, within=_BARS)
TOP_K = Whole(PAGE, "top_k", 0, 100, "how many tokens can be picked; 0 is all", default=0)
TOP_P = Number(PAGE, "top_p", 0, 1, "share of probability that can be picked from", default=1)
SHOWN = Whole(PAGE, "shown", 5, 50, "how many tokens have a bar", default=10, within=_BARS)
WORDS = Text(
    PAGE, "words", "the words to watch, separated by commas", default="Paris, London, Rome, the", within=_WORDS
)
SPACE = Toggle(PAGE, "space", "a space is added before each watched word", default=True, within=_WORDS)
WORD_A = Text(PAGE, "word_a", "the watched word that is compared with another", within=_WORDS)
WORD_B = Text(PAGE, "word_b", "the word that it is compared with", within=_WORDS)
WRITE_TEMPERATURE = Number(PAGE, "write_temperature", 0, 2, "temperature of what is written", default=0, within=_WRITE)
PENALTY = Number(
    PAGE, "repetition_penalty", 1, 3, "how much less likely what was said before becomes", default=1, within=_WRITE
)
SEED = Whole(PAGE, "seed", 0, 2**31 - 1, "seed of what is written", default=0, within=_WRITE)
LENGTH = Whole(PAGE, "length", 1, 10_000, "how many tokens are written at most", default=40, within=_WRITE)
STEP = Place(PAGE, "step", "the clicked token of what was written", about=About.PROMPT, within=_WRITE)
BRANCH = Parsed(
    PAGE,
    "branch",
    "ids of the tokens that the written text was made to begin with, separated by points",
    default=(),
    reads=numbers,
    writes=lambda ids: ".".join(map(str, ids)),
    examples=[(12,), (5, 0, 311)],
    about=About.PROMPT,
    within=_WRITE,
)
