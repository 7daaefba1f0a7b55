"""``a`` or ``an``?  By the sound that the next word begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lmdash.analyses.output_checks.checks.languages import foreign_stretches, within
from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.values import Mark

_ARTICLE = re.compile(r"(?<![\w.'’&/-])(a|an|A|An|AN)(\s+[\"“‘'(\[]?)([^\W_][\w'’.-]*)")
_NO_NOUN = frozenset(
    "a an and or is are was were in of as at on to i it if".split()
)  # after the letter or the mark “a”
# Written with a vowel, said with a consonant; and the other way round.
_CONSONANT = re.compile(
    r"(?:uni(?!n|m|d(?!irec)|ll)|us(?:e|able|age|ing|ual|ur|ury)|ut(?:e|il|op)|u[bkr](?:i|u|a)|ura|uga|euro|eu|ew|"
    r"one(?!ir)|once|ouija|unan|u-|ufo$|uk$|us$|usa$|un$|usb|url|uae$|uv$)"
)
_VOWEL = re.compile(r"(?:hour|honest|honou?r|heir|hors$|yttri)")
_EITHER = re.compile(r"(?:herb|historic|hotel|habitual|hallucinat|heroic|uzbek|urine|hilarious|url)")
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")  # the names of these letters begin with a vowel
_MOST_SPELLED = 5  # letters of an abbreviation that is said letter by letter


def article(reading: Reading) -> Iterator[Mark]:
    """``a apple``, ``an university``."""
    foreign = foreign_stretches(reading)
    for match in _ARTICLE.finditer(reading.text):
        written, between, after = match.groups()
        if (written == "A" and between != " ") or after.lower() in _NO_NOUN or within(foreign, match.start()):
            continue
        if not reading.is_prose(match.start()) or not reading.is_prose(match.start(3)):
            continue
        vowel = begins_with_vowel_sound(after)
        if vowel is None or vowel == (len(written) == 2):
            continue
        right = ("an" if written.islower() else "An") if vowel else written[0]
        sound = "vowel" if vowel else "consonant"
        yield Mark(*match.span(1), f"“{after}” begins with a {sound} sound: write “{right} {after}”.", right)


def begins_with_vowel_sound(word: str) -> bool | None:
    """Whether it does, as it is said; None where both are usual or nobody can tell."""
    if word[0].isdigit():
        return bool(re.match(r"(?:8|11(?!\d)|18(?!\d)|11,|18,)", word))
    first = re.split(r"[-.]", word)[0]
    lower = first.lower()
    if not first or not word[0].isascii() or _EITHER.match(lower):
        return None
    spelled = first.isupper() and 1 < len(first) <= _MOST_SPELLED
    if len(first) == 1 or (spelled and not re.search("[AEIOUY]", first)):
        return first.upper() in _VOWEL_LETTERS
    if spelled and lower[0] not in "aeiou":  # said as a word (NASA), or not (FBI)
        said = re.fullmatch(r"[B-DF-HJ-NP-TV-Z][AEIOU][A-Z]+", first)
        return (None if first[0] in _VOWEL_LETTERS else False) if said else first[0] in _VOWEL_LETTERS
    if lower[0] in "aeiou":
        return not _CONSONANT.match(lower)
    return bool(_VOWEL.match(lower))
