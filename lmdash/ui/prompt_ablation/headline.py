"""What an ablation found, in a sentence."""

from __future__ import annotations

import pandas as pd

from lmdash.analyses.common.features import Grouping
from lmdash.analyses.prompt_ablation.ablation import Ablation, Cutting, Way
from lmdash.charts.numbers import percent_in_words, signed_number
from lmdash.ui.kit.sentence import Part, shortened
from lmdash.ui.prompt_ablation.target import Target

UNITS: dict[str, str] = {
    Grouping.WORDS: "word",
    Grouping.TOKENS: "token",
    Grouping.SENTENCES: "sentence",
    Grouping.SPANS: "marked part",
}
_GONE = {Way.LEFT_OUT: "removed", Way.REPLACED: "replaced", Way.BLANKED: "blanked"}


def taken(cutting: Cutting, found: Ablation, number: int, begins: bool = True) -> list[Part]:
    """‘Without ␣France’, or ‘With ␣something in place of ␣France’."""
    part = named(found.table, number)
    if cutting.way in {Way.REPLACED, Way.BLANKED}:
        return ["With " if begins else "with ", (shortened(found.fill[number]), "token"), " in place of ", *part]
    return ["Without " if begins else "without ", *part]


def named(table: pd.DataFrame, number: int) -> list[Part]:
    """A part; with its place where another looks the same."""
    part: list[Part] = [(str(table["part"].iloc[number]), "token")]
    if (table["part"] == table["part"].iloc[number]).sum() > 1:
        part.append(f" (token {table['positions'].iloc[number]})")
    return part


def headline(found: Ablation, cutting: Cutting, target: Target) -> list[Part]:
    """Which part decides, and whether others do too."""
    unit, flips, inner = UNITS[cutting.grouping], found.flips, found.inner
    if target.token != found.id or target.several:
        return _of_the_target(found, cutting, target)
    whole: list[Part] = [(found.token, target.style), f" ({percent_in_words(found.token_probability)})"]
    if flips.empty:
        weakest = int(inner.index[int(inner["probability"].argmin())])
        share = percent_in_words(float(inner["probability"].min()))
        return [
            f"No single {unit} decides: the model still says ",
            *whole,
            f" whichever {unit} is {_GONE[Way(cutting.way)]}. It is least sure ",
            *taken(cutting, found, weakest, begins=False),
            f" ({share}).",
        ]
    first = flips.iloc[0]
    return [
        *taken(cutting, found, int(flips.index[0])),
        " the answer changes from ",
        *whole,
        " to ",
        (str(first["token"]), "token"),
        f" ({percent_in_words(float(first['token_probability']))}); ",
        *_others(found, unit),
    ]


def _others(found: Ablation, unit: str) -> list[Part]:
    flips, count = found.flips, len(found.inner)
    if count == 1:
        return [f"there is no other {unit} to remove."]
    if len(flips) == 1:
        return [f"no other single {unit} changes it."]
    if len(flips) == 2:
        return ["of the others only ", *named(found.table, int(flips.index[1])), " changes it."]
    return [f"{len(flips) - 1} of the {count - 1} others change it too."]


def _of_the_target(found: Ablation, cutting: Cutting, target: Target) -> list[Part]:
    strongest = found.strongest
    number = found.strongest_number
    only = len(found.inner) == 1
    return [
        *taken(cutting, found, number),
        ", ",
        *moved(target, float(strongest["probability"])),
        f" ({signed_number(strongest['delta'])} nats)",
        "." if only else f", the largest change that any single {UNITS[cutting.grouping]} makes.",
    ]


def moved(target: Target, after: float) -> list[Part]:
    """‘the answer ␣Paris drops from 97% to 3%’."""
    shown = [percent_in_words(each) for each in (target.probability, after)]
    verb = "drops" if after < target.probability else "rises"
    how = f" {verb} from {shown[0]} to {shown[1]}"
    if shown[0] == shown[1]:
        how = f" stays {'' if shown[0].startswith(('over', 'under')) else 'at '}{shown[0]}"
    return ["the target " if target.chosen else "the answer ", (target.label, target.style), how]
