"""``your`` for ``you're``, ``its`` for ``it's``, ``their``, ``they're`` and ``there``: each in the place of another.

A wrong word confuses taggers, so tags decide only where the lists of words leave it open.
"""

from __future__ import annotations

from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.clauses import ENDS, SUBJECTS, SUBORDINATE, Clause, as_written
from lmdash.analyses.output_checks.checks.owned_words import (
    ADJECTIVES,
    ADJECTIVES_OR_NOUNS,
    ATTRIBUTES,
    NOT_OWNED,
    is_owned,
    is_person,
)
from lmdash.analyses.output_checks.checks.values import Mark

_LONG = {"your": "you're", "its": "it's", "their": "they're"}  # the owner's form: what it is mixed up with
_OWNER = {("you", "'re"): "your", ("it", "'s"): "its", ("they", "'re"): "their"}
_MEANS = {"your": "you are", "its": "it is", "their": "they are"}
_ADVERBS = frozenset(
    "very so too really always never just still already also only probably quite now not all both almost".split()
)
_NO_NOUN = {  # words that what is owned cannot begin with
    "your": frozenset("a an the my".split()),
    "their": frozenset("a the my".split()),
    "its": frozenset("a an the my your his her our their this that been what who how why where when because".split()),
}
_SAID = frozenset(
    "think thinks thought know knows knew hope hopes hoped say says said guess believe believes suppose bet glad sure "
    "sorry afraid see feel hear mean means wish told".split()
)
_KNOWN = frozenset("know knows knew see feel hear mean means told say says said".split())  # “I know your kind”
_OPENS = SUBORDINATE | _SAID | {"but", "so", "and", ",", "as"}
_GOES_ON = frozenset(
    "to that about for because when if but as in at today tomorrow now here again outside with than out tonight there "
    "enough".split()
)
_AFTER_RIGHT = frozenset("about but because now".split())  # a right may be “to vote”, a kind “of”, a welcome “in Spain”
_NO_TITLE = frozenset(["right", "welcome"])  # “Your best.” may be a headline
_DOING = frozenset(
    "going doing making getting trying having coming looking taking working kidding joking wasting leaving wearing "
    "sitting standing hurting becoming raining snowing talking starting".split()
)
_BE = frozenset("is are was were".split())
_CARRIES = _BE | frozenset("has have had will would can could should must may might looks smells tastes".split())
_PREPOSITIONS = frozenset(
    "of for with from to in on at by about into past near behind under over inside without through against around "
    "across beside between among onto along".split()
)
_CLAUSAL = _SAID | frozenset(  # verbs that a clause may follow
    "be am is are was were think assume imagine understand realize realise notice find found show shows shown proves "
    "hopes swear hears heard saw seen sees ensure agree agrees agreed learn learned learnt".split()
)
_CLAUSE_OR_THING = frozenset("saw see seen forget forgot forgotten remember remembered read like liked love".split())
_GIVEN = frozenset("me him her us them".split())


def possessives(clause: Clause, finished: bool) -> Iterator[Mark]:
    """Marks of a clause; ``finished`` says that a text that ends without a mark is whole."""
    for at, word in enumerate(clause.words):
        if word in _LONG and _is_long(clause, at, word, finished):
            yield _mark(clause, at, at, _LONG[word], f"“{word}” shows an owner; “{_LONG[word]}” means “{_MEANS[word]}”")
        elif owner := _OWNER.get((word, clause.word(at + 1))):
            if _is_owner(clause, at, owner):
                long = _LONG[owner]
                yield _mark(clause, at, at + 1, owner, f"“{long}” means “{_MEANS[owner]}”; “{owner}” shows an owner")
        elif word == "their" and _is_place(clause, at):
            yield _mark(clause, at, at, "there", "“their” shows an owner; “there” is a place, or begins “there is”")
        elif word == "there":
            yield from _there(clause, at)


def _mark(clause: Clause, first: int, last: int, right: str, why: str) -> Mark:
    start, end = clause.tokens[first], clause.tokens[last]
    right = as_written(right, start.text)
    return Mark(start.idx, end.idx + len(end), f"{why[0]}{why[1].upper()}{why[2:]}: write “{right}”.", right)


# An owner's form that should be the long one


def _is_long(clause: Clause, at: int, word: str, finished: bool) -> bool:
    place = at + 1
    while clause.word(place) in _ADVERBS:
        place += 1
    after = clause.word(place)
    if after in _NO_NOUN[word] and clause.word(place + 1) != "-" and clause.tokens[place].text[0].islower():
        return True
    opens = _opens(clause, at)
    if after == "going" and clause.word(place + 1) == "to" and clause.tag(place + 2) == "VB":
        return True
    if not opens:
        return False
    if after in _DOING:
        becomes = after in ("getting", "becoming") and clause.word(place + 1) in ADJECTIVES | ADJECTIVES_OR_NOUNS
        return (becomes or not clause.is_noun(place + 1)) and not clause.verb_follows(place + 1)
    if word == "its" and after == "time" and clause.word(place + 1) in ("to", "for", *SUBJECTS):
        return not clause.verb_follows(place + 1)
    return _is_predicate(clause, at, place, finished)


