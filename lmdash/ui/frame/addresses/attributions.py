"""What the address of Attributions may say."""

from __future__ import annotations

from enum import StrEnum

from lmdash.analyses.attributions.objective import Measure
from lmdash.analyses.attributions.result import MethodName, Options
from lmdash.analyses.common.features import Grouping
from lmdash.ui.kit.control import About
from lmdash.ui.kit.kinds import Choice, Number, Place, Text, Toggle, Whole, by_label

PAGE = "attributions"


class Explain(StrEnum):
    """What is explained."""

    NEXT = "next_word"
    RIVAL = "this_or_that"
    TEXT = "written_text"


class HiddenAs(StrEnum):
    """What a hidden part is replaced by."""

    OTHER_WORDS = "other_words"
    NEUTRAL = "neutral_token"
    TOKEN = "my_token"
    WORD = "my_word"


class View(StrEnum):
    """The picture of the numbers."""

    STRONGEST = "strongest_first"
    IN_ORDER = "prompt_order"
    WATERFALL = "waterfall"


METHODS = {each: each.label for each in MethodName}
EXPLAINED = {Explain.NEXT: "Next word", Explain.RIVAL: "This or that", Explain.TEXT: "Written text"}
GROUPINGS = {each: each.label for each in Grouping}
_EARLIER = {each: kind for kind in Grouping for each in kind.earlier}
HIDDEN = {
    HiddenAs.OTHER_WORDS: "other words",
    HiddenAs.NEUTRAL: "neutral token",
    HiddenAs.TOKEN: "my token",
    HiddenAs.WORD: "my word",
}
MEASURES = {each: each.label for each in Measure}
VIEWS = {View.STRONGEST: "Strongest first", View.IN_ORDER: "In prompt order", View.WATERFALL: "Waterfall"}

METHOD = Choice(PAGE, "method", METHODS, "the method that finds which words mattered", old=by_label(METHODS))
EXPLAIN = Choice(PAGE, "explain", EXPLAINED, "what is explained", old=by_label(EXPLAINED))
LENGTH = Whole(PAGE, "explain_length", 1, 20, "how many tokens are written", default=6, within={EXPLAIN: Explain.TEXT})
AGAINST = Text(PAGE, "against", "the word that the answer is compared with", within={EXPLAIN: Explain.RIVAL})
PARTS = Choice(PAGE, "parts", GROUPINGS, "how the prompt is split into parts", old=by_label(GROUPINGS) | _EARLIER)
SPANS = Text(PAGE, "spans", "the marked tokens, as `3-5,8`", about=About.PROMPT, within={PARTS: Grouping.SPANS})
HIDDEN_AS = Choice(PAGE, "hidden_as", HIDDEN, "what a hidden part is replaced by", old=by_label(HIDDEN))
HIDDEN_TOKEN = Text(PAGE, "hidden_token", "the token that replaces it", within={HIDDEN_AS: HiddenAs.TOKEN})
HIDDEN_WORD = Text(PAGE, "hidden_word", "the word that replaces it", within={HIDDEN_AS: HiddenAs.WORD})
MEASURE = Choice(PAGE, "measured_as", MEASURES, "what the answer is measured by", old=by_label(MEASURES))
NUMBERS = Toggle(PAGE, "attribution_numbers", "numbers are shown on the words", default=True)
SEED = Whole(PAGE, "attribution_seed", 0, 2**31 - 1, "seed of the random draws", default=Options.seed)
SHAP_RUNS = Whole(PAGE, "shap_runs", 16, 100_000, "how many runs SHAP may use", default=Options.evaluations)
LIME_SAMPLES = Whole(PAGE, "lime_samples", 20, 20_000, "samples for each of LIME's fits", default=Options.samples)
KERNEL_WIDTH = Number(
    PAGE, "kernel_width", 1, 1000, "how far from the prompt LIME's samples count", default=Options.kernel_width
)
IG_STEPS = Whole(PAGE, "ig_steps", 4, 2000, "steps of integrated gradients", default=Options.ig_steps)
VIEW = Choice(PAGE, "attribution_view", VIEWS, "the picture of the numbers", old=by_label(VIEWS))
FEATURE = Place(PAGE, "feature", "the clicked part, by its first token", about=About.PROMPT)
STEP = Place(PAGE, "step", "the clicked token of what is explained", about=About.PROMPT, within={EXPLAIN: Explain.TEXT})
WITHOUT_WORDS = Toggle(PAGE, "without_words", "the most likely words without the clicked part are open")
TABLE = Toggle(PAGE, "attribution_table", "the table of the numbers is open")
AGREEMENT = Toggle(PAGE, "agreement", "the comparison of the methods is open")
