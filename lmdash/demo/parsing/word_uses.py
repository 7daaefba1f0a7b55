"""Every use that a word may have: Penn tags with the categories of the grammar of :mod:`.dependencies`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lmdash.demo.parsing.verbs import base_forms, verb_forms
from lmdash.demo.parsing.word_classes import (
    BE,
    COMPARATIVES,
    DO,
    HAVE,
    LINKING,
    MAKING,
    ORDINALS,
    PLURAL_ONLY,
    PREDETERMINERS,
    PRONOUN_NOUNS,
    SAYING,
    SUPERLATIVES,
    TIME_ADVERBS,
    TIMES,
)
from lmdash.demo.texts.grammar import Word
from lmdash.demo.texts.lexicon import IRREGULAR_PLURALS, default_tags, plural

OTHER_USES: dict[str, list[str]] = {
    word: tags
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    for word, *tags in [line.split()]
}
"""Uses of a word beyond the tag that the lexicon gives it: word -> tags."""
_OPEN = ("NN", "JJ", "VB", "RB")  # how the tags of the open classes begin
_MARKS = {".": "term", "?": "term", "!": "term", ",": "com", ":": "col", ";": "col", "-": "hy"}


@cache
def _noun_forms() -> dict[str, set[str]]:
    from lmdash.demo.parsing import everyday_words
    from lmdash.demo.texts import story_vocabulary, vocabulary

    forms: dict[str, set[str]] = {}
    for source in (vocabulary, story_vocabulary, everyday_words):
        for noun in source.NOUNS:
            forms.setdefault(noun, set()).add("NN")
            forms.setdefault(plural(noun), set()).add("NNS")
    for one, many in IRREGULAR_PLURALS.items():
        forms.setdefault(many, set()).add("NNS")
        if one != many:
            forms[many].discard("NN")
    for word in PLURAL_ONLY:
        forms[word] = {"NNS"}
    return forms


@cache
def _others() -> tuple[frozenset[str], frozenset[str]]:
    from lmdash.demo.parsing import everyday_words
    from lmdash.demo.texts import story_vocabulary, vocabulary

    sources = (vocabulary, story_vocabulary, everyday_words)
    return (
        frozenset(word for source in sources for word in source.ADJECTIVES),
        frozenset(word for source in sources for word in source.ADVERBS),
    )


@cache
def _pure_adjectives() -> frozenset[str]:
    """Adjectives that look like forms of verbs."""
    from lmdash.demo.texts import reviews

    verdicts = (word for word in (*reviews.POSITIVE, *reviews.NEGATIVE) if word.endswith(("ing", "ed")))
    return frozenset((*verdicts, "tired", "excited", "worried", "bored"))


def impossible_tags() -> dict[tuple[str, str], frozenset[str]]:
    """Forms that a tagger may confuse but cannot be: (wrong tag, right tag) -> the forms, of known words only.

    ``jump`` is no past tense and ``parents`` no singular, whatever stands before them.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for form in {form for form, uses in verb_forms().items() if {"VB", "VBP"} <= {tag for tag, _ in uses}}:
        for wrong in {"VBD", "VBN", "VBG", "VBZ"} - {tag for tag, _ in verb_forms()[form]}:
            found.setdefault((wrong, "VBP"), set()).add(form)
    for form, uses in verb_forms().items():
        if {tag for tag, _ in uses} in ({"VBG"}, {"VBZ"}):
            [right] = {tag for tag, _ in uses}
            for wrong in {"VB", "VBP", "VBD", "VBN", "VBG", "VBZ"} - {right}:
                found.setdefault((wrong, right), set()).add(form)
    for form, tags in _noun_forms().items():
        if len(tags) == 1:
            [right] = tags
            found.setdefault(("NN" if right == "NNS" else "NNS", right), set()).add(form)
    return {pair: frozenset(forms - BE - HAVE - DO) for pair, forms in found.items()}


def tags_of(text: str) -> set[str]:
    """Every tag that the word lists know for a word."""
    text = text.lower()
    tags = {tag for tag, _ in verb_forms().get(text, ())} | _noun_forms().get(text, set())
    adjectives, adverbs = _others()
    if text in adjectives:
        tags.add("JJ")
    if text in adverbs:
        tags.add("RB")
    return tags | set(OTHER_USES.get(text, ()))


