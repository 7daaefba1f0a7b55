"""A tour of all pages: cold links that between them say another value of every control than it has at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lmdash.analyses.output_checks.spacy_pipelines import pipeline_names
from lmdash.ui.frame.reference import every_control
from lmdash.ui.frame.sitemap import PAGES
from lmdash.ui.kit.control import Control
from lmdash.ui.kit.kinds import Choice, Choices, Number, Parsed, Place, Text, Texts, Toggle, Whole
from tests.pages.app import address_of

EVERY = {page.name: [each for each in every_control() if each.page == page.name] for page in PAGES}
BEGUN = {"prompt": "The capital of France is", "edits": "L5F*0.5"}
LETTER = {"prompt": "Dear Anna, thank you for the letter that I", "check_texts": "20"}
CROSSED = {
    "template": "The {what} of {country} is",
    "values": "what\tcountry\texpected\ncapital\tFrance\tParis\ncity\tItaly\tRome",
}
# What the address says besides, where a control needs more than other controls to be seen.
BESIDES = {
    "ffn_interventions.control_seed": {"edits": "L3D7=2"},
    "hidden_states.window": {"prompt": "When Mary and John went to the store, John gave a drink to"},
    "output_checks.of_check": LETTER,
    "why.why_word": {"target": "London"},
    "prompt_ablation.by_variable": CROSSED,
}
GIVEN = {
    "attention.threshold": 0.1,
    "next_token.words": "Rome, Oslo",
    "output_checks.of_check": ("spelling",),
    "output_checks.of_severity": ("error",),
    "output_checks.pipeline": pipeline_names()[-1],
    "prompt_ablation.ablation_spans": "1,2-3",
    "prompt_ablation.by_variable": "{country}",
    "prompt_ablation.expected_column": "none",
    "prompt_ablation.template": "The language of {country} is",
    "attributions.spans": "1-2,3",
}
ALONE = {"hidden_states.corpus"}  # another value hides what stands beside it
OTHERS: dict[type[Control], Callable[[Any], Any]] = {
    Choice: lambda control: [each for each in control.labels if each != control.default][-1],
    Choices: lambda control: tuple(control.labels)[:2],
    Toggle: lambda control: not control.default,
    Whole: lambda control: control.default + (1 if control.default < control.high else -1),
    Number: lambda control: control.default + (0.5 if control.default + 0.5 <= control.high else -0.5),
    Text: lambda _control: "Rome",
    Texts: lambda _control: ("Rome",),
    Place: lambda _control: 1,
}


def another(control: Control) -> Any:
    """A value that a control has not at first."""
    if control.id in GIVEN:
        return GIVEN[control.id]
    if isinstance(control, Parsed):
        return next(each for each in reversed(control.examples) if each != control.default)
    return OTHERS[type(control)](control)


def links() -> Iterator[tuple[str, dict[Control, Any], list[Control]]]:
    """Page, values and the controls that are looked at: all that are seen together, in one link."""
    for page, own in EVERY.items():
        leading = {other for control in own for other in control.within}
        groups: dict[str, tuple[dict[Control, Any], list[Control]]] = {}
        for control in own:
            within = _within(control)
            if control in leading or control.id in ALONE:
                yield page, within | {control: another(control)}, [control]
            else:
                groups.setdefault(repr(address_of(within)), (within, []))[1].append(control)
        for within, seen in groups.values():
            yield page, within | {control: another(control) for control in seen}, seen


def _within(control: Control) -> dict[Control, Any]:
    """With which values a control is seen, and with which those are."""
    found: dict[Control, Any] = {}
    for other, value in control.within.items():
        found |= _within(other) | {other: value}
    return found


def address(values: dict[Control, Any], seen: list[Control]) -> dict[str, str | list[str]]:
    """What the address of such a link says."""
    besides = BEGUN | {name: text for each in seen for name, text in BESIDES.get(each.id, {}).items()}
    return besides | address_of(values)
