"""Does a text end as a letter does?  “Best regards, Kasia” needs no full stop."""

from __future__ import annotations

import re

from lmdash.analyses.output_checks.checks.dictionary import exists
from lmdash.analyses.output_checks.checks.reading import WORD, Reading

_SURE = (  # said only where a letter ends
    r"(?:(?:(?:with|all|my|our|very|much|lots of|best|kind|kindest|warm|warmest|many|and) ){1,4}"
    r"(?:regards|wishes|love|greetings|thanks|hugs|kisses)|regards|greetings|yours (?:sincerely|truly|faithfully|ever)"
    r"|sincerely(?: yours)?|respectfully(?: yours)?|cheers|thanks(?: again| a lot| so much| in advance)?|thank you)"
)
_SHORT = (
    r"(?:love|yours|best|take care|see you(?: soon| then| tomorrow)?|talk soon|bye|goodbye|good night|hugs|xx?x?|xoxo)"
)
_CLOSING = rf"(?i:{_SURE}|{_SHORT})"
_NAME = r"(?:[A-Z][\w'’.-]*)(?: (?:(?:and|&) )?[A-Z][\w'’.-]*){0,3}"
_SIGNED = re.compile(
    rf"(?:^|\n)\s*{_CLOSING}(?:[,!.–— -]+(?:from )?{_NAME}|[,!.–—-]*)$"  # on a line of its own, with a name or without
    rf"|[.!?…]\s+{_CLOSING}\s*[,!–—-]+\s*{_NAME}$|[.!?…]\s+(?i:{_SURE})[,!]?$"
)
_NAME_LINE = re.compile(rf"(?:[.!?…,:)]|\n\s*{_CLOSING})[ \t]*\n\s*[–—~-]*[ \t]*(?P<name>{_NAME})$")
_NAME_AFTER = re.compile(rf"[.!?…]\s+(?P<name>{_NAME})$")
_LETTER = re.compile(r"\s*(?i:dear|hi|hello|hey)\b")
_FAMILY = frozenset("mum mom dad grandma grandpa granny grandad and".split())
_LONGEST = 120  # characters of an ending that is looked at


def is_signed(reading: Reading) -> bool:
    """Whether the last words are a closing, a name below a whole sentence or a closing, or both."""
    text = reading.text.rstrip()
    end = text[-_LONGEST:]
    if _SIGNED.search(end if len(end) < len(text) else f"\n{end}"):
        return True
    match = _NAME_LINE.search(end) or (_LETTER.match(text) and _NAME_AFTER.search(end))
    return bool(match) and _is_name(reading, len(text) - len(match["name"]), match["name"])


def _is_name(reading: Reading, start: int, words: str) -> bool:
    """Whether a tagger or the dictionary takes all words for names: “The” is the start of a sentence that stops."""
    for match in WORD.finditer(words):
        token, lower = reading.token_at(start + match.start()), match.group().lower()
        tagged = token is not None and (token.tag_ in ("NNP", "NNPS") or token.ent_type_ == "PERSON")
        if not tagged and exists(lower) and lower not in _FAMILY:
            return False
    return True