def _given(word: Word, strict: bool) -> Iterator[tuple[str, float]]:
    """The tags that a word may have, each with its cost: free for the given one, unless a list rules it out."""
    text = word.text.lower()
    explicit = word.tag != default_tags().get(word.text, default_tags().get(text, word.tag))
    if word.tag in ("NNP", "NNPS") and not explicit:
        yield word.tag, 0.0
        return
    if text in PLURAL_ONLY and word.tag.startswith("NN"):
        yield "NNS", 0.0
        return
    if text in _pure_adjectives() and not strict:
        yield "JJ", 0.0
        return
    if word.tag == "JJ" and (text in COMPARATIVES or text in SUPERLATIVES):
        word = Word(word.text, "JJR" if text in COMPARATIVES else "JJS")
    if text in ("home", "back", "there", "more"):
        word = Word(word.text, {"more": "JJR"}.get(text, "RB")) if not explicit else word
    yield word.tag, 0.0
    if strict and word.tag.startswith(_OPEN) and text not in OTHER_USES:
        return
    for tag in sorted(tags_of(text) - {word.tag}):
        same_kind = {tag, word.tag} <= {"VB", "VBP"} or {tag, word.tag} <= {"VBD", "VBN"}
        same_kind |= text == "that"
        yield tag, 0.05 if same_kind else (1.2 if explicit else 0.3)


def _verb_categories(text: str, tag: str) -> Iterator[tuple[str, float]]:
    form = {"VBZ": "f", "VBD": "f", "VBP": "f", "VB": "b", "VBN": "n", "VBG": "g"}[tag]
    if text in BE:
        yield "be" + form, 0.0
        return
    yield "v" + form, 0.0
    if text in ("named", "called") and tag == "VBN":
        yield "nm", 0.0
    if text in HAVE:
        yield "ha" + form, 0.0
        yield "hv" + form, 0.0
    if text in DO:
        yield "dv" + form, 0.0
        if form == "f" or text == "do":
            yield "do", 0.0
    bases = base_forms(text)
    for kinds, category in ((LINKING, "lv"), (MAKING, "mk"), (SAYING, "cv")):
        if bases & kinds:
            yield category + form, 0.0


_SIMPLE = {
    "PRP": "prp", "PRP$": "poss", "CD": "num", "MD": "md", "CC": "cc", "UH": "uh", "EX": "ex", "WRB": "wrb", "RP": "rp",
    "POS": "pos", "-LRB-": "lrb", "-RRB-": "rrb", "PDT": "pdet", "HYPH": "hy", "RBR": "rb", "RBS": "rb", "JJR": "adj",
    "JJS": "adj",
}  # fmt: skip


def _categories(text: str, tag: str) -> Iterator[tuple[str, float]]:  # noqa: PLR0912
    if tag.startswith("VB"):
        yield from _verb_categories(text, tag)
    elif tag in ("NN", "NNS"):
        yield "proN" if text in PRONOUN_NOUNS else "n", 0.4 if text in TIMES or text in ("bit", "lot") else 0.0
        if text == "one":
            yield "n", 0.3
        if text in ("bit", "lot"):
            yield "lit", 0.0
        if text in TIMES:
            yield "tn", 0.0
    elif tag in ("NNP", "NNPS"):
        yield "pn", 0.4 if text in TIMES else 0.0
        if text in TIMES:
            yield "tn", 0.0
    elif tag == "JJ":
        yield "adj", 0.0
        if text in ORDINALS:
            yield "ord", 0.0
        if text == "little":
            yield "lit", 0.0
    elif tag == "DT":
        yield "det", 0.0
        if text not in ("a", "an", "the", "every"):
            yield "dpro", 0.0
        if text in PREDETERMINERS:
            yield "pdet", 0.0
    elif tag == "RB":
        category = {"not": "notw", "n't": "notw", "ago": "ago", "as": "as", "too": "too"}.get(text, "rb")
        yield ("tad" if text in TIME_ADVERBS else category), 0.0
        if text == "so":
            yield "so", 0.0
    elif tag == "IN":
        yield from _prepositions(text)
    elif tag == "TO":
        yield "to", 0.0
    elif tag == "WP":
        yield "wp", 0.0
    elif tag == "WDT":
        yield ("thatr" if text == "that" else "wdt"), 0.0
    elif tag in _SIMPLE:
        yield _SIMPLE[tag], 0.0
        if tag == "PRP$" and text in ("mine", "yours", "hers", "ours", "theirs"):
            yield "prp", 0.0


MARKS = frozenset("because while although though until before after since when whereas unless once so".split())


def _prepositions(text: str) -> Iterator[tuple[str, float]]:
    special = {"of": "of", "that": "that", "than": "than", "as": "as", "if": "if", "whether": "if"}
    if text in special:
        yield special[text], 0.0
    if text in MARKS:
        yield "mark", 0.0
    if text not in ("that", "if", "whether", "although", "so"):
        yield "in", 0.5 if text == "because" else 0.0


def offers(word: Word, index: int, strict: bool = False) -> tuple[tuple[str, str, float], ...]:
    """What the word may be in the grammar: (category, tag, cost), the cheapest first; strict: its tag is certain."""
    text = word.text.lower()
    if text == '"':
        opening = word.space or index == 0
        return (("qo", "``", 0.0),) if opening else (("qc", "''", 0.0),)
    if text in _MARKS:
        return ((_MARKS[text], word.tag, 0.0),)
    found = []
    for tag, cost in _given(word, strict):
        found += [(category, tag, cost + extra) for category, extra in _categories(text, tag)]
    return tuple(sorted(found, key=lambda offer: offer[2]))
