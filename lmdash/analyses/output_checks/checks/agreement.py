"""Does the verb agree with its subject?  By tags and heads, and without them for pronouns right before their verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.dictionary import exists
from lmdash.analyses.output_checks.checks.languages import foreign_stretches, within
from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.spacy_types import Token
from lmdash.analyses.output_checks.checks.subjects import (
    FIRST,
    MANY,
    ONE,
    PRONOUNS,
    is_open_noun,
    number_of_noun,
    number_of_subject,
)
from lmdash.analyses.output_checks.checks.values import ERROR, WARNING, Mark
from lmdash.analyses.output_checks.checks.verbs import (
    BASE_IS_PAST,
    IRREGULAR_PARTICIPLE,
    IRREGULAR_PAST,
    base_form,
    third_person,
)

_FORMS = {
    "is": {ONE}, "'s": {ONE}, "’s": {ONE}, "was": {ONE, FIRST}, "has": {ONE}, "does": {ONE}, "am": {FIRST},
    "are": {MANY}, "were": {MANY}, "have": {MANY, FIRST}, "do": {MANY, FIRST},
    "'re": {MANY}, "'m": {FIRST}, "’re": {MANY}, "’m": {FIRST}, "'ve": {MANY, FIRST},
}  # fmt: skip
_RIGHT = {
    ("be", ONE): "is", ("be", MANY): "are", ("be", FIRST): "am", ("was", ONE): "was", ("was", MANY): "were",
    ("was", FIRST): "was", ("have", ONE): "has", ("have", MANY): "have", ("have", FIRST): "have",
    ("do", ONE): "does", ("do", MANY): "do", ("do", FIRST): "do",
}  # fmt: skip
_FAMILY = {
    **dict.fromkeys("is are am 's 're 'm".split(), "be"), **dict.fromkeys("was were".split(), "was"),
    **dict.fromkeys("has have 've".split(), "have"), **dict.fromkeys("does do".split(), "do"),
}  # fmt: skip
_WISHED = frozenset("if wish wishes wished though unless lest suppose supposing only".split())  # he were
_LET = frozenset(
    "let make see hear watch help have feel notice insist suggest demand recommend propose ask require request".split()
)
_ASKED = frozenset("do does did will would can could shall should may might must".split())  # did the fox jump
_SUBJECTS = {"nsubj", "nsubjpass"}
_LINE_OF_ITS_OWN = re.compile(r",[ \t]*\n")


def agreement(reading: Reading) -> Iterator[Mark]:
    """Verbs that do not have the form of their subject's number and person."""
    foreign = foreign_stretches(reading)
    found: dict[int, Mark] = {}
    for mark in (*_pronouns(reading), *_by_heads(reading)):
        if mark.start not in found and not within(foreign, mark.start) and reading.is_prose(mark.start):
            found[mark.start] = mark
    yield from (found[start] for start in sorted(found))


# Without a parser: a pronoun and its verb, side by side

_SIDE_BY_SIDE = re.compile(
    r"(?<![\w'’-])(?:(?P<before>[\w'’]+|[^\w\s])\s+)?(?P<subject>i|he|she|it|they|we|you)\s+"
    r"(?P<verb>is|are|am|was|were|has|have|does|do)(?P<negated>n['’]t)?(?![\w'’-])",
    re.IGNORECASE,
)
_INVERTED = frozenset(
    "did does do can could will would shall should may might must is are was were am has have had let make made help "
    "see saw hear heard watch didn't doesn't don't won't can't couldn't wouldn't isn't aren't wasn't haven't hasn't "
    "than as nor neither so and or suggest suggests suggested insist insists insisted demand demanded recommend "
    "recommended".split()
)
_CLAUSE = frozenset(', ; : . ! ? ( " “ because when that but while although though since before after where'.split())
_CLAUSE_WISHED = _WISHED | {"as"}


