"""``My sister and me visited``: a pronoun that has the form of an object where it is half of a subject."""

from __future__ import annotations

from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.clauses import SUBORDINATE, Clause, as_written
from lmdash.analyses.output_checks.checks.values import Mark

_SUBJECT = {"me": "I", "him": "he", "her": "she", "us": "we", "them": "they"}
_OWNERS = frozenset("my your his her our their its the a an this that these those".split())
_BEFORE_A_SUBJECT = SUBORDINATE - {"before", "after", "since", "until", "who", "which", "how"} | {
    "but",
    "so",
    "then",
}  # without those that are prepositions, too
_TIMES = frozenset(
    "yesterday today tonight tomorrow sometimes often usually once now later finally soon suddenly maybe perhaps "
    "afterwards".split()
)
_DAYS = frozenset(  # “Last summer my cousin and me …”
    "year month week weekend day morning afternoon evening night summer winter spring autumn time monday tuesday "
    "wednesday thursday friday saturday sunday".split()
)
_ASKING = frozenset("do does did can could will would should may might must are were".split())
_ADVERBS = frozenset(
    "always often never also both usually sometimes just really still already then now soon once all rarely".split()
)
_MOST = 8  # words of half a subject


def pronoun_subjects(clause: Clause) -> Iterator[Mark]:
    """Halves of a subject, “… and …”, that are object pronouns; “me” at the front moves to the end, too."""
    for at, word in enumerate(clause.words):
        if word != "and" or not 0 < at < len(clause.words) - 1:
            continue
        start, end = _left(clause, at), _right(clause, at)
        if start is None or end is None or not _is_subject(clause, start, end):
            continue
        first, last = at - 1, at + 1
        is_pair = start == first
        if is_pair and clause.words[first] == "me":
            yield _turned(clause, first, end)
            continue
        shared = clause.words[first] == "her" and clause.words[last] in _OWNERS - {"her"}  # “her and his books”
        if is_pair and clause.words[first] in _SUBJECT and not shared:
            yield _one(clause, first)
        if end == last and clause.words[last] in _SUBJECT:
            yield _one(clause, last)


def _left(clause: Clause, at: int) -> int | None:
    """Where the first half begins, with what a comma lists before it; None where it is no noun or pronoun."""
    place = at - 1
    if clause.word(place) == ",":
        place -= 1
    start = _half(clause, place)
    while start is not None and clause.word(start - 1) == "," and start - 2 >= 0:
        listed = _half(clause, start - 2)
        if listed is None or clause.tag(start - 2) not in ("NNP", "NN", "NNS", "PRP"):
            break
        start = listed
    return start


def _half(clause: Clause, last: int) -> int | None:
    """Where a noun phrase that ends at a place begins."""
    if clause.word(last) in _SUBJECT or clause.tag(last) == "PRP":
        return last
    if clause.tag(last) not in ("NN", "NNS", "NNP", "NNPS"):
        return None
    start = last
    while start > max(0, last - _MOST) and clause.word(start) not in _OWNERS:
        before, tag = clause.word(start - 1), clause.tag(start - 1)
        if tag not in ("DT", "PRP$", "JJ", "NN", "NNP", "CD") or before in _TIMES or before in _DAYS:
            break
        start -= 1
    return start


def _right(clause: Clause, at: int) -> int | None:
    """The last word of the second half."""
    place = at + 1
    if clause.word(place) in _SUBJECT and not (clause.word(place) == "her" and clause.is_noun(place + 1)):
        return place
    if clause.word(place) in ("i", "you", "he", "she", "we", "they"):
        return place
    while place < at + _MOST and clause.tag(place) in ("DT", "PRP$", "JJ", "CD"):
        place += 1
    if clause.tag(place) not in ("NN", "NNS", "NNP"):
        return None
    while clause.tag(place + 1) in ("NN", "NNS", "NNP") and clause.tag(place) == "NNP":
        place += 1
    return place


def _is_subject(clause: Clause, start: int, end: int) -> bool:
    """Whether the two halves are the subject of a verb: one follows, and nothing before them can own them."""
    after = end + 1
    while clause.word(after) in _ADVERBS:
        after += 1
    before = clause.word(start - 1)
    if before in _ASKING and start == 1:
        return clause.is_verb(after)
    if not clause.is_finite(after):
        return False
    if start == 0 or before in _BEFORE_A_SUBJECT or (before in _TIMES and start == 1):
        return True
    if before in _DAYS and clause.word(0) in ("last", "this", "every", "one", "in", "on", "at", "that"):
        return start <= _MOST // 2
    # “Last year, Tom and me went”: what stands before the comma is no list, as it has an adverb or preposition first.
    opens = clause.tag(0) in ("IN", "RB", "WRB", "JJ") or clause.word(0) in _TIMES
    return before == "," and opens and clause.word(0) not in ("like", "with", "between")


def _one(clause: Clause, place: int) -> Mark:
    token = clause.tokens[place]
    right = _SUBJECT[clause.words[place]]
    right = right if right == "I" else as_written(right, token.text)
    reason = f"“{token.text}” is part of the subject here, so it takes the form “{right}”."
    return Mark(token.idx, token.idx + len(token), reason, right)


def _turned(clause: Clause, first: int, end: int) -> Mark:
    """“Me and John”: the other one is named first."""
    tokens = clause.tokens[first : end + 1]
    text = clause.tokens[first].doc.text
    start, stop = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    other = text[tokens[2].idx : stop]
    if end == first + 2 and clause.words[end] in _SUBJECT:
        other = _SUBJECT[clause.words[end]]
    right = f"{as_written(other, tokens[0].text)} and I"
    return Mark(start, stop, f"“Me” is part of the subject here, so it takes the form “I”: write “{right}”.", right)
