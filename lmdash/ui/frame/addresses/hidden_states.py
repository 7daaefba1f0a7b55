"""What the address of Hidden states may say."""

from __future__ import annotations

import re
from enum import StrEnum

from lmdash.analyses.common.stream import EMBEDDING, StreamPoint
from lmdash.analyses.hidden_states.lens import LensMeasure
from lmdash.ui.frame.addresses.every_page import COMPARE
from lmdash.ui.kit.kinds import Choice, Parsed, Text, Toggle, Whole, by_label, whole_number

PAGE = "hidden_states"


class View(StrEnum):
    """What is shown below the answer."""

    LENS = "lens"
    TRAJECTORIES = "trajectories"
    MOVED = "moved"
    GEOMETRY = "geometry"
    RAW = "raw"
    CONTEXTS = "contexts"


class Rows(StrEnum):
    """Where the lens reads the states."""

    LAYERS = "layers"
    ATTENTIONS = "attentions"
    EVERY_STEP = "every_step"


class Number(StrEnum):
    """What trajectories show of a token."""

    PROBABILITY = "probability"
    LOGIT = "logit"
    RANK = "rank"


class Rival(StrEnum):
    """What the answer's logit is compared with."""

    RUNNER_UP = "runner_up"
    WORD = "word"
    NOTHING = "nothing"


class Picture(StrEnum):
    """A picture of how states lie."""

    SIZES = "sizes"
    ALIKE = "alike"
    MAP = "map"


class MapColour(StrEnum):
    """What colours the map of states."""

    POSITION = "position"
    LAYER = "layer"
    TOKEN = "token"


class Source(StrEnum):
    """Where similar contexts are searched."""

    BUILT_IN = "built_in"
    FILE = "file"


class Speech(StrEnum):
    """Whose parts of speech are counted."""

    TOKEN = "token"
    NEXT = "next"


def _point(text: str) -> StreamPoint | None:
    """``embedding``, ``L3`` after a layer or ``L3_attention`` within it; old links had a space there."""
    if text == str(EMBEDDING):
        return EMBEDDING
    found = re.fullmatch(r"L(\d+)([ _]attention)?", text)
    layer = whole_number(found[1]) if found else None
    return None if not found or layer is None else StreamPoint(layer, "attention" if found[2] else "ffn")


_VIEWS = {
    View.LENS: "Logit lens",
    View.TRAJECTORIES: "Trajectories",
    View.MOVED: "What moved it",
    View.GEOMETRY: "Geometry",
    View.RAW: "Raw state",
    View.CONTEXTS: "Similar contexts",
}
_ROWS = {
    Rows.LAYERS: "After each layer",
    Rows.ATTENTIONS: "After each attention",
    Rows.EVERY_STEP: "Every step",
}
_COLOURS = {measure: measure.label for measure in LensMeasure}
_EARLIER_COLOURS = {"KL to the end": LensMeasure.KL, "Rank of the final token": LensMeasure.RANK}
_NUMBERS = {Number.PROBABILITY: "Probability", Number.LOGIT: "Logit", Number.RANK: "Rank"}
_RIVALS = {
    Rival.RUNNER_UP: "The strongest other token",
    Rival.WORD: "Another word",
    Rival.NOTHING: "Nothing: the logit itself",
}
_PICTURES = {Picture.SIZES: "Sizes and angles", Picture.ALIKE: "Similarity of layers", Picture.MAP: "Map of states"}
_SOURCES = {Source.BUILT_IN: "The built-in corpus", Source.FILE: "A text file"}
_SPEECH = {Speech.TOKEN: "The token", Speech.NEXT: "What came next"}

VIEW = Choice(PAGE, "states", _VIEWS, "what is shown below the answer", old=by_label(_VIEWS))
_LENS, _TRAJECTORIES, _MOVED, _GEOMETRY, _CONTEXTS = (
    {VIEW: view} for view in (View.LENS, View.TRAJECTORIES, View.MOVED, View.GEOMETRY, View.CONTEXTS)
)
STATE: Parsed[StreamPoint | None] = Parsed(
    PAGE,
    "state",
    "the state that is open: `L3` after a layer, `L3_attention` within it, `embedding`; if missing, the last",
    default=None,
    reads=_point,
    writes=lambda point: str(point).replace(" ", "_"),
    examples=[EMBEDDING, StreamPoint(3, "ffn"), StreamPoint(0, "attention")],
)
ROWS = Choice(PAGE, "rows", _ROWS, "where the lens reads the states", old=by_label(_ROWS), within=_LENS)
COLOUR = Choice(
    PAGE, "colour", _COLOURS, "what colours the lens", old=by_label(_COLOURS) | _EARLIER_COLOURS, within=_LENS
)
WINDOW = Whole(PAGE, "window", 6, 40, "how many tokens of a longer prompt the lens shows", default=12, within=_LENS)
NUMBER = Choice(
    PAGE, "number", _NUMBERS, "what trajectories show of a token", old=by_label(_NUMBERS), within=_TRAJECTORIES
)
FOLLOW = Text(
    PAGE,
    "follow",
    "the words that trajectories follow, with commas between; if missing, the most likely tokens",
    within=_TRAJECTORIES,
)
COMPARED_WITH = Choice(
    PAGE, "compared_with", _RIVALS, "what the answer's logit is compared with", old=by_label(_RIVALS), within=_MOVED
)
AGAINST_WORD = Text(
    PAGE, "against_word", "the word that it is compared with", within=_MOVED | {COMPARED_WITH: Rival.WORD}
)
BY_HEAD = Toggle(PAGE, "by_head", "attention is split into its heads", within=_MOVED)
PICTURE = Choice(
    PAGE,
    "picture",
    _PICTURES,
    "which picture shows how states lie",
    old=by_label(_PICTURES) | {"Layers alike": Picture.ALIKE},
    within=_GEOMETRY,
)
_MAP = _GEOMETRY | {PICTURE: Picture.MAP}
MAP_COLOUR = Choice(
    PAGE, "map_colour", {each: each.value for each in MapColour}, "what colours the map of states", within=_MAP
)
WITHOUT_FIRST = Toggle(
    PAGE,
    "without_first",
    "the first token is left out of similarity and map",
    default=True,
    within=_MAP,
)
CORPUS = Choice(
    PAGE, "corpus", _SOURCES, "where similar contexts are searched", old=by_label(_SOURCES), within=_CONTEXTS
)
CONTEXTS_SHOWN = Whole(PAGE, "contexts_shown", 5, 50, "how many contexts are shown", default=15, within=_CONTEXTS)
SPEECH_OF = Choice(
    PAGE,
    "speech_of",
    _SPEECH,
    "whose parts of speech are counted",
    default=Speech.NEXT,
    old=by_label(_SPEECH),
    within=_CONTEXTS,
)
OF_A_VIEW = (
    COMPARE, STATE, ROWS, COLOUR, WINDOW, NUMBER, FOLLOW, COMPARED_WITH, AGAINST_WORD, BY_HEAD,
    PICTURE, MAP_COLOUR, WITHOUT_FIRST,
)  # fmt: skip
