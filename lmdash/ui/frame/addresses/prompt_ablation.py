"""What the address of Prompt ablation may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from lmdash.analyses.prompt_ablation.variants import KINDS
from lmdash.ui.kit.address import About
from lmdash.ui.kit.kinds import Choice, Choices, Id, Parsed, Place, Text, Texts, Toggle, Whole, sound

PAGE = "prompt_ablation"
LONGEST_LIST = 2500  # characters of a list, as the address writes them


class View(StrEnum):
    """In which way the prompt is changed."""

    ABLATE = "ablate"
    VARIANTS = "variants"
    COMPARE = "compare_prompts"
    TEMPLATE = "template"


class Way(StrEnum):
    """What becomes of a part."""

    LEFT_OUT = "left_out"
    REPLACED = "replaced"
    BLANKED = "blanked"
    ALL = "all_three"


class Order(StrEnum):
    """In which order the parts are drawn."""

    READ = "text_order"
    STRONGEST = "strongest_first"


class Pairs(StrEnum):
    """Which number of a pair is drawn."""

    MORE = "more_than_sum"
    TOGETHER = "both_together"


class Variants(StrEnum):
    """Which variants are listed."""

    ALL = "all"
    OTHER = "another_answer"
    SAME = "same_answer"


class Given(StrEnum):
    """How a list is given."""

    TEXT = "text"
    GRID = "grid"
    FILE = "file"


class Combine(StrEnum):
    """Which values of a template stand together."""

    ROWS = "row_by_row"
    CROSS = "all_combinations"


class Judged(StrEnum):
    """What is shown of a template's answers."""

    PROPOSED = "proposed"
    PROMPTS = "prompts"
    BY_VALUE = "by_value"
    CONFUSION = "confusion"


WITHOUT, WITHOUT_LABEL = "without_interventions", "without the interventions"


