"""What the address of Output checks may say."""

from __future__ import annotations

from enum import StrEnum

from lmdash.analyses.output_checks.checks.registry import BY_NAME
from lmdash.analyses.output_checks.checks.values import SEVERITIES
from lmdash.analyses.output_checks.samples import MOST_SAMPLES
from lmdash.ui.kit.control import About
from lmdash.ui.kit.kinds import Choice, Choices, Number, Parsed, Place, Text, Texts, Whole, by_label

PAGE = "output_checks"
LONGEST_IN_LINK = 2500  # characters, as an address writes them
EXAMPLE = "The quick brown fox jump over the lazzy dog."


class View(StrEnum):
    """What is shown below the controls."""

    TEXT = "text"
    FINDINGS = "findings"
    ALL = "all_texts"
    GRAMMAR = "grammar"
    RECHECK = "recheck"


class Source(StrEnum):
    """Where the texts come from."""

    WRITTEN = "model"
    PASTED = "pasted"
    FILE = "file"


class Against(StrEnum):
    """What a re-check compares with."""

    UNEDITED = "no_interventions"
    HEAT = "temperature"


class Grammar(StrEnum):
    """What stands below each word."""

    PARTS = "parts_of_speech"
    NAMES = "names"


VIEWS = {
    View.TEXT: "Text",
    View.FINDINGS: "Findings",
    View.ALL: "All texts",
    View.GRAMMAR: "Grammar",
    View.RECHECK: "Re-check",
}
SOURCES = {Source.WRITTEN: "The model writes", Source.PASTED: "Pasted text", Source.FILE: "A file"}
AGAINSTS = {Against.UNEDITED: "without the interventions", Against.HEAT: "at another temperature"}
GRAMMARS = {Grammar.PARTS: "Parts of speech", Grammar.NAMES: "Names"}
CHECK_TITLES = {name: check.title for name, check in BY_NAME.items()}

# The texts

SOURCE = Choice(PAGE, "check_source", SOURCES, "where the texts come from", old=by_label(SOURCES))
_WRITTEN = {SOURCE: Source.WRITTEN}
PASTED = Text(
    PAGE,
    "text",
    "the text that was pasted, where it is short enough for a link",
    default=EXAMPLE,
    longest=LONGEST_IN_LINK,
    within={SOURCE: Source.PASTED},
)
PROMPTS = Text(
    PAGE,
    "check_prompts",
    "prompts that the model continues, one per line (`\\n` is a line break inside one); left out: the sidebar's prompt",
    longest=LONGEST_IN_LINK,
    within=_WRITTEN,
)
TEXTS = Whole(PAGE, "check_texts", 1, MOST_SAMPLES, "how many texts per prompt", default=5, within=_WRITTEN)
LENGTH = Whole(PAGE, "check_length", 1, 10_000, "most tokens of each text", default=40, within=_WRITTEN)
TEMPERATURE = Number(
    PAGE, "check_temperature", 0, 2, "temperature at which they are written", default=0.7, within=_WRITTEN
)
SEED = Whole(PAGE, "check_seed", 0, 2**31 - 1 - MOST_SAMPLES, "seed of the first text", default=0, within=_WRITTEN)

# The checks

PIPELINE = Text(PAGE, "pipeline", "the spaCy pipeline that reads the texts; empty: the one that suits the model")
SWITCHED = Parsed[tuple[str, ...]](
    PAGE,
    "switched",
    "names of the checks that were switched on or off, with points between them",
    default=(),
    reads=lambda text: tuple(sorted({name for name in text.split(".") if name in BY_NAME})),
    writes=".".join,
    examples=[("spelling",), ("entities", "loop")],
)

# What is looked at

VIEW = Choice(PAGE, "checks_view", VIEWS, "what is shown", old=by_label(VIEWS))
SAMPLE = Place(
    PAGE, "sample", "the open text, counted from 0; left out: the one with the worst finding", about=About.TEXTS
)
_TEXT, _FINDINGS, _GRAMMAR, _RECHECK = ({VIEW: view} for view in (View.TEXT, View.FINDINGS, View.GRAMMAR, View.RECHECK))
FINDING = Place(PAGE, "finding", "the open finding of that text", about=About.TEXTS, within=_TEXT)
AT = Place(PAGE, "at", "the clicked token of that text", about=About.TEXTS, within=_TEXT)
OF_CHECK = Choices(
    PAGE, "of_check", CHECK_TITLES, "only findings of these checks", old=by_label(CHECK_TITLES), within=_FINDINGS
)
OF_SEVERITY = Choices(
    PAGE,
    "of_severity",
    {severity: severity for severity in SEVERITIES},
    "only findings of these severities",
    within=_FINDINGS,
)
OF_TEXT = Texts(PAGE, "of_text", "only findings in these texts, counted from 1", within=_FINDINGS)
GRAMMAR_SHOWS = Choice(
    PAGE, "grammar_shows", GRAMMARS, "what stands below each word", old=by_label(GRAMMARS), within=_GRAMMAR
)
WORD = Place(PAGE, "word", "the chosen word, counted from 0", about=About.TEXTS, within=_GRAMMAR)
RECHECK_AGAINST = Choice(
    PAGE, "recheck_against", AGAINSTS, "what a re-check compares with", old=by_label(AGAINSTS), within=_RECHECK
)
RECHECK_TEMPERATURE = Number(
    PAGE,
    "recheck_temperature",
    0,
    2,
    "the other temperature",
    default=1,
    within={VIEW: View.RECHECK, RECHECK_AGAINST: Against.HEAT},
)