def _pronouns(reading: Reading) -> Iterator[Mark]:
    for match in _SIDE_BY_SIDE.finditer(reading.text):
        before = (match["before"] or "").lower().replace("’", "'")
        subject, verb = match["subject"].lower(), match["verb"].lower()
        if subject == "i" and match["subject"] != "I":
            continue
        if before in _INVERTED or (verb == "were" and before in _CLAUSE_WISHED):
            continue
        if subject in ("it", "you") and before and before not in _CLAUSE and before != "that":
            continue
        if (subject == "you" and before == "that") or (match["before"] and match["before"][0] in "'’"):
            continue
        number = PRONOUNS[subject]
        if number not in _FORMS[verb]:
            right = _RIGHT[_FAMILY[verb], number]
            subject, negated = match["subject"], match["negated"] or ""
            yield _mark(match.start("verb"), match["verb"], subject, number=number, right=right, negated=negated)


def _mark(
    start: int, verb: str, subject: str, *, number: str, right: str, negated: str = "", sure: bool = True
) -> Mark:
    wanted = {ONE: "just one", MANY: "more than one", FIRST: "“I”"}[number]
    right = (right[0].upper() + right[1:] if verb[0].isupper() else right) + ("" if right == "am" else negated)
    reason = f"The verb “{verb}{negated}” does not agree with “{subject}”, which is {wanted}: write “{right}”."
    if number == FIRST:
        reason = f"The verb “{verb}{negated}” does not agree with “I”: write “{right}”."
    return Mark(start, start + len(verb) + len(negated), reason, right, ERROR if sure else WARNING)


# With tags and heads


def _by_heads(reading: Reading) -> Iterator[Mark]:
    if not reading.parsed:
        return
    for subject in reading.doc:
        if subject.dep_ == "expl" and subject.lower_ == "there":
            verb, counted = subject.head, _counted_after(subject)
        elif subject.dep_ in _SUBJECTS:
            verb, counted = subject.head, subject
        else:
            continue
        if counted is None or (finite := _finite(verb, subject)) is None or not _are_words(subject, finite):
            continue
        if finite.i < subject.i and subject.doc[subject.i + 1 : subject.i + 2].text in ("'re", "’re"):
            continue  # “what is you're name”: “you” has a verb of its own
        first, last = sorted((subject, finite), key=lambda token: token.i)
        if _LINE_OF_ITS_OWN.search(reading.text, first.idx, last.idx):
            continue  # “Dear Kim,” and a new line: whom a letter is written to is no subject of it
        number = _number_after_there(counted, finite) if counted is not subject else number_of_subject(subject)
        forms = _forms(finite)
        if number is None or not forms or number in forms or _is_wished(finite, verb, subject):
            continue
        right = _corrected(finite, number)
        if right.lower() != finite.lower_:
            sure = _is_sure(subject, finite)
            yield _mark(finite.idx, finite.text, _shown(counted), number=number, right=right, sure=sure)


def _are_words(subject: Token, finite: Token) -> bool:
    return subject.is_alpha and finite.text.replace("'", "").replace("’", "").isalpha()


def _finite(verb: Token, subject: Token) -> Token | None:
    """The word that carries person and number; None where none does."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass", "cop") and child.i < verb.i]
    if any(child.tag_ in ("TO", "MD") for child in helpers):
        return None
    finite = min(helpers, key=lambda child: child.i, default=verb)
    if finite.i < subject.i and finite is verb and subject.dep_ != "expl" and verb.lemma_ != "be":
        return None  # “said the boy”: inverted, the tags are often wrong there
    return finite


def _forms(finite: Token) -> set[str]:
    """The numbers that a verb's form agrees with; none where the form does not tell."""
    lower = finite.lower_
    if lower in _FORMS:
        return _FORMS[lower] if finite.tag_.startswith("V") or finite.pos_ == "AUX" else set()
    if finite.tag_ == "VBZ" and lower.endswith("s") and not lower.endswith("ss"):
        return {ONE}
    # A wrong form confuses taggers: one that only looks like a base form is one, whatever its tag.
    if lower in ("be", "been", "being"):
        return set()
    past = lower in BASE_IS_PAST | IRREGULAR_PAST | IRREGULAR_PARTICIPLE or _looks_past(lower)
    bare = finite.tag_ in ("VBP", "VB", "VBD", "VBN") and not past and exists(third_person(lower))
    return {MANY, FIRST} if bare and (not lower.endswith("s") or lower.endswith("ss")) else set()


