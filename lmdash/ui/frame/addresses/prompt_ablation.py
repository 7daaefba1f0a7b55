"""What the address of Prompt ablation may say."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from lmdash.analyses.common.features import Grouping
from lmdash.analyses.prompt_ablation.ablation import Way
from lmdash.analyses.prompt_ablation.variants import VariantKind
from lmdash.ui.frame.addresses.every_page import CHAT
from lmdash.ui.kit.control import About
from lmdash.ui.kit.kinds import Choice, Choices, Parsed, Place, Text, Texts, Toggle, Whole, by_label, sound
from lmdash.ui.kit.titles import Role

PAGE = "prompt_ablation"


class View(StrEnum):
    """How the prompt is changed."""

    ABLATE = "ablate"
    VARIANTS = "variants"
    COMPARE = "compare_prompts"
    TEMPLATE = "template"


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
    """How the values of a template are combined."""

    ROWS = "row_by_row"
    CROSS = "all_combinations"


class Judged(StrEnum):
    """What is shown of a template's answers."""

    PROPOSED = "proposed"
    PROMPTS = "prompts"
    BY_VALUE = "by_value"
    CONFUSION = "confusion"


VIEWS = {
    View.ABLATE: "Leave words out",
    View.VARIANTS: "Variants",
    View.COMPARE: "Compare prompts",
    View.TEMPLATE: "Template",
}
GROUPINGS = {each: each.label for each in Grouping}
ALL_WAYS = "all_three"
WAYS: dict[str, str] = {each: each.label for each in Way} | {ALL_WAYS: "all three"}
ORDERS = {Order.READ: "as in the text", Order.STRONGEST: "strongest first"}
PAIRS_SHOWN = {Pairs.MORE: "more than their sum", Pairs.TOGETHER: "both together"}
KINDS = {each: each.label for each in VariantKind}
VARIANTS = {Variants.ALL: "all", Variants.OTHER: "different answer", Variants.SAME: "same answer"}
GIVEN = {Given.TEXT: "Text", Given.GRID: "Grid", Given.FILE: "File"}
COMBINED = {Combine.ROWS: "Row by row", Combine.CROSS: "All combinations"}
ANSWERS = {Judged.PROMPTS: "Prompts", Judged.BY_VALUE: "By value", Judged.CONFUSION: "Mistakes"}
WITHOUT, WITHOUT_LABEL = "without_interventions", "without the interventions"

VIEW = Choice(PAGE, "ablation_view", VIEWS, "how the prompt is changed", old=by_label(VIEWS) | {"Ablate": View.ABLATE})
_ABLATE, _VARIANTS, _COMPARE, _TEMPLATE = ({VIEW: view} for view in VIEWS)

PARTS = Choice(PAGE, "ablation_parts", GROUPINGS, "what is removed at a time", old=by_label(GROUPINGS), within=_ABLATE)
SPANS = Text(
    PAGE,
    "ablation_spans",
    "the marked tokens, as `3-5,8`",
    about=About.PROMPT,
    within=_ABLATE | {PARTS: Grouping.SPANS},
)
WAY = Choice(PAGE, "ablation_way", WAYS, "how a part is removed", old=by_label(WAYS), within=_ABLATE)
WORD = Text(
    PAGE, "ablation_word", "what a part is replaced by", default="something", within=_ABLATE | {WAY: Way.REPLACED}
)
ORDER = Choice(
    PAGE, "ablation_order", ORDERS, "the order in which parts are drawn", old=by_label(ORDERS), within=_ABLATE
)
PART = Place(PAGE, "part", "the part that is looked at closely", about=About.PROMPT, within=_ABLATE)
PAIRS_OPEN = Toggle(PAGE, "pairs_open", "the effects of pairs are open", within=_ABLATE)
PAIRS = Choice(
    PAGE,
    "pairs_show",
    PAIRS_SHOWN,
    "which number of a pair is drawn",
    old=by_label(PAIRS_SHOWN),
    within=_ABLATE | {PAIRS_OPEN: True},
)
TEXTS_OPEN = Toggle(PAGE, "texts_open", "the texts written without each part are open", within=_ABLATE)
LENGTH = Whole(
    PAGE, "ablation_length", 1, 40, "how many tokens are written", default=8, within=_ABLATE | {TEXTS_OPEN: True}
)

