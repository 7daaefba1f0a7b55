"""``then`` for ``than``, and the other way round: by the comparative before it and what comes after."""

from __future__ import annotations

from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.clauses import ENDS, SUBJECTS, SUBORDINATE, Clause, as_written
from lmdash.analyses.output_checks.checks.values import Mark

_COMPARATIVES = frozenset(
    "better worse bigger smaller larger older younger elder colder hotter warmer cooler cheaper faster slower quicker "
    "longer shorter taller higher lower deeper wider narrower thinner thicker fatter heavier lighter harder softer "
    "easier stronger weaker louder quieter later earlier sooner nearer closer further farther richer poorer happier "
    "sadder nicer kinder prettier busier cleverer smarter wiser safer darker brighter cleaner dirtier fresher newer "
    "greater stranger funnier friendlier healthier simpler worthier braver calmer angrier drier wetter rarer".split()
)
_AMOUNTS = frozenset("more less fewer".split())
_LICENSE = frozenset(  # what a “than” may belong to
    "rather other otherwise else elsewhere different differently prefer prefers preferred preferable hardly scarcely "
    "barely same superior inferior twice".split()
)
_OBJECTS = frozenset("me him her us them mine yours his hers ours theirs".split())
_STARTS = frozenset(  # of what is compared with
    "the a an my your his her our their its this that these those any anyone anybody anything all every everyone "
    "everything usual ever normal expected necessary what one half".split()
)
_ELLIPTIC = frozenset(  # verbs of the short clause after “than”: than I thought, than we had
    "am is are was were do does did have has had can could will would should 'd 've 's 'm 're thought think expected "
    "expect hoped hope believed believe knew know wanted want needed need imagined remember remembered said say liked "
    "like planned feared guessed used look looks looked seem seems seemed".split()
)
_AT_START = frozenset("later earlier sooner longer further farther".split())  # “Later then he …” is an adverb
_TIMES = frozenset("back since by until till".split())  # back then
_JOINS = frozenset("and but so , now just only even right".split()) | _TIMES


def then_than(clause: Clause) -> Iterator[Mark]:
    """``better then me``; ``and than he left``."""
    for at, word in enumerate(clause.words):
        token = clause.tokens[at]
        if word == "then" and (compared := _compared(clause, at)) and _is_compared_with(clause, at, compared):
            right = as_written("than", token.text)
            reason = f"“Then” is about time. After “{compared}” a comparison needs “{right}”."
            yield Mark(token.idx, token.idx + len(token), reason, right)
        elif word == "than" and _is_time(clause, at):
            right = as_written("then", token.text)
            reason = f"“Than” compares two things, and nothing is compared here: write “{right}”."
            yield Mark(token.idx, token.idx + len(token), reason, right)


def _is_comparative(clause: Clause, at: int) -> bool:
    word = clause.word(at)
    tagged = clause.tag(at) in ("JJR", "RBR") and word.endswith("er")
    return word in _COMPARATIVES or word in _AMOUNTS or (tagged and word != "other")


def _compared(clause: Clause, at: int) -> str:
    """The comparative that a “then” follows, with what stands between; empty where there is none."""
    before, two_before = clause.word(at - 1), clause.word(at - 2)
    if before == "rather":
        return before
    if before == "other":
        return before if two_before not in ("the", "each", "every", "", "and", "or", "one") else ""
    if _is_comparative(clause, at - 1):
        counted = clause.tag(at + 1) == "CD" or clause.word(at + 1) in ("a", "an")
        stands_alone = two_before in ("the", "once", "any", "no") and not counted
        return "" if stands_alone or (at == 1 and before in _AT_START) else before
    for start in (at - 2, at - 3):
        if clause.word(start) not in _AMOUNTS:
            continue
        between = [clause.tag(place) for place in range(start + 1, at)]
        adjective = between[-1] in ("JJ", "RB")
        if all(tag in ("JJ", "RB", "NN", "NNS") for tag in between) and (adjective or clause.verb_before(start)):
            return " ".join(token.text for token in clause.tokens[start:at])
    return ""


def _is_compared_with(clause: Clause, at: int, compared: str) -> bool:
    """Whether what follows a “then” is what something is compared with, and not the next thing that happens."""
    after = clause.word(at + 1)
    if compared == "rather":
        return bool(after) and after not in ENDS and after not in (",", "and", "but")
    if compared in (*_AMOUNTS, "other") and clause.tag(at + 1) == "CD":
        return True
    starts = after in _STARTS or after in _OBJECTS or after in SUBJECTS
    if not starts and clause.tag(at + 1) not in ("CD", "NNP", "NN", "NNS"):
        return False
    if after in SUBJECTS and {"if", "when"} & set(clause.before(at)):
        return False  # “if it is colder then we go”
    return compared == "other" or not _is_new_clause(clause, at + 1)


def _is_new_clause(clause: Clause, start: int) -> bool:
    """Whether the words are a clause of their own: “then it rained”, but not “than it was”."""
    for at in range(start, min(start + 12, len(clause.words))):
        word = clause.words[at]
        if word in SUBORDINATE or word == "," or (word in SUBJECTS and at > start):
            return False
        if clause.is_finite(at):
            last = clause.words[at + 1 : at + 3]
            return word not in _ELLIPTIC and not any(each in _ELLIPTIC for each in last)
    return False


def _is_time(clause: Clause, at: int) -> bool:
    before, after, token = clause.word(at - 1), clause.word(at + 1), clause.tokens[at]
    ends = not after or after in ENDS or after == ","
    if before in _TIMES and ends and after:
        return True  # “cheaper back than.”
    if any(_is_comparative(clause, place) or clause.word(place) in _LICENSE for place in range(max(0, at - 25), at)):
        return False
    subject = after in SUBJECTS or after in _STARTS or clause.tag(at + 1) in ("NN", "NNS", "NNP", "PRP", "EX")
    if after in ENDS and (before in _OBJECTS or before in SUBJECTS):
        return True  # “I will call you than.”
    if at == 0:
        return token.text == "Than" and subject
    return before in _JOINS and bool(after) and (subject or clause.is_finite(at + 1) or (ends and before != ","))
