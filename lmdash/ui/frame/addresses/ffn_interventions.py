"""What the address of FFN interventions may say, beside the open value vector (``value_vectors``)."""

from __future__ import annotations

from enum import StrEnum

from lmdash.ui.frame.addresses.every_page import EDITS
from lmdash.ui.kit.kinds import Choice, Number, Text, Whole, by_label

PAGE = "ffn_interventions"
SEEDS = 2**31 - 1
LONGEST_TEXTS = 2500  # characters in an address


class View(StrEnum):
    """What is shown below the interventions."""

    TRACE = "trace"
    EFFECT = "effect"
    FIND = "find"


class Effect(StrEnum):
    """What the interventions have an effect on, or are held against."""

    NEXT_TOKEN = "next_token"
    TEXT = "text"
    STRENGTH = "strength"
    CONTROL = "control"


class Want(StrEnum):
    """What the model should do with a word."""

    SAY = "say"
    NOT_SAY = "not_say"


class Where(StrEnum):
    """At which tokens vectors are changed."""

    ALL = "all"
    LAST = "last"


VIEWS = {View.TRACE: "Trace", View.EFFECT: "Effect", View.FIND: "Find an edit"}
VIEW = Choice(
    PAGE,
    "ffn_view",
    VIEWS,
    "what is shown below the interventions",
    old=by_label(VIEWS),
)
AGAINST = Text(PAGE, "against", "the word whose logit is taken off that of the target")

_EFFECT, _FIND = {VIEW: View.EFFECT, EDITS: "L2D117=0"}, {VIEW: View.FIND}
EFFECTS = {
    Effect.NEXT_TOKEN: "Next token",
    Effect.TEXT: "Text",
    Effect.STRENGTH: "Strength",
    Effect.CONTROL: "Control",
}
EFFECT = Choice(
    PAGE,
    "effect",
    EFFECTS,
    "what the interventions are shown to do",
    old=by_label(EFFECTS),
    within=_EFFECT,
)
_TEXT, _CONTROL = ({**_EFFECT, EFFECT: effect} for effect in (Effect.TEXT, Effect.CONTROL))
LENGTH = Whole(PAGE, "effect_length", 1, 50, "most tokens that are written", default=20, within=_TEXT)
TEMPERATURE = Number(PAGE, "effect_temperature", 0, 2, "temperature of what is written", default=0, within=_TEXT)
SEED = Whole(PAGE, "effect_seed", 0, SEEDS, "seed of what is written", default=0, within=_TEXT)
CONTROL_SEED = Whole(PAGE, "control_seed", 0, SEEDS, "seed of the random vectors", default=0, within=_CONTROL)

WANTS = {Want.SAY: "say", Want.NOT_SAY: "not say"}
FIND_WANT = Choice(
    PAGE, "find_want", WANTS, "what the model should do with the word", old=by_label(WANTS), within=_FIND
)
FIND_WORD = Text(PAGE, "find_word", "the word to find an edit for", within=_FIND)
FIND_RIVAL = Text(PAGE, "find_rival", "the word that it is held against", within=_FIND)
FIND_MARGIN = Number(PAGE, "find_margin", 0, 20, "how far ahead it should come out, in nats", default=0, within=_FIND)
PLACES = {Where.ALL: "at all tokens", Where.LAST: "at the last token"}
FIND_WHERE = Choice(PAGE, "find_where", PLACES, "where vectors are changed", old=by_label(PLACES), within=_FIND)
FIND_TEXTS = Text(
    PAGE,
    "find_texts",
    "texts that should stay as they are, one a line",
    default="""The capital of France is Paris.
The capital of Kenya is Nairobi.
Once upon a time, there was a little girl.
The keys to the cabinet are on the table.
Three plus four is seven.""",
    longest=LONGEST_TEXTS,
    within=_FIND,
)
SEARCHED = Text(PAGE, "searched", "mark of the model, text and interventions that a search was started for")
