"""What the address of FFN interventions may say, beside the open value vector (``value_vectors``)."""

from __future__ import annotations

from lmdash.analyses.common.named import Named
from lmdash.ui.frame.addresses.every_page import EDITS
from lmdash.ui.kit.control import Control
from lmdash.ui.kit.kinds import Choice, Number, Text, Whole

PAGE = "ffn_interventions"
SEEDS = 2**31 - 1
LONGEST_TEXTS = 2500  # characters in an address


class View(Named):
    """What is shown below the interventions."""

    TRACE = "trace", "Trace"
    EFFECT = "effect", "Effect"
    FIND = "find", "Find an edit"


class Effect(Named):
    """Which effect of the interventions is shown."""

    NEXT_TOKEN = "next_token", "Next token"
    TEXT = "text", "Text"
    STRENGTH = "strength", "Strength"
    CONTROL = "control", "Control"


class Want(Named):
    """What the model should do with a word."""

    SAY = "say", "say"
    NOT_SAY = "not_say", "not say"


class Where(Named):
    """At which tokens vectors are changed."""

    ALL = "all", "at all tokens"
    LAST = "last", "at the last token"


VIEW = Choice(PAGE, "ffn_view", View, "what is shown below the interventions")
AGAINST = Text(PAGE, "against", "the word that the target is compared with")

_EFFECT, _FIND = {VIEW: View.EFFECT, EDITS: "L2D117=0"}, {VIEW: View.FIND}
EFFECT = Choice(PAGE, "effect", Effect, "which effect of the interventions is shown", within=_EFFECT)
_TEXT, _CONTROL = ({**_EFFECT, EFFECT: effect} for effect in (Effect.TEXT, Effect.CONTROL))
LENGTH = Whole(PAGE, "effect_length", 1, 50, "the most tokens to write", default=20, within=_TEXT)
TEMPERATURE = Number(PAGE, "effect_temperature", 0, 2, "temperature of the written text", default=0, within=_TEXT)
SEED = Whole(PAGE, "effect_seed", 0, SEEDS, "seed of the written text", default=0, within=_TEXT)
CONTROL_SEED = Whole(PAGE, "control_seed", 0, SEEDS, "seed of the random vectors", default=0, within=_CONTROL)

FIND_WANT = Choice(PAGE, "find_want", Want, "what the model should do with the word", within=_FIND)
FIND_WORD = Text(PAGE, "find_word", "the word to find an edit for", within=_FIND)
FIND_RIVAL = Text(PAGE, "find_rival", "the word that it is compared with", within=_FIND)
FIND_MARGIN = Number(
    PAGE,
    "find_margin",
    0,
    20,
    "how clearly the word should win or lose, in nats",
    default=0,
    within=_FIND,
)
FIND_WHERE = Choice(PAGE, "find_where", Where, "at which tokens vectors are changed", within=_FIND)
FIND_TEXTS = Text(
    PAGE,
    "find_texts",
    "texts that should not change, one per line",
    default="""The capital of France is Paris.
The capital of Kenya is Nairobi.
Once upon a time, there was a little girl.
The keys to the cabinet are on the table.
Three plus four is seven.""",
    longest=LONGEST_TEXTS,
    within=_FIND,
)


def search_for(right: str, wrong: str) -> dict[Control, object]:
    """What is chosen where an edit is to be found that makes the model say the right word rather than the wrong one, or
    anything but the wrong one where nobody knows what is right.
    """
    say, word, rival = (Want.SAY, right, wrong) if right else (Want.NOT_SAY, wrong, "")
    return {VIEW: View.FIND, AGAINST: "", FIND_WANT: say, FIND_WORD: word, FIND_RIVAL: rival}


SEARCHED = Text(PAGE, "searched", "which model, text and interventions a search was started for, as a number")