VARIANT_KINDS = Choices(
    PAGE,
    "variant_kinds",
    KINDS,
    "the kinds of change",
    default=tuple(KINDS),
    old=by_label(KINDS),
    within=_VARIANTS,
)
VARIANT_SEED = Whole(PAGE, "variant_seed", 0, 2**31 - 1, "seed of the variants", default=0, within=_VARIANTS)
VARIANTS_SHOWN = Choice(
    PAGE,
    "variants_shown",
    VARIANTS,
    "which variants are listed",
    old=by_label(VARIANTS) | {"another answer": Variants.OTHER},
    within=_VARIANTS,
)

_LIST: dict[str, Any] = {
    "default": None,
    "reads": sound,
    "writes": lambda text: text or "",
    "examples": ("", "The cat\tsat\nThe dog\tran"),
    "longest": 2500,
}
PROMPTS = Parsed[str | None](
    PAGE,
    "prompts",
    "the prompts, as cells copied from a spreadsheet; without it: the examples",
    within=_COMPARE,
    **_LIST,
)
PROMPTS_FROM = Choice(PAGE, "prompts_from", GIVEN, "how the prompts are given", old=by_label(GIVEN), within=_COMPARE)


def _roles(text: str) -> tuple[Role, ...] | None:
    names = text.split(".") if text else []
    return tuple(map(Role, names)) if set(names) <= set(Role) else None


ROLES = Parsed[tuple[Role, ...]](
    PAGE,
    "prompts_columns",
    "what each column of the prompts is used for, in order, as `prompt.expected.target.rival.unused`; without it: what "
    "its title says",
    default=(),
    reads=_roles,
    writes=".".join,
    examples=((), (Role.PROMPT, Role.TARGET)),
    within=_COMPARE,
)
TITLES = Toggle(
    PAGE, "prompts_titles", "the first row of the prompts has titles, though none of them is known", within=_COMPARE
)
WRITTEN = Whole(
    PAGE, "compare_write", 0, 20, "how many tokens are written after each prompt", default=5, within=_COMPARE
)
ANSWERED = Whole(
    PAGE,
    "compare_answer",
    0,
    60,
    "how many tokens the answer to each prompt has at most",
    default=30,
    within=_COMPARE | {CHAT: True},
)
BESIDE = Texts(
    PAGE,
    "beside",
    f"what the open model is compared with: names of models, `{WITHOUT}`",
    old={WITHOUT_LABEL: WITHOUT},
    within=_COMPARE,
)
PICTURE = Toggle(PAGE, "compare_picture", "the picture of the words is open", within=_COMPARE)

TEMPLATE = Text(
    PAGE, "template", "a prompt with variables in braces", default="The capital of {country} is", within=_TEMPLATE
)
VALUES = Parsed[str | None](
    PAGE,
    "values",
    "the values of the variables, below their names; without it: the examples",
    within=_TEMPLATE,
    **_LIST,
)
VALUES_FROM = Choice(PAGE, "values_from", GIVEN, "how the values are given", old=by_label(GIVEN), within=_TEMPLATE)
COMBINE = Choice(PAGE, "combine", COMBINED, "how the values are combined", old=by_label(COMBINED), within=_TEMPLATE)
EXPECTED_COLUMN = Text(PAGE, "expected_column", "the column of right answers, or `none`", within=_TEMPLATE)
JUDGED = Choice(
    PAGE,
    "template_shown",
    ANSWERS,
    "what is shown of the answers; at first what the values suggest",
    default=Judged.PROPOSED,
    old=by_label(ANSWERS) | {"Confusion": Judged.CONFUSION},
    within=_TEMPLATE,
)
BY_VARIABLE = Text(
    PAGE,
    "by_variable",
    "the variable, in braces, by whose values answers are counted",
    within=_TEMPLATE | {COMBINE: Combine.CROSS, JUDGED: Judged.BY_VALUE},
)