def _looks_past(verb: str) -> bool:
    return (verb.endswith("ed") and not verb.endswith(("eed", "wed", "shed"))) or verb.endswith("ing")


def _counted_after(there: Token) -> Token | None:
    """What there is: the noun after “there is”."""
    verb = there.head
    nouns = [
        child for child in verb.children if child.dep_ in ("attr", "nsubj", "dobj", "npadvmod") and child.i > verb.i
    ]
    return min(nouns, key=lambda child: child.i, default=None)


def _number_after_there(noun: Token, finite: Token) -> str | None:
    if finite.lower_ in ("'s", "’s", "ca", "had", "lived") or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    if any(child.i > noun.i for child in noun.conjuncts) or is_open_noun(noun) or noun.pos_ == "PROPN":
        return None  # “there is a cat and a dog” is as good as “are”
    return number_of_noun(noun)


def _is_wished(finite: Token, verb: Token, subject: Token) -> bool:
    """Forms that are not the subject's: if he were, I suggest that he go, did he go."""
    start = subject.sent.start
    before = {token.lower_ for token in subject.doc[max(start, subject.left_edge.i - 4) : subject.i]}
    if finite.lower_ == "were" and before & (_WISHED | {"as"}):
        return True
    nearest = next((token for token in reversed(subject.doc[subject.i + 1 : finite.i]) if token.pos_ != "ADV"), None)
    if nearest is not None and nearest.lower_ in ("i", "he", "she", "we", "they", "you", "who"):
        return True  # that one is the subject
    if before & _ASKED and (finite.lower_ not in _FORMS or finite.lower_ in ("have", "do")):
        return True
    governed = verb.dep_ in ("ccomp", "xcomp", "conj") and finite.tag_ in ("VB", "VBP")
    return governed and (verb.head.lemma_.lower() in _LET or base_form(verb.head.lower_) in _LET)


def _corrected(finite: Token, number: str) -> str:
    lower = finite.lower_
    if family := _FAMILY.get(lower):
        return _RIGHT[family, number]
    return third_person(lower) if number == ONE else base_form(lower)


def _is_sure(subject: Token, finite: Token) -> bool:
    """Whether the sentence is simple enough for the parser to be trusted: the subject stands before its verb, near,
    and no other verb with a person stands between.
    """
    if not 0 < finite.i - subject.i <= 9:
        return subject.dep_ == "expl"
    if any(token.text in "()[]{}" for token in subject.sent):
        return False  # parsers lose their way there
    between = subject.doc[subject.i + 1 : finite.i]
    before = subject.doc[max(subject.sent.start, subject.left_edge.i - 3) : subject.i]
    if any(token.lower_ in ("and", "or", "nor") for token in (*before, *between)) and not list(subject.conjuncts):
        return False  # perhaps two subjects
    if any(token.tag_ == "VBG" for token in before):
        return False  # “helping people feels good”
    relative = subject.dep_ in _SUBJECTS and any(child.dep_ == "relcl" for child in subject.children)
    verbs = [token for token in between if token.tag_ in ("VBZ", "VBP", "VBD", "MD")]
    return (not verbs or relative) and not any(token.text in ',;:"' for token in between)


def _shown(subject: Token) -> str:
    """The subject's noun with what stands before it, or all of “Anna and Peter”."""
    last = max([subject, *subject.conjuncts], key=lambda token: token.i)
    words = subject.doc[min(subject.left_edge.i, subject.i) : last.i + 1].text
    return words if len(words) <= 40 else subject.text
