"""The same prompt said a little differently: typos, case, punctuation, phrasing, and changes of its meaning.

No model and no dictionary of synonyms: rules on words, a seed decides where there is a choice.  A kind that keeps the
meaning should keep the answer; one that changes it (another country, a negation) may well change the answer too.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from lmdash.analyses.common.named import Named
from lmdash.analyses.common.plural import plural
from lmdash.analyses.prompt_ablation.wordings import (
    MOST,
    Made,
    case,
    countries,
    gender,
    names,
    negation,
    order,
    phrasing,
    punctuation,
    typos,
)
from lmdash.errors import InputError

LONGEST = 20_000  # characters of a prompt that is varied


class VariantKind(Named):
    """What is said differently."""

    TYPOS = "typos", "Typos"
    CASE = "case", "Case"
    PUNCTUATION = "punctuation", "Punctuation"
    PHRASING = "phrasing", "Phrasing"
    NEGATION = "negation", "Negation"
    NAMES = "names", "Names"
    GENDER = "gender", "Gender"
    COUNTRIES = "countries", "Countries"
    WORD_ORDER = "word_order", "Word order"


@dataclass(frozen=True)
class PromptVariant:
    """Another prompt: its ``kind``, what was changed in words, and the ``text``.

    ``replaced`` has pairs of (word, word in its place) where one name replaces another: an answer that follows it is
    not a change of mind.
    """

    kind: VariantKind
    change: str
    text: str
    replaced: tuple[tuple[str, str], ...] = ()


def variants_of(text: str, kind: str, seed: int = 0) -> tuple[PromptVariant, ...]:
    """Up to :data:`MOST` different variants of a :class:`VariantKind`; the same for the same seed."""
    of = VariantKind.read(kind, f"A variant is one of {', '.join(VariantKind.by_label())}.")
    if len(text) > LONGEST:
        raise InputError(
            f"This prompt has {plural(len(text), 'character')}; variants are made of prompts of up to "
            f"{plural(LONGEST, 'character')}."
        )
    found: dict[str, PromptVariant] = {}
    if not text.strip():
        return ()
    for change, other, *replaced in KINDS[of].make(text, random.Random(f"{seed} {of.label} {text}")):
        if other != text and other not in found:
            found[other] = PromptVariant(of, change, other, tuple(replaced[0]) if replaced else ())
        if len(found) == MOST:
            break
    return tuple(found.values())


# Kinds that keep the meaning


# Kinds that change the meaning


@dataclass(frozen=True)
class Kind:
    """How variants of a kind are made, and whether they keep the meaning."""

    make: Callable[[str, random.Random], Made]
    keeps: bool


KINDS: dict[VariantKind, Kind] = {
    VariantKind.TYPOS: Kind(typos, True),
    VariantKind.CASE: Kind(case, True),
    VariantKind.PUNCTUATION: Kind(punctuation, True),
    VariantKind.PHRASING: Kind(phrasing, True),
    VariantKind.NEGATION: Kind(negation, False),
    VariantKind.NAMES: Kind(names, False),
    VariantKind.GENDER: Kind(gender, False),
    VariantKind.COUNTRIES: Kind(countries, False),
    VariantKind.WORD_ORDER: Kind(order, False),
}
