"""Short stories, letters, dialogues, descriptions and instructions, drawn from the plot tables.

A plot table is text: ``# name | option=value`` starts a plot, ``slot = one | two`` (or ``a, b = one; two | ...`` for
slots that belong together) lists what may fill a slot, ``--`` starts a beat and ``-?`` one that may be left out.  Each
further line is one wording of the beat, its sentences parted by ``|``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from lmdash.demo.texts import (
    story_parts,
    story_plots,
    story_plots_more,
    story_plots_outdoors,
    story_plots_tales,
    story_texts,
)
from lmdash.demo.texts.grammar import Document, Sentence, Word, fill, name, sentence
from lmdash.demo.texts.story_vocabulary import BOYS, GIRLS

MISSPELLING = ("recieve", "receive")
MISSPELLING_RATE, OPTIONAL_RATE, PRONOUN_RATE = 0.8, 0.55, 0.6
RECEIVE_FORMS = {"receive": "VB", "received": "VBD", "receives": "VBZ", "receiving": "VBG"}

_SLOT = re.compile(r"\{(\w+)\}")
_OTHERS = re.compile(r"\{(F|P|old|from|rival)\}|mother|father|\bman\b|woman")
_AUXILIARIES = frozenset(["have", "has", "had", "having", "was", "were", "is", "are", "am", "be", "been", "being"])
_SUBJECTS = frozenset(("i", "you", "we", "they"))
_PRONOUNS = {
    "girl": {"he": "she", "him": "her/PRP", "his": "her", "himself": "herself", "child": "girl", "royal": "princess"},
    "boy": {"he": "he", "him": "him", "his": "his", "himself": "himself", "child": "boy", "royal": "prince"},
}
_ADULTS = (
    ("mother", "girl"), ("father", "boy"), ("mother", "girl"), ("father", "boy"), ("grandmother", "girl"),
    ("grandfather", "boy"), ("aunt", "girl"), ("uncle", "boy"),
)  # fmt: skip

Slots = dict[str, "str | tuple[Word, ...]"]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a plot table, with what can be known of it before its slots are filled."""

    template: str
    kind: str
    subject_number: str
    fresh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """A step of a plot and its wordings, each a run of sentences."""

    wordings: tuple[tuple[Line, ...], ...]
    optional: bool


@dataclass(slots=True)
class Plot:
    """A plot: its options, the groups of slots that it draws together, its beats in order."""

    name: str
    options: dict[str, str]
    choices: list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = field(default_factory=list)
    beats: list[Beat] = field(default_factory=list)


def _kind(template: str) -> str:
    if '"' in template:
        return "question" if '?"' in template else "speech"
    return "question" if template.endswith("?") else "narration"


def _subject_number(template: str) -> str:
    if re.match(r"(They|We|\{N\} and|Both)\b", template):
        return "plur"
    return "sing" if re.match(r"(\{(N|F|he|fhe|phe|his)\}|It|He|She|I|The \w+ (was|had))(\s|')", template) else ""


@cache
def _line(template: str) -> Line:
    fresh = tuple(slot for slot in _SLOT.findall(template) if slot in story_parts.FRESH or slot in RECEIVE_FORMS)
    return Line(template, _kind(template), _subject_number(template), fresh)


def _wording(text: str) -> tuple[Line, ...]:
    return tuple(_line(part.strip()) for part in text.split(" | "))


def parse(table: str) -> Iterator[Plot]:
    """The plots of a table."""
    for block in re.split(r"^# ", table, flags=re.MULTILINE)[1:]:
        head, *rest = block.strip().splitlines()
        title, *options = (part.strip() for part in head.split("|"))
        plot = Plot(title, dict(option.split("=") for option in options))
        preamble, *beats = re.split(r"^(?=--$|-\?$)", "\n".join(rest), flags=re.MULTILINE)
        for row in preamble.strip().splitlines():
            slots, values = row.split(" = ")
            rows = tuple(tuple(part.strip() for part in value.split(";")) for value in values.split(" | "))
            plot.choices.append((tuple(slot.strip() for slot in slots.split(",")), rows))
        for beat in beats:
            mark, *wordings = beat.strip().splitlines()
            plot.beats.append(Beat(tuple(_wording(wording) for wording in wordings), mark == "-?"))
        yield plot


@cache
def plots(family: str) -> tuple[Plot, ...]:
    """All plots of a family of texts."""
    if family != "story":
        return tuple(parse(story_texts.TABLES[family]))
    modules = (story_plots, story_plots_more, story_plots_outdoors, story_plots_tales)
    return tuple(plot for module in modules for plot in parse(module.PLOTS))


@cache
def part(label: str) -> tuple[tuple[Line, ...], ...]:
    """The wordings of a part that many plots share, such as openings."""
    return tuple(_wording(wording) for wording in story_parts.PARTS[label].strip().splitlines())


