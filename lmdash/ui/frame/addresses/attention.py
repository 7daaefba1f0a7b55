"""What the address of Attention may say."""

from __future__ import annotations

from enum import StrEnum

from lmdash.charts.attention import MEASURES
from lmdash.ui.kit.control import About
from lmdash.ui.kit.kinds import Choice, Number, Place, Text, Texts, Toggle, Whole, by_label

PAGE = "attention"
MOST_WRITTEN = 40  # tokens


class View(StrEnum):
    """What is shown of the open head."""

    LINES = "lines"
    HEAT_MAP = "heat_map"
    WHY = "why"
    WRITES = "writes"


class Heads(StrEnum):
    """Whose attention the lines and the heat map show."""

    ONE = "one"
    LAYER = "layer"
    ALL = "all"
    CHOSEN = "chosen"
    ROLLOUT = "rollout"


class Together(StrEnum):
    """How several heads become one picture."""

    APART = "apart"
    MEAN = "mean"
    MAX = "max"
    SUM = "sum"


_MEASURES = {measure.column: measure.title for measure in MEASURES}
_EARLIER_MEASURES = {
    "Same word before": "duplicate",
    "Token before": "previous",
    "Rest on first token": "first",
    "Size of its result": "norm",
}
_VIEWS = {
    View.LINES: "Lines",
    View.HEAT_MAP: "Heat map",
    View.WHY: "Why this weight",
    View.WRITES: "What it writes",
}
_HEADS = {
    Heads.ONE: "This head",
    Heads.LAYER: "Its layer",
    Heads.ALL: "All layers",
    Heads.CHOSEN: "Chosen heads",
    Heads.ROLLOUT: "Rollout",
}

LAYER = Place(PAGE, "layer", "the layer of the open head; if it or `head` is missing, the head that pushes most")
HEAD = Place(PAGE, "head", "the open head in its layer")
WRITE_ON = Whole(PAGE, "write_on", 0, MOST_WRITTEN, "how many tokens the model writes after the prompt", default=0)
STEP = Place(
    PAGE, "step", "the written token that reads, counted from 0; if missing, one of the prompt's", about=About.PROMPT
)
MEASURE = Choice(
    PAGE,
    "measure",
    _MEASURES,
    "what the map of all heads shows",
    old=by_label(_MEASURES) | _EARLIER_MEASURES,
)
HEADS_TABLE = Toggle(PAGE, "heads_table", "the table of all heads is open")
PROBE = Toggle(PAGE, "probe", "the box on how habits were measured is open")
PROBE_SEED = Whole(
    PAGE, "probe_seed", 0, 2**31 - 1, "seed of the random words of the probe", default=0, within={PROBE: True}
)
VIEW = Choice(
    PAGE,
    "attention_view",
    _VIEWS,
    "what is shown of the open head",
    old=by_label(_VIEWS),
)
_LINES, _WHY, _WRITES = ({VIEW: view} for view in (View.LINES, View.WHY, View.WRITES))
HEADS = Choice(
    PAGE,
    "heads",
    _HEADS,
    "whose attention lines and heat map show",
    old=by_label(_HEADS),
)
CHOSEN_HEADS = Texts(PAGE, "chosen_heads", "the heads chosen, as `L5H0`", within={HEADS: Heads.CHOSEN})
TOGETHER = Choice(
    PAGE,
    "together",
    {Together.APART: "separately", Together.MEAN: "mean", Together.MAX: "maximum", Together.SUM: "sum"},
    "how several heads become one picture",
    within={HEADS: Heads.ALL},
)
THRESHOLD = Number(PAGE, "threshold", 0, 0.5, "weight below which lines are hidden", default=0.05, within=_LINES)
HIDE_FIRST = Toggle(PAGE, "hide_first", "the first token is left out of the pictures")
WORDS_JOINED = Toggle(PAGE, "words_joined", "the pieces of words are joined in the pictures")
CONTRIBUTION = Toggle(PAGE, "contribution", "attention is weighted by what is brought")
KEY = Place(
    PAGE, "key", "the token looked at that is asked about; if missing, the one looked at most", about=About.PROMPT
)
PAIR_TABLE = Toggle(PAGE, "pair_table", "the table of all numbers of query and key is open", within=_WHY)
UNROTATED = Toggle(PAGE, "unrotated", "query and key without positions (rotary models)", within=_WHY)
TOWARDS = Text(
    PAGE, "towards", "the word that heads push towards; if missing, the target or the model's answer", within=_WRITES
)
AGAINST = Text(PAGE, "against", "the word that it is compared with", within=_WRITES)
PUSH_TABLE = Toggle(PAGE, "push_table", "the table of how all heads push is open", within=_WRITES)
OF_A_VIEW = (
    HEADS, CHOSEN_HEADS, TOGETHER, THRESHOLD, HIDE_FIRST, WORDS_JOINED, CONTRIBUTION,
    KEY, PAIR_TABLE, UNROTATED, TOWARDS, AGAINST, PUSH_TABLE,
)  # fmt: skip
