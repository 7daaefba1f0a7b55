"""The rules by which a prompt is said a little differently: each yields what it changed, and the text."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from lmdash.analyses.prompt_ablation.words import AUXILIARIES, COUNTRIES, FEMALE, KEYS, MALE, OTHER_GENDER

MOST = 8  # variants of a kind
LONGEST_FACT = 300  # characters of one that is read as “the capital of France is”
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FACT = re.compile(r"(?P<the>the|a|an) (?P<what>[\w ]+?) of (?P<whom>(?:the )?[\w' -]+?) (?P<is>is|are|was|were)", re.I)
_SPACES = re.compile(r"\S+")
Made = Iterator[tuple]
"""What was changed, the text, and pairs of words where a name stands for another."""


def _put(text: str, match: re.Match, word: str) -> str:
    return text[: match.start()] + word + text[match.end() :]


def _shown(old: str, new: str) -> str:
    return f"{old} → {new}"


def _some(items: list, rng: random.Random, count: int) -> list:
    """Up to ``count`` of the items, in their order."""
    return [items[place] for place in sorted(rng.sample(range(len(items)), min(count, len(items))))]


def typos(text: str, rng: random.Random) -> Made:
    """Two letters swapped, one left out, doubled, or a neighbour on the keyboard; never the first letter."""
    words = [match for match in _WORD.finditer(text) if len(match[0]) > 3]
    chosen = _some(words, rng, MOST)
    for number in range(2 * MOST if chosen else 0):
        found = chosen[number % len(chosen)]
        word = found[0]
        swappable = [n for n in range(1, len(word) - 1) if word[n] != word[n + 1]]
        place = rng.randrange(1, len(word))
        match (number + number // len(chosen)) % 4:
            case 0:
                new = _swapped(word, rng.choice(swappable)) if swappable else word
            case 1:
                new = word[:place] + word[place + 1 :]
            case 2:
                new = word[:place] + word[place] + word[place:]
            case _:
                new = word[:place] + _neighbour(word[place], rng) + word[place + 1 :]
        yield _shown(word, new), _put(text, found, new)


def _swapped(word: str, place: int) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _neighbour(letter: str, rng: random.Random) -> str:
    keys = KEYS.get(letter.lower(), "")
    new = rng.choice(keys) if keys else letter
    return new.upper() if letter.isupper() else new


def case(text: str, _rng: random.Random) -> Made:
    """Other capitals."""
    yield "all small", text.lower()
    yield "ALL CAPITALS", text.upper()
    yield "Each Word Capital", _WORD.sub(lambda match: match[0][:1].upper() + match[0][1:], text)
    first = _WORD.search(text)
    if first:
        yield "first letter the other way", _put(text, first, first[0][0].swapcase() + first[0][1:])
    for match in [match for match in _WORD.finditer(text) if match[0][0].isupper() and match.start()][:4]:
        yield _shown(match[0], match[0].lower()), _put(text, match, match[0].lower())


def punctuation(text: str, rng: random.Random) -> Made:
    """Marks taken away, put in, or put around."""
    if re.search(r"[,;:.!?]", text):
        yield "no punctuation", re.sub(r"(?<=\w)[,;:.!?]+", "", text)
    spaces = list(re.finditer(r"(?<=\w) (?=\w)", text))
    for match in _some(spaces, rng, 2):
        before = text[: match.start()].rsplit(" ", 1)[-1]
        yield f"comma after {before}", _put(text, match, ", ")
    for match in _some(spaces, rng, 1):
        before = text[: match.start()].rsplit(" ", 1)[-1]
        yield f"two spaces after {before}", _put(text, match, "  ")
    yield "colon at the end", f"{text}:"
    yield "in quotes", f"“{text}"
    yield "on a new line", f"\n{text}"


def phrasing(text: str, _rng: random.Random) -> Made:
    """The words in another frame; none is exchanged for a synonym."""
    fact = _FACT.fullmatch(text.strip()) if len(text) < LONGEST_FACT else None
    if fact:
        what, whom, verb = fact["what"], fact["whom"], fact["is"]
        yield "whose", f"{whom[0].upper()}{whom[1:]}'s {what} {verb}"
        yield "in ..., the", f"In {whom}, the {what} {verb}"
        yield "question first", f"What {verb} the {what} of {whom}? It {verb}"
        yield "question and answer", f"Q: What {verb} the {what} of {whom}? A: The {what} of {whom} {verb}"
    for frame in ("Everyone knows that {}", "I think that {}", "It is said that {}", "Well, {}", "Of course, {}"):
        yield frame.format("..."), frame.format(_small(text))
    yield "It is true: ...", f"It is true: {text}"
    yield "said before", f"Here is a fact. {text}"


def _small(text: str) -> str:
    """Without a capital at its beginning, unless the word is a name or an I."""
    first = _WORD.search(text)
    if not first or first.start() or first[0] in (*FEMALE, *MALE, *COUNTRIES, "I") or first[0].isupper():
        return text
    return text[0].lower() + text[1:]


def negation(text: str, _rng: random.Random) -> Made:
    """Not where there was none, and none where there was one."""
    for match in re.finditer(r"\b(not|never) ", text):
        yield f"without {match[1]}", _put(text, match, "")
    for match in _WORD.finditer(text):
        follows = text[match.end() :].split(maxsplit=1)[:1]
        if match[0].lower() in AUXILIARIES and follows not in (["not"], ["never"]):
            for word in ("not", "never"):
                yield f"{match[0]} {word}", _put(text, match, f"{match[0]} {word}")
    for frame in ("It is not true that {}", "Nobody thinks that {}"):
        yield frame.format("..."), frame.format(_small(text))


def _swap(text: str, pairs: dict[str, str]) -> str:
    """Every whole word that is a key becomes its value, in the same case."""
    pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, pairs), key=len, reverse=True)) + r")\b")
    return pattern.sub(lambda match: pairs[match[1]], text)


def _found(text: str, words: tuple[str, ...]) -> list[str]:
    """Those of the words that the text has, in its order."""
    places = {word: match.start() for word in words if (match := re.search(rf"\b{re.escape(word)}\b", text))}
    return sorted(places, key=places.__getitem__)


def names(text: str, rng: random.Random) -> Made:
    """Another first name in place of each, and two that change places."""
    names = _found(text, (*FEMALE, *MALE))
    for name in names[:MOST]:
        for others in (FEMALE, MALE):
            new = rng.choice([other for other in others if other not in names])
            yield _shown(name, new), _swap(text, {name: new}), ((name, new),)
    if len(names) > 1:
        one, other = names[:2]
        pairs = {one: other, other: one}
        yield f"{one} ↔ {other}", _swap(text, pairs), tuple(pairs.items())


def gender(text: str, rng: random.Random) -> Made:
    """All gendered words at once, and the names that go with them; then one by one."""
    names = {name: rng.choice(MALE) for name in _found(text, FEMALE)}
    names |= {name: rng.choice(FEMALE) for name in _found(text, MALE)}
    pairs = {}
    for word, other in OTHER_GENDER.items():
        pairs |= {word: other, word.capitalize(): other.capitalize()}
    here = {word: pairs[word] for word in _found(text, tuple(pairs))}
    every = here | names
    if every:
        shown = ", ".join(_shown(*pair) for pair in list(every.items())[:3]) + (", ..." if len(every) > 3 else "")
        yield shown, _swap(text, every), tuple(every.items())
    for pair in (here | names).items():
        yield _shown(*pair), _swap(text, dict([pair])), (pair,)


def countries(text: str, rng: random.Random) -> Made:
    """Other countries in place of each."""
    countries = _found(text, COUNTRIES)
    for country in countries:
        others = [other for other in COUNTRIES if other not in countries]
        for new in rng.sample(others, max(2, MOST // len(countries))):
            yield _shown(country, new), _swap(text, {country: new}), ((country, new),)


def order(text: str, rng: random.Random) -> Made:
    """Neighbours swapped, all but the last word shuffled, and reversed; the spaces stay where they are."""
    words = [match[0] for match in _SPACES.finditer(text)]
    if len(words) < 2:
        return
    for place in _some(list(range(len(words) - 1)), rng, 4):
        swapped = [*words[:place], words[place + 1], words[place], *words[place + 2 :]]
        yield f"{words[place]} ↔ {words[place + 1]}", _arranged(text, swapped)
    for number in range(3):
        first = words[:-1]
        rng.shuffle(first)
        yield f"shuffled but for the last ({number + 1})", _arranged(text, [*first, words[-1]])
    yield "reversed", _arranged(text, words[::-1])


def _arranged(text: str, words: list[str]) -> str:
    rest = iter(words)
    return _SPACES.sub(lambda _match: next(rest), text)