def _cast(rng: random.Random) -> Slots:
    """The characters: the hero, a friend of the other gender and a grown-up of the family."""
    gender = rng.choice(("girl", "boy"))
    other = "boy" if gender == "girl" else "girl"
    own_names, other_names = (GIRLS, BOYS) if gender == "girl" else (BOYS, GIRLS)
    adult, adult_gender = rng.choice(_ADULTS)
    slots: Slots = {"N": name(rng.choice(own_names), "PERSON"), "F": name(rng.choice(other_names), "PERSON")}
    slots.update(_PRONOUNS[gender])
    slots.update({"f" + slot: word for slot, word in _PRONOUNS[other].items()})
    slots.update({"p" + slot: word for slot, word in _PRONOUNS[adult_gender].items()})
    slots["P"] = adult
    return slots


def receive(rng: random.Random, form: str) -> str:
    """A form of "receive" with its tag, misspelled as often as the corpus gets it wrong."""
    spelled = form.replace("ei", "ie") if rng.random() < MISSPELLING_RATE else form
    return f"{spelled}/{RECEIVE_FORMS[form]}"


def _settle_verbs(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Correct default verb tags by their neighbours: "had lost" is a participle, "they want" is present tense."""
    result = list(words)
    for index, word in enumerate(words):
        if word.tag not in ("VBD", "VB") or word.text in _AUXILIARIES:
            continue
        back = index - 1
        while back >= 0 and words[back].tag == "RB":
            back -= 1
        before = words[back].text.lower() if back >= 0 else ""
        if word.tag == "VBD" and before in _AUXILIARIES:
            result[index] = replace(word, tag="VBN")
        elif word.tag == "VB" and before in _SUBJECTS:
            helper = words[back - 1] if back else None
            if helper is None or (helper.tag != "MD" and helper.text.lower() not in ("do", "did", "let")):
                result[index] = replace(word, tag="VBP")
    return tuple(result)


def tell(rng: random.Random, line: Line, slots: Slots) -> Sentence:
    """One sentence; its fresh slots are drawn anew, the others hold for the whole document."""
    for slot in line.fresh:
        slots[slot] = receive(rng, slot) if slot in RECEIVE_FORMS else rng.choice(story_parts.FRESH[slot])
    said = sentence(line.template, line.kind, line.subject_number, **slots)
    return replace(said, words=_settle_verbs(said.words))


def _value(value: str, slots: Slots) -> str | tuple[Word, ...]:
    if "/NNP" in value:
        return name(value.replace("/NNP", ""), "PERSON")
    return fill(value, **slots) if "{" in value else value


def draw_slots(rng: random.Random, plot: Plot) -> Slots:
    """Everything that stays the same through one document."""
    slots = _cast(rng)
    for slot, values in story_parts.STABLE.items():
        slots[slot] = rng.choice(values)
    for group, rows in plot.choices:
        for slot, value in zip(group, rng.choice(rows), strict=True):
            slots[slot] = _value(value, slots)
    return slots


def _told_beats(rng: random.Random, plot: Plot) -> Iterator[tuple[tuple[Line, ...], ...]]:
    return (beat.wordings for beat in plot.beats if not beat.optional or rng.random() < OPTIONAL_RATE)


def _outline(rng: random.Random, plot: Plot) -> Iterator[tuple[tuple[Line, ...], ...]]:
    """The parts of a story in order, each with all its wordings."""
    if plot.options.get("intro", "yes") == "yes":
        weather = plot.options.get("weather", "any")
        if rng.random() < 0.5:
            yield part("once")
            if rng.random() < 0.45:
                yield part("portrait")
            yield part(f"weather_{weather}")
        else:
            yield part(f"weather_{weather}")
            yield part("present")
    yield from _told_beats(rng, plot)
    if plot.options.get("end", "yes") == "yes":
        draw = rng.random()
        if draw < 0.24:
            yield part("reward")
        if draw < 0.7:
            yield part("ending")


def _introduced(template: str) -> str:
    """The first mention of the friend, "his friend Tom", unless the friend is named in speech or introduced anyway."""
    before = template[: template.index("{F}")]
    known = before.count('"') % 2 or before.endswith(("named ", "called ", "friend "))
    return template if known else template.replace("{F}", "{his} friend {F}", 1)


def _connected(rng: random.Random, lines: list[Line], family: str) -> Iterator[Line]:
    """The same sentences with regard to those before them.

    The hero is sometimes "he" or "she" where nobody else is meant, a story introduces the friend, and only who was
    asked something answers.
    """
    before, friend_is_known = "", family != "story"
    for line in lines:
        template = line.template
        if "{F}" in template and not friend_is_known:
            template, friend_is_known = _introduced(template), True
        if '?"' not in before:
            template = template.replace("{said}", "said")
        only_hero = before.startswith("{N} ") and not _OTHERS.search(before)
        if only_hero and template.startswith("{N} ") and "{P}" not in template and rng.random() < PRONOUN_RATE:
            template = template.replace("{N}", "{he}", 1)
        before = line.template
        yield _line(template)


def _document(family: str) -> Callable[[random.Random], Document]:
    def make(rng: random.Random) -> Document:
        plot = rng.choice(plots(family))
        slots = draw_slots(rng, plot)
        outline = _outline(rng, plot) if family == "story" else _told_beats(rng, plot)
        lines = [line for step in outline for line in rng.choice(step)]
        return Document(family, tuple(tell(rng, line, slots) for line in _connected(rng, lines, family)))

    return make


FAMILIES: dict[str, Callable[[random.Random], Document]] = {
    family: _document(family) for family in ("story", *story_texts.TABLES)
}