class _Beside(Texts):
    """Names of models, and the model without its interventions; nothing is as at first."""

    def read(self, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(WITHOUT if text == WITHOUT_LABEL else text for text in super().read(texts))

    def take(self, value: tuple[str, ...] | None) -> None:
        super().take(value or None)


class _Choice(Choice[Id]):
    """One whose labels addresses said before."""

    def __init__(self, name: str, labels: Mapping[Id, str], meaning: str, **more: Any) -> None:
        super().__init__(PAGE, name, labels, meaning, old={label: each for each, label in labels.items()}, **more)


class _List(Parsed[str | None]):
    """A list as it was pasted, as long as it fits into an address; None: the examples."""

    def __init__(self, name: str, meaning: str, **more: Any) -> None:
        kept = {"reads": sound, "writes": lambda text: text or "", "examples": ("", "The cat\tsat\nThe dog")}
        super().__init__(PAGE, name, meaning, default=None, longest=LONGEST_LIST, **kept, **more)


VIEW = _Choice(
    "ablation_view",
    {
        View.ABLATE: "Ablate",
        View.VARIANTS: "Variants",
        View.COMPARE: "Compare prompts",
        View.TEMPLATE: "Template",
    },
    "in which way the prompt is changed",
)
_ABLATE, _VARIANTS, _COMPARE, _TEMPLATE = (
    {VIEW: view} for view in (View.ABLATE, View.VARIANTS, View.COMPARE, View.TEMPLATE)
)

# Ablate
PARTS = _Choice(
    "ablation_parts",
    {"words": "Words", "tokens": "Tokens", "sentences": "Sentences", "spans": "What I mark"},
    "what is taken away at a time",
    within=_ABLATE,
)
SPANS = Text(PAGE, "ablation_spans", "the marked tokens, as `3-5,8`", about=About.PROMPT, within={PARTS: "spans"})
WAY = _Choice(
    "ablation_way",
    {Way.LEFT_OUT: "left out", Way.REPLACED: "replaced", Way.BLANKED: "blanked", Way.ALL: "all three"},
    "what becomes of a part",
    within=_ABLATE,
)
WORD = Text(
    PAGE, "ablation_word", "what a part is replaced by", default="something", within=_ABLATE | {WAY: Way.REPLACED}
)
ORDER = _Choice(
    "ablation_order",
    {Order.READ: "as in the text", Order.STRONGEST: "strongest first"},
    "in which order parts are drawn",
    within=_ABLATE,
)
PART = Place(PAGE, "part", "the part that is looked at closely", about=About.PROMPT, within=_ABLATE)
PAIRS_OPEN = Toggle(PAGE, "pairs_open", "what two parts do together is open", within=_ABLATE)
PAIRS = _Choice(
    "pairs_show",
    {Pairs.MORE: "more than their sum", Pairs.TOGETHER: "both together"},
    "which number of a pair is drawn",
    within=_ABLATE | {PAIRS_OPEN: True},
)
TEXTS_OPEN = Toggle(PAGE, "texts_open", "what would be written without each part is open", within=_ABLATE)
LENGTH = Whole(
    PAGE, "ablation_length", 1, 40, "tokens that are written", default=8, within=_ABLATE | {TEXTS_OPEN: True}
)

# Variants
VARIANT_KINDS = Choices(
    PAGE,
    "variant_kinds",
    {kind.lower().replace(" ", "_"): kind for kind in KINDS},
    "the kinds of change",
    default=tuple(kind.lower().replace(" ", "_") for kind in KINDS),
    old={kind: kind.lower().replace(" ", "_") for kind in KINDS},
    within=_VARIANTS,
)
VARIANT_SEED = Whole(PAGE, "variant_seed", 0, 2**31 - 1, "seed of the variants", default=0, within=_VARIANTS)
VARIANTS_SHOWN = _Choice(
    "variants_shown",
    {Variants.ALL: "all", Variants.OTHER: "another answer", Variants.SAME: "same answer"},
    "which variants are listed",
    within=_VARIANTS,
)

# Compare prompts
_GIVEN = {Given.TEXT: "Text", Given.GRID: "Grid", Given.FILE: "File"}
PROMPTS = _List("prompts", "the prompts, as cells of a sheet are copied; left out: the examples", within=_COMPARE)
PROMPTS_FROM = _Choice("prompts_from", _GIVEN, "how the prompts are given", within=_COMPARE)
WRITTEN = Whole(PAGE, "compare_write", 0, 20, "tokens written after each prompt", default=5, within=_COMPARE)
BESIDE = _Beside(PAGE, "beside", f"what stands beside the open model: names of models, `{WITHOUT}`", within=_COMPARE)
PICTURE = Toggle(PAGE, "compare_picture", "the picture of the words is open", within=_COMPARE)

# Template
TEMPLATE = Text(
    PAGE, "template", "a prompt with variables in braces", default="The capital of {country} is", within=_TEMPLATE
)
VALUES = _List("values", "the values of the variables, below their names; left out: the examples", within=_TEMPLATE)
VALUES_FROM = _Choice("values_from", _GIVEN, "how the values are given", within=_TEMPLATE)
COMBINE = _Choice(
    "combine",
    {Combine.ROWS: "Row by row", Combine.CROSS: "All combinations"},
    "which values stand together",
    within=_TEMPLATE,
)
EXPECTED_COLUMN = Text(PAGE, "expected_column", "the column of right answers, or `none`", within=_TEMPLATE)
JUDGED = _Choice(
    "template_shown",
    {Judged.PROMPTS: "Prompts", Judged.BY_VALUE: "By value", Judged.CONFUSION: "Confusion"},
    "what is shown of the answers; left out: what the values suggest",
    default=Judged.PROPOSED,
    within=_TEMPLATE,
)
BY_VARIABLE = Text(
    PAGE,
    "by_variable",
    "the variable, in braces, by whose values answers are counted",
    within=_TEMPLATE | {COMBINE: Combine.CROSS, JUDGED: Judged.BY_VALUE},
)