def _opens(clause: Clause, at: int) -> bool:
    """Whether a subject may stand there; “is that your …” is not the “that” of a clause."""
    before = clause.word(at - 1)
    return at == 0 or (before in _OPENS and not (before == "that" and clause.word(at - 2) in _BE))


def _is_predicate(clause: Clause, at: int, place: int, finished: bool) -> bool:
    """Whether an adjective stands there alone, not before a noun: “your late”, but not “your late father”."""
    word, after, before = clause.word(place), clause.word(place + 1), clause.word(at - 1)
    either = word in ADJECTIVES_OR_NOUNS and place == at + 1  # “your very kind” is sure
    if word not in ADJECTIVES and word not in ADJECTIVES_OR_NOUNS:
        return False
    if either and (before in _KNOWN | {"and", ",", "as"} or (at == 0 and after in ENDS and word not in _NO_TITLE)):
        return False
    if not after:
        return finished
    if after in ENDS or after == ",":
        return True
    if after == "and":  # “its cold and wet.”
        return clause.word(place + 3) in ENDS and at == 0
    goes_on = _AFTER_RIGHT | ({"today", "here", "outside", "tonight", "in"} if word in ("cold", "dark") else set())
    goes_on |= {"to"} if word == "welcome" else set()
    return after in (goes_on if either else _GOES_ON | {"i", "we"}) and not clause.verb_follows(place + 1)


# The long form that should be an owner's


def _is_owner(clause: Clause, at: int, owner: str) -> bool:
    place = at + 2
    if clause.word(place) == "own":
        return clause.tag(place + 1) in ("NN", "NNS", "JJ") or is_owned(clause.word(place + 1))
    while clause.word(place) in ATTRIBUTES and place < at + 5:
        place += 1
    noun = clause.word(place)
    usual = is_owned(noun)
    maybe = usual or (clause.is_noun(place) and noun not in NOT_OWNED and not noun.endswith("ing"))
    if not noun.isalpha() or not maybe or noun in ADJECTIVES or noun in ADJECTIVES_OR_NOUNS:
        return False
    if clause.word(place + 1) in _CARRIES and (usual or at == 0):
        return True  # “you're dog is”
    return noun not in NOT_OWNED and (clause.word(at - 1) in _PREPOSITIONS or _takes_a_noun(clause, at, owner, noun))


def _takes_a_noun(clause: Clause, at: int, owner: str, noun: str) -> bool:
    """Whether a noun, not a clause, must follow the word before: “took you're letter”, but not “I hope you're …”."""
    before = clause.word(at - 1)
    usual = is_owned(noun) and owner != "its"  # “it's” stands before nouns too often
    if before in ("this", "that", "these", "those"):
        return usual and clause.word(at - 2) in _BE
    if before in _GIVEN:
        return usual and clause.is_verb(at - 2)
    if before in _BE:
        return usual and not is_person(noun) and clause.word(0) not in SUBJECTS
    if clause.is_verb(at - 1) and before in _CLAUSE_OR_THING:
        return usual and not (is_person(noun) and noun.endswith("s"))
    takes = clause.is_verb(at - 1) and before not in _CLAUSAL and is_owned(noun)
    return takes and not _is_subordinate(clause, at)


def _is_subordinate(clause: Clause, at: int) -> bool:
    """Whether the verb before closes a clause of its own: “when winter comes it's …”."""
    before = clause.before(at)
    last = max((place for place, word in enumerate(before) if word == ","), default=-1)
    return bool(SUBORDINATE & set(before[last + 1 :])) or "as" in before[last + 1 :]


# There


def _is_place(clause: Clause, at: int) -> bool:
    after, before = clause.word(at + 1), clause.word(at - 1)
    return after in _BE or (before in ("over", "out", "up", "down", "in") and after in (".", "!", "?"))


def _there(clause: Clause, at: int) -> Iterator[Mark]:
    after, before = clause.word(at + 1), clause.word(at - 1)
    if _opens(clause, at) and after == "going" and clause.word(at + 2) == "to" and clause.tag(at + 3) == "VB":
        yield _mark(clause, at, at, "they're", "“there” is a place; “they're” means “they are”")
    own = after == "own" and (clause.is_noun(at + 2) or is_owned(clause.word(at + 2)))
    loved = before in ("love", "loves", "loved", "lost", "forgot", "forget", "wash", "washed", "sold", "of", "with")
    if own or (loved and is_owned(after)):
        yield _mark(clause, at, at, "their", "“there” is a place; “their” shows an owner")
