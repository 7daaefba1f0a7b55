"""Does the text change its tense without a reason?  Main verbs are compared, quotations left out."""

from __future__ import annotations

from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.spacy_types import Span, Token
from lmdash.analyses.output_checks.checks.values import Mark
from lmdash.analyses.output_checks.checks.verbs import BASE_IS_PAST

_NAMES = {"past": "in the past tense", "present": "in the present tense"}
_NEIGHBOURS = 3  # sentences that must share the other tense, of those around
_SOMETIMES = frozenset("now today still always every often usually sometimes never tomorrow".split())


def tense(reading: Reading) -> Iterator[Mark]:
    """A main verb in another tense than the verb that it is joined with, or than all sentences around it."""
    if not reading.parsed:
        return
    mains: list[tuple[Token, str, Span]] = []
    marked: set[int] = set()
    for sentence in reading.sentences:
        root = sentence.root
        if reading.is_quoted(root.idx) or sentence.text.rstrip().endswith("?") or '"' in sentence.text:
            continue
        own = _tense(root)
        if own is None:
            continue
        mains.append((root, own, sentence))
        for joined in (child for child in root.conjuncts if child.i > root.i):
            other = _tense(joined)
            if other and other != own and not _has_own_subject(joined):
                marked.add(joined.i)
                reason = f"“{joined.text}” is {_NAMES[other]}, but “{root.text}” before it is {_NAMES[own]}."
                yield Mark(joined.idx, joined.idx + len(joined), reason)
    for place, (verb, own, sentence) in enumerate(mains):
        around = [other for _, other, _ in mains[max(0, place - 3) : place] + mains[place + 1 : place + 4]]
        odd = len(around) >= _NEIGHBOURS and own == "present" and all(other == "past" for other in around)
        if odd and verb.i not in marked and not _SOMETIMES & {token.lower_ for token in sentence}:
            reason = f"“{verb.text}” is {_NAMES[own]}, but the sentences around it are {_NAMES['past']}."
            yield Mark(verb.idx, verb.idx + len(verb), reason)


def _tense(verb: Token) -> str | None:
    """Past or present; None for what is neither (he will, to go, going)."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.i < verb.i]
    if any(child.tag_ in ("MD", "TO") for child in helpers):
        return None
    finite = min(helpers, key=lambda child: child.i, default=verb)
    if finite.tag_ == "VBD" or finite.lower_ in ("was", "were", "had", "did"):
        return "past"
    present = finite.tag_ in ("VBZ", "VBP") or (finite.tag_ == "VB" and finite.dep_ == "conj")
    if present and finite.lower_ not in BASE_IS_PAST and finite.lower_ not in ("'s", "’s", "'d"):
        return "present"
    return None


def _has_own_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in verb.children)
