"""Universal parts of speech and morphology, by rule, from Penn tags, labels and a few words.

The names and values are those of Universal Dependencies as ``en_core_web_sm`` writes them.  A tag that the form of a
known word cannot have (``jump`` as a past tense) is put right as well.
"""

from __future__ import annotations

from typing import Any

from lmdash.demo.parsing.word_uses import impossible_tags

_TAGS: dict[str, tuple[str, str]] = {
    "NN": ("NOUN", "Number=Sing"), "NNS": ("NOUN", "Number=Plur"),
    "NNP": ("PROPN", "Number=Sing"), "NNPS": ("PROPN", "Number=Plur"),
    "JJ": ("ADJ", "Degree=Pos"), "JJR": ("ADJ", "Degree=Cmp"), "JJS": ("ADJ", "Degree=Sup"),
    "RB": ("ADV", ""), "RBR": ("ADV", "Degree=Cmp"), "RBS": ("ADV", "Degree=Sup"), "WRB": ("SCONJ", ""),
    "VB": ("VERB", "VerbForm=Inf"), "VBP": ("VERB", "Tense=Pres|VerbForm=Fin"),
    "VBZ": ("VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"), "VBD": ("VERB", "Tense=Past|VerbForm=Fin"),
    "VBN": ("VERB", "Aspect=Perf|Tense=Past|VerbForm=Part"), "VBG": ("VERB", "Aspect=Prog|Tense=Pres|VerbForm=Part"),
    "MD": ("AUX", "VerbForm=Fin"), "DT": ("DET", ""), "PDT": ("DET", ""), "WDT": ("PRON", ""), "WP": ("PRON", ""),
    "PRP": ("PRON", "PronType=Prs"), "PRP$": ("PRON", "Poss=Yes|PronType=Prs"), "EX": ("PRON", ""),
    "IN": ("ADP", ""), "RP": ("ADP", ""), "TO": ("PART", ""), "POS": ("PART", ""), "CC": ("CCONJ", "ConjType=Cmp"),
    "CD": ("NUM", "NumType=Card"), "UH": ("INTJ", ""), "SYM": ("SYM", ""), "HYPH": ("PUNCT", "PunctType=Dash"),
    ".": ("PUNCT", "PunctType=Peri"), ",": ("PUNCT", "PunctType=Comm"), ":": ("PUNCT", ""),
    "``": ("PUNCT", "PunctSide=Ini|PunctType=Quot"), "''": ("PUNCT", "PunctSide=Fin|PunctType=Quot"),
    "-LRB-": ("PUNCT", "PunctSide=Ini|PunctType=Brck"), "-RRB-": ("PUNCT", "PunctSide=Fin|PunctType=Brck"),
    "NFP": ("PUNCT", ""), "$": ("SYM", ""), "FW": ("X", "Foreign=Yes"), "XX": ("X", ""), "ADD": ("X", ""),
}  # fmt: skip
_PERSONS = {
    "i": "Case=Nom|Number=Sing|Person=1", "me": "Case=Acc|Number=Sing|Person=1", "you": "Person=2",
    "he": "Case=Nom|Gender=Masc|Number=Sing|Person=3", "him": "Case=Acc|Gender=Masc|Number=Sing|Person=3",
    "she": "Case=Nom|Gender=Fem|Number=Sing|Person=3", "her": "Case=Acc|Gender=Fem|Number=Sing|Person=3",
    "it": "Gender=Neut|Number=Sing|Person=3", "we": "Case=Nom|Number=Plur|Person=1",
    "us": "Case=Acc|Number=Plur|Person=1", "they": "Case=Nom|Number=Plur|Person=3",
    "them": "Case=Acc|Number=Plur|Person=3", "myself": "Number=Sing|Person=1|Reflex=Yes",
    "himself": "Gender=Masc|Number=Sing|Person=3|Reflex=Yes", "itself": "Gender=Neut|Number=Sing|Person=3|Reflex=Yes",
    "herself": "Gender=Fem|Number=Sing|Person=3|Reflex=Yes", "themselves": "Number=Plur|Person=3|Reflex=Yes",
}  # fmt: skip
_OWNERS = {
    "my": "Number=Sing|Person=1", "your": "Person=2", "his": "Gender=Masc|Number=Sing|Person=3",
    "her": "Gender=Fem|Number=Sing|Person=3", "its": "Gender=Neut|Number=Sing|Person=3",
    "our": "Number=Plur|Person=1", "their": "Number=Plur|Person=3",
}  # fmt: skip
_DETERMINERS = {
    "a": "Definite=Ind|PronType=Art", "an": "Definite=Ind|PronType=Art", "the": "Definite=Def|PronType=Art",
    "this": "Number=Sing|PronType=Dem", "that": "Number=Sing|PronType=Dem", "these": "Number=Plur|PronType=Dem",
    "those": "Number=Plur|PronType=Dem", "no": "PronType=Neg",
}  # fmt: skip
_BE = {
    **dict.fromkeys(("am", "'m", "’m"), "Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin"),
    **dict.fromkeys(("is", "'s", "’s"), "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
    **dict.fromkeys(("are", "'re", "’re"), "Mood=Ind|Number=Plur|Tense=Pres|VerbForm=Fin"),
    "was": "Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin",
    "were": "Mood=Ind|Number=Plur|Tense=Past|VerbForm=Fin",
}  # fmt: skip


def add_to(nlp: Any) -> None:
    """Give the attribute ruler of a spaCy pipeline its patterns; later ones win."""
    ruler = nlp.get_pipe("attribute_ruler")
    ruler.clear()

    def add(pattern: dict, pos: str, morph: str) -> None:
        ruler.add([[pattern]], {"POS": pos, "MORPH": morph} if pos else {"MORPH": morph})

    for tag, (pos, morph) in _TAGS.items():
        add({"TAG": tag}, pos, morph)
    for word, morph in _PERSONS.items():
        add({"TAG": "PRP", "LOWER": word}, "PRON", f"{morph}|PronType=Prs")
    for word, morph in _OWNERS.items():
        add({"TAG": "PRP$", "LOWER": word}, "PRON", f"{morph}|Poss=Yes|PronType=Prs")
    for word, morph in _DETERMINERS.items():
        add({"TAG": "DT", "LOWER": word}, "DET", morph)
    for tag in ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"):
        _, morph = _TAGS[tag]
        add({"TAG": tag, "DEP": {"IN": ["aux", "auxpass"]}}, "AUX", morph)
        add({"TAG": tag, "LOWER": {"IN": ["be", "been", "being"]}}, "AUX", morph)
    for word, morph in _BE.items():
        add({"TAG": {"IN": ["VBZ", "VBP", "VBD"]}, "LOWER": word}, "AUX", morph)
    for (wrong, right), forms in sorted(impossible_tags().items()):
        pos, morph = _TAGS[right]
        known = {"TAG": wrong, "LOWER": {"IN": sorted(forms)}}
        ruler.add([[known]], {"TAG": right, "POS": pos, "MORPH": morph})
        if right == "VBP":  # a command
            ruler.add([[known | {"IS_SENT_START": True}]], {"TAG": "VB", "POS": "VERB", "MORPH": "VerbForm=Inf"})
    add({"TAG": "IN", "DEP": "mark"}, "SCONJ", "")
    add({"TAG": "DT", "DEP": {"IN": ["nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative"]}}, "PRON", "")
    add({"LOWER": {"IN": ["not", "n't", "n’t"]}, "DEP": "neg"}, "PART", "Polarity=Neg")
