"""Is a subject one or many?  By its words, tags and heads; None where they leave it open."""

from __future__ import annotations

import re

from lmdash.analyses.output_checks.checks.spacy_types import Token

ONE, MANY, FIRST = "one", "many", "first"  # what a verb or a subject is: he, they, I
PRONOUNS = {
    **dict.fromkeys(
        "he she it this that one each either neither everyone everybody everything someone somebody something anyone "
        "anybody anything nobody nothing another".split(),
        ONE,
    ),
    **dict.fromkeys("they we you these those both many few several others".split(), MANY),
    "i": FIRST,
}
# Nouns whose number their form does not tell, or that take both; and those before “of” that leave it open.
_OPEN_NOUNS = frozenset(
    "sheep fish deer series species means news mathematics physics politics economics athletics measles crossroads "
    "headquarters data media staff team family crowd group band government couple class company committee majority "
    "minority number lot lots variety range pair rest half part most all some none any percent per cent plenty kind "
    "sort type what who whose which more enough such same total average bit dozen hundred thousand million there "
    "police audience public slow steady army party council press pack herd flock crew club cast trio".split()
)
_PLURALS = frozenset(
    "people children men women feet teeth mice geese oxen cattle police knives wives lives leaves wolves shelves "
    "loaves halves calves thieves scarves elves hooves clothes trousers scissors jeans glasses pants shorts".split()
)
_PLURALS_IN_MEN = re.compile(r"(?:men|women|children|people)$")
_MEASURES = frozenset(
    "year years month months week weeks day days hour hours minute minutes second seconds mile miles meter meters "
    "metre metres kilometer kilometers kilometre kilometres foot feet inch inches dollar dollars euro euros "
    "pound pounds cent cents kilo kilos gram grams degree degrees times".split()
)


def number_of_subject(subject: Token) -> str | None:
    """One, many or first person; None where the words leave it open."""
    lower = subject.lower_
    if lower in ("who", "which", "that") and subject.head.dep_ in ("relcl", "acl"):
        noun = subject.head.head
        return (
            number_of_subject(noun)
            if noun.dep_ != "relcl" and noun.pos_ in ("NOUN", "PROPN") and not _of(noun)
            else None
        )
    joined = [child for child in subject.conjuncts if child.i > subject.i]
    if joined:
        words = {child.lower_ for each in (subject, *joined) for child in each.children if child.dep_ == "cc"}
        each_of = any(child.lower_ in ("each", "every", "no") for child in subject.children)
        return MANY if words == {"and"} and not each_of and lower not in _OPEN_NOUNS else None
    if lower in PRONOUNS and subject.pos_ in ("PRON", "DET", "NOUN", "NUM"):
        if lower == "i" and subject.i and subject.nbor(-1).lower_ in ("and", "or", "nor"):
            return None  # “she and I were”
        return None if _is_no_pronoun(subject) else PRONOUNS[lower]
    return None if is_open_noun(subject) or subject.pos_ not in ("NOUN", "PROPN") else number_of_noun(subject)


def _is_no_pronoun(token: Token) -> bool:
    """Whether a word that may be a pronoun is none, or its number is open: one hundred, that (relative), many a man."""
    lower = token.lower_
    if lower == "one":
        return token.i + 1 < len(token.doc) and token.nbor().lower_ in ("hundred", "thousand", "million", "or", "and")
    if lower in ("this", "that"):
        return token.i != token.sent.start
    return lower in ("many", "few", "several", "both") and token.pos_ == "DET"


def is_open_noun(token: Token) -> bool:
    """Whether the noun takes both forms of a verb."""
    return token.lower_ in _OPEN_NOUNS


def number_of_noun(noun: Token) -> str | None:
    """The same of a noun, by its tag and its form."""
    lower = noun.lower_
    modifiers = {child.lower_ for child in noun.children if child.i < noun.i}
    counted = any(child.dep_ == "nummod" or child.tag_ == "CD" for child in noun.children if child.i < noun.i)
    if (lower in _MEASURES and counted) or (
        modifiers & {"some", "all", "any", "no", "half", "most"} and noun.tag_ == "NN"
    ):
        return None
    plural = lower in _PLURALS or (noun.pos_ == "NOUN" and _PLURALS_IN_MEN.search(lower) is not None)
    if noun.tag_ == "NNS" or plural:
        return MANY if plural or lower.endswith("s") else None
    if noun.tag_ == "NN":
        if lower.endswith("s") and not lower.endswith(("ss", "us", "is", "as")):
            return MANY if modifiers & {"these", "those", "many", "few", "several", "both"} else None
        return ONE
    return ONE if noun.tag_ == "NNP" and not lower.endswith("s") else None


def _of(noun: Token) -> bool:
    """“One of the boys who …”: whose verb it is, is open."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of"
