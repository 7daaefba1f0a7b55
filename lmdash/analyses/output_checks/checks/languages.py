"""Which stretches are not English, and how varied are the words?  Both by counting small words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from lmdash.analyses.output_checks.checks.dictionary import counts
from lmdash.analyses.output_checks.checks.reading import Reading, Word
from lmdash.analyses.output_checks.checks.values import Mark

_ENGLISH = frozenset(
    "the a an and or but of to in on at by with from for as is are was were be been has have had do does did not no "
    "it he she they we you i his her their our your my its this that these those there who which what when where how "
    "if so than then will would can could one all some every".split()
)
_OTHERS = {
    "German": "der die das und ist nicht ein eine einen dem den des zu mit auf für von im sehr ich du er wir sie es "
    "aber auch wie haben wird waren oder groß",
    "French": "le la les et est une un des du dans pour pas je tu il elle nous vous avec sur que qui ne au ce cette "
    "très sont mais où être",
    "Spanish": "el la los las y es un una de del en con por para que no está muy se su al como más pero son yo ella",
    "Italian": "il lo la gli le e è un una di del della al alla in con per che non sono sei ho mia mio questa questo "
    "come più ma anche",
    "Portuguese": "o a os as e é um uma de do da no na em com por para que não está muito se seu ao como mais mas são",
    "Dutch": "de het een en is niet van in op met voor dat die ik je hij wij zij maar ook zijn was aan naar heel",
}
_WORDS_OF = {language: frozenset(words.split()) for language, words in _OTHERS.items()}
_LEAST_WORDS = 4  # of a sentence whose language is judged
_LEAST_LETTERS = 4  # of another script
_SCRIPT = re.compile(r"[^\W\d_a-zA-Z]+")
_WINDOW, _LEAST_VARIETY = 50, 0.42  # words; different ones among them
_STRETCH = 60  # characters without a space that are no word, in a script that has spaces

Stretch = tuple[int, int, str]


def foreign_stretches(reading: Reading) -> list[Stretch]:
    """Characters [start, end) that are not English and what they rather are; they do not overlap."""
    if "foreign" not in reading.kept:
        reading.kept["foreign"] = _merged([*_by_words(reading), *_by_script(reading.text)])
    return reading.kept["foreign"]


def within(stretches: Sequence[Stretch], start: int) -> bool:
    """Whether a character is in one of them."""
    place = bisect_right(stretches, (start, 10**9, ""))
    return bool(place) and stretches[place - 1][1] > start


def _by_words(reading: Reading) -> Iterator[Stretch]:
    """Sentences with more small words of another language than English ones, and hardly an English one."""
    words, place = reading.words, 0
    for sentence in reading.sentences:
        inside: list[Word] = []
        while place < len(words) and words[place].start < sentence.end_char:
            inside.append(words[place])
            place += 1
        if len(inside) < _LEAST_WORDS:
            continue
        lower = [word.lower for word in inside]
        english = sum(word in _ENGLISH for word in lower) / len(lower)
        unknown = sum(word not in counts() for word in lower) / len(lower)
        shares = {name: sum(word in known for word in lower) / len(lower) for name, known in _WORDS_OF.items()}
        best = max(shares, key=shares.__getitem__)
        if shares[best] >= 0.2 and shares[best] > english + 0.1 and unknown >= 0.2:
            yield inside[0].start, inside[-1].end, best
        elif unknown >= 0.6 and english < 0.15 and sum(word.text[0].islower() for word in inside) > len(inside) / 2:
            yield inside[0].start, inside[-1].end, "not English"


def _by_script(text: str) -> Iterator[Stretch]:
    """Runs of letters of another script (Latin letters with accents do not count)."""
    for match in _SCRIPT.finditer(text):
        letters = match.group()
        script = unicodedata.name(letters[0], "").split(" ")[0]
        if script and script != "LATIN" and (len(letters) >= _LEAST_LETTERS or script in ("CJK", "HIRAGANA", "HANGUL")):
            yield match.start(), match.end(), f"{_SCRIPTS.get(script, script.capitalize())} script"


_SCRIPTS = {"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for start, end, language in sorted(stretches):
        # Words of one script with at most a mark and spaces between them are one stretch.
        if found and (start < found[-1][1] or (language == found[-1][2] and start - found[-1][1] <= 3)):
            found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2])
        else:
            found.append((start, end, language))
    return found


def language(reading: Reading) -> Iterator[Mark]:
    """Stretches in another language or script, and letters that run on without a space."""
    stretches = foreign_stretches(reading)
    for start, end, name in stretches:
        what = (
            f"it looks like {name}" if name != "not English" else "most of its words are not in the English dictionary"
        )
        yield Mark(start, end, f"This passage does not look English: {what}. Its spelling is not checked.")
    for match in re.finditer(rf"[^\W\d_]{{{_STRETCH},}}", reading.text):
        if not within(stretches, match.start()):
            count = match.end() - match.start()
            yield Mark(*match.span(), f"{count} letters without a space: this is not a word.")


def variety(reading: Reading) -> Iterator[Mark]:
    """The window of words that repeats its words most, where that is often (moving-average type-token ratio)."""
    words = [word for word in reading.words if word.end > reading.start]
    if len(words) < _WINDOW:
        return
    inside: dict[str, int] = {}
    least, where = _WINDOW + 1, 0
    for place, word in enumerate(words):
        inside[word.lower] = inside.get(word.lower, 0) + 1
        if place >= _WINDOW:
            gone = words[place - _WINDOW].lower
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if place >= _WINDOW - 1 and len(inside) < least:
            least, where = len(inside), place - _WINDOW + 1
    if least < _LEAST_VARIETY * _WINDOW:
        yield Mark(
            words[where].start,
            words[where + _WINDOW - 1].end,
            f"Only {least} of these {_WINDOW} words are different: the text keeps using the same ones.",
        )
