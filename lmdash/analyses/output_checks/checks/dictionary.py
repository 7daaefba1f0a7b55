"""Which words exist, and what a misspelt one may have meant: pyspellchecker's English words, British ones through
their American form, and words made of known parts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_MORE = frozenset(
    "app apps smartphone smartphones wifi selfie selfies podcast podcasts dataset datasets chatbot chatbots covid "
    "emoji emojis screenshot screenshots backend frontend startup startups pyjamas cheque cheques tokenizer tokenizers "
    "ebook ebooks email emails inbox offline online yoghurt mum mums "
    "yoyo yoyos cafe cafes facade facades fiance fiancee cliche cliches naive puree crepe crepes decor krona kronor "
    "somoni ariary hryvnia".split()
)
_SPLIT_OR_JOINED = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't",
    "werent": "weren't", "hasnt": "hasn't", "havent": "haven't", "hadnt": "hadn't", "couldnt": "couldn't",
    "wouldnt": "wouldn't", "shouldnt": "shouldn't", "mustnt": "mustn't", "im": "I'm", "ive": "I've", "youre": "you're",
    "youve": "you've", "theyre": "they're", "theyve": "they've", "weve": "we've", "thats": "that's", "whats": "what's",
    "teh": "the", "adn": "and", "taht": "that",
    "alot": "a lot", "aswell": "as well", "infact": "in fact", "noone": "no one", "atleast": "at least",
}  # fmt: skip
_BRITISH = (
    ("our", "or"), ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze"), ("ysi", "yzi"), ("tre", "ter"),
    ("bre", "ber"), ("ogue", "og"), ("ence", "ense"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"),
    ("ae", "e"), ("oe", "e"), ("oeu", "eu"), ("mme", "m"), ("que", "ck"), ("inium", "inum"), ("aero", "air"),
    ("ellery", "elry"), ("grey", "gray"), ("plough", "plow"), ("tyre", "tire"), ("kerb", "curb"), ("fulfil", "fulfill"),
    ("skilful", "skillful"), ("mould", "mold"), ("sceptic", "skeptic"),
)  # fmt: skip
_CONTRACTED = ("n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "'em", "'all")
_PREFIXES = ("un", "re", "non", "pre", "over", "under", "mis", "out", "anti", "super", "inter", "sub", "co", "semi")
_SUFFIXES = ("less", "ness", "like", "wise", "ish", "ly", "s", "es", "ed", "ing", "er", "ers")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 24  # letters of a word that is corrected
_COMMON = 100_000  # uses, in pyspellchecker's counts, of a word that may be half of two written as one


@cache
def counts() -> dict[str, int]:
    """How often each English word was used, in pyspellchecker's counts."""
    from spellchecker import SpellChecker

    return dict(SpellChecker().word_frequency.dictionary)


@lru_cache(maxsize=50_000)
def exists(word: str) -> bool:
    """Whether a lower-case word is English; a straight apostrophe may be in it, and accents."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return _known(plain) or _american(plain) or _made_of_known(plain)


def _known(word: str) -> bool:
    if word in counts() or word in _MORE:
        return True
    for ending in _CONTRACTED:
        if word.endswith(ending) and len(word) > len(ending):
            base = word.removesuffix(ending)
            return base in counts() or exists(base)
    return False


def _american(word: str) -> bool:
    return any(british in word and word.replace(british, american) in counts() for british, american in _BRITISH)


def _made_of_known(word: str) -> bool:
    """``unopened``: a prefix or an ending, and a word of at least five letters that is used now and then."""
    parts = [word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)]
    parts += [word.removesuffix(ending) for ending in _SUFFIXES[:4] if word.endswith(ending)]
    return any(len(part) >= 5 and counts().get(part, 0) > 500 for part in parts)


def is_common_slip(word: str, other: str) -> bool:
    """Whether two words differ by neighbours swapped, or by a letter doubled or not."""
    swapped = len(word) == len(other) and sorted(word) == sorted(other)
    return swapped or re.sub(r"(.)\1", r"\1", word) == re.sub(r"(.)\1", r"\1", other)


@lru_cache(maxsize=20_000)
def suggestions(word: str, far: bool = False) -> tuple[str, ...]:
    """What a word that does not exist may stand for, most likely first: one slip of the hand away, or two if ``far``.

    Slips that people make most (a letter doubled or not, neighbours swapped, a vowel for another) count more.
    """
    if fixed := _SPLIT_OR_JOINED.get(word):
        return (fixed,)
    if len(word) > _LONGEST:
        return ()
    found = {other: _likelihood(word, other) for other in _one_away(word) if other in counts()}
    for cut in range(1, len(word)):
        left, right = word[:cut], word[cut:]
        if min(counts().get(left, 0), counts().get(right, 0)) > 20 * _COMMON and (len(left) > 1 or left in "ai"):
            found.setdefault(f"{left} {right}", float(_COMMON))
    if not found and far and len(word) >= 5:
        found = {
            other: counts()[other] / (1 if other[0] == word[0] else 20)
            for near in _one_away(word)
            for other in _one_away(near)
            if counts().get(other, 0) > 500
        }
    return tuple(sorted(found, key=lambda other: (-found[other], other))[:3])  # the same on every server


def _one_away(word: str) -> set[str]:
    splits = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    return {
        *(left + right[1:] for left, right in splits if right),
        *(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1),
        *(left + letter + right[1:] for left, right in splits if right for letter in _LETTERS),
        *(left + letter + right for left, right in splits for letter in _LETTERS),
    } - {word}


def _likelihood(word: str, other: str) -> float:
    """Uses of the other word, times how common the slip is."""
    uses = float(counts()[other])
    if is_common_slip(word, other):
        return uses * 50
    if len(word) == len(other):
        [(one, two)] = [pair for pair in zip(word, other, strict=True) if pair[0] != pair[1]]
        return uses * (10 if one in "aeiouy" and two in "aeiouy" else 1)
    return uses * (5 if other[0] == word[0] else 0.2)
