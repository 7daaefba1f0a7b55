"""Which words the corpus knows, and the Penn Treebank tag of each surface form.

Open-class words live in ``vocabulary.py`` and ``story_vocabulary.py``; closed-class words and the rules of inflection
live here.  A surface form has one default tag; a template overrides it where English is ambiguous (``saw/NN``).
"""

from __future__ import annotations

from functools import cache

CLOSED_CLASS: dict[str, str] = {
    **dict.fromkeys("the a an this that these those every each some any no another both all half".split(), "DT"),
    **dict.fromkeys("i you he she it we they me him us them himself herself itself themselves myself".split(), "PRP"),
    **dict.fromkeys("everyone everything someone something nothing nobody anyone anything one".split(), "NN"),
    **dict.fromkeys("my your his her its our their".split(), "PRP$"),
    **dict.fromkeys(
        "of in on at by with from into for about after before under over near behind beside between through across "
        "during until without around against along above below inside outside than as like if because while although "
        "since off toward past".split(),
        "IN",
    ),
    **dict.fromkeys("and or but nor so yet plus minus".split(), "CC"),
    **dict.fromkeys("will would can could should may might must".split(), "MD"),
    **dict.fromkeys("who what whom".split(), "WP"),
    **dict.fromkeys("when where why how".split(), "WRB"),
    **dict.fromkeys("which whose".split(), "WDT"),
    **dict.fromkeys("zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
                    "seventeen eighteen".split(), "CD"),
    "to": "TO",
    "not": "RB",
    "n't": "RB",
    "there": "EX",
    "'s": "POS",
    "is": "VBZ", "are": "VBP", "am": "VBP", "was": "VBD", "were": "VBD", "be": "VB", "been": "VBN", "being": "VBG",
    "has": "VBZ", "have": "VBP", "had": "VBD", "having": "VBG",
    "does": "VBZ", "do": "VBP", "did": "VBD", "done": "VBN", "doing": "VBG",
    "yes": "UH", "oh": "UH", "hello": "UH", "goodbye": "UH", "thank": "VBP",
    ".": ".", "?": ".", "!": ".", ",": ",", ":": ":", ";": ":", '"': "''", "-": "HYPH",
}  # fmt: skip

UPOS: dict[str, str] = {
    "DT": "DET", "PRP": "PRON", "PRP$": "PRON", "IN": "ADP", "CC": "CCONJ", "MD": "AUX", "WP": "PRON", "WRB": "ADV",
    "WDT": "DET", "CD": "NUM", "TO": "PART", "RB": "ADV", "EX": "PRON", "POS": "PART", "UH": "INTJ", "NN": "NOUN",
    "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RBR": "ADV", "RBS": "ADV",
    "VB": "VERB", "VBP": "VERB", "VBZ": "VERB", "VBD": "VERB", "VBN": "VERB", "VBG": "VERB", "RP": "ADP",
    ".": "PUNCT", ",": "PUNCT", ":": "PUNCT", "''": "PUNCT", "HYPH": "PUNCT", "SYM": "SYM",
}  # fmt: skip

IRREGULAR_PLURALS = {
    "child": "children", "man": "men", "woman": "women", "person": "people", "mouse": "mice", "goose": "geese",
    "foot": "feet", "tooth": "teeth", "knife": "knives", "leaf": "leaves", "loaf": "loaves", "shelf": "shelves",
    "wolf": "wolves", "sheep": "sheep", "fish": "fish", "deer": "deer", "wife": "wives", "thief": "thieves",
    "scarf": "scarves", "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "fisherman": "fishermen",
    "policeman": "policemen", "fireman": "firemen", "half": "halves", "life": "lives", "calf": "calves", "ox": "oxen",
}  # fmt: skip


def plural(noun: str) -> str:
    """The plural of a singular noun; for a compound, of its last word."""
    if " " in noun:
        first, last = noun.rsplit(" ", 1)
        return f"{first} {plural(last)}"
    if noun in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[noun]
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _doubles(verb: str) -> bool:
    """Whether a short verb doubles its last consonant before a vowel (stop: stopped)."""
    if len(verb) < 3 or verb[-1] in "aeiouwxy" or verb[-2] not in "aeiou" or verb[-3] in "aeiou":
        return False
    return sum(letter in "aeiou" for letter in verb) == 1


def third_person(verb: str) -> str:
    """``carry`` to ``carries``."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def gerund(verb: str) -> str:
    """``make`` to ``making``."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    return verb + (verb[-1] if _doubles(verb) else "") + "ing"


def past(verb: str) -> str:
    """The regular past form, ``stop`` to ``stopped``."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


@cache
def default_tags() -> dict[str, str]:
    """Every known lower-case surface form with its default tag; earlier sources win."""
    from lmdash.demo.texts import story_vocabulary, vocabulary

    tags = dict(CLOSED_CLASS)
    for source in (vocabulary, story_vocabulary):
        # VERBS maps a base form to None (regular) or to (past tense, past participle).
        for base, irregular in source.VERBS.items():
            tense, participle = irregular or (past(base), past(base))
            for form, tag in ((tense, "VBD"), (participle, "VBN"), (third_person(base), "VBZ"), (gerund(base), "VBG")):
                tags.setdefault(form, tag)
        for noun in source.NOUNS:
            tags.setdefault(noun, "NN")
            tags.setdefault(plural(noun), "NNS")
        for adjective in source.ADJECTIVES:
            tags.setdefault(adjective, "JJ")
        for adverb in source.ADVERBS:
            tags.setdefault(adverb, "RB")
        for form, tag in source.OTHER.items():
            tags.setdefault(form, tag)
        for base in source.VERBS:
            tags.setdefault(base, "VB")
    return tags
