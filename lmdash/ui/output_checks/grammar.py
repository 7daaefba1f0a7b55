"""How spaCy reads the chosen text: part of speech, names, and who does what to whom."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lmdash.analyses.output_checks.parse_tree import MOST_WORDS, meaning, parse_tree
from lmdash.analyses.output_checks.parsed_text import ParsedText, parsed_text
from lmdash.charts.numbers import count
from lmdash.charts.theme import INKS
from lmdash.ui.frame.addresses.output_checks import GRAMMAR_SHOWS, WORD, Grammar
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.strip import Chip, strip
from lmdash.ui.kit.tables import show_table
from lmdash.ui.kit.theme import theme
from lmdash.ui.output_checks.batch import Batch, chosen_text
from lmdash.ui.output_checks.drawing import drawing
from lmdash.ui.output_checks.text import text_strip

Words = list[dict[Any, Any]]
MOST_CHIPS, LONGEST = 400, 60  # words that are shown; characters of one
COLUMNS = {
    "token": "Word",
    "pos": "Part of speech",
    "tag": "Tag",
    "label": "Relation",
    "hangs_on": "Depends on",
    "entity": "Name",
    "morph": "Form",
}


def show_grammar(inputs: Inputs, batch: Batch) -> None:
    """The words with what they are, the chosen one in a sentence, the drawing of its sentence, and a table of all."""
    number = chosen_text(batch)
    text_strip(batch, number)
    parsed = inputs.ask(parsed_text, text=batch.texts[number].text, pipeline_name=batch.checked.pipeline)
    words = parsed.tokens.to_dict("records")
    places = [row for row, word in enumerate(words) if not word["token"].isspace()]
    if not places:
        st.info("This text has no words to read.")
        return
    names = segmented(GRAMMAR_SHOWS, "Show") is Grammar.NAMES
    shown = places[:MOST_CHIPS]
    chosen = WORD.below(len(shown)) or 0
    strip(
        "word",
        [
            Chip(
                word["token"][:LONGEST],
                tip=meaning(word["tag"]),
                detail=word["entity" if names else "pos"],
                special=names and bool(word["entity"]),
            )
            for word in (words[row] for row in shown)
        ],
        key="grammar_strip",
        on_click=WORD.set,
        selected=chosen,
    )
    if len(shown) < len(places) or parsed.cut:
        st.caption(f"The first {count(len(shown))} words are shown; the table has more.")
    if names and parsed.entities.empty:
        st.caption("spaCy found no names of people, places or things in this text.")
    say(*_in_words(words, shown[chosen]), key="grammar_word")
    _draw(parsed, words, int(words[shown[chosen]]["sentence"]))
    with folded("All words as a table", ":material/table:", "grammar_table") as box:
        if box.open:
            hangs_on = [words[word["head"]]["token"] if word["head"] != row else "" for row, word in enumerate(words)]
            table = parsed.tokens.assign(hangs_on=hangs_on).iloc[places][list(COLUMNS)]
            show_table(table, COLUMNS, "Every word with its part of speech and its relation")
            downloads("grammar_of_the_text", table)


def _in_words(words: Words, row: int) -> list[Part]:
    """‘jump: verb, non-3rd person singular present; the main word of its sentence.’."""
    word = words[row]
    parts: list[Part] = [(word["token"][:LONGEST], "token"), f": {meaning(word['tag'] or word['pos']) or 'unknown'}"]
    if word["label"] and word["head"] != row:
        parts += [f"; {meaning(word['label'])} of ", (words[word["head"]]["token"][:LONGEST], "token")]
    elif word["label"]:
        parts += ["; the main word of its sentence"]
    if word["entity"]:
        parts += [f"; part of a name: {meaning(word['entity'])}"]
    return [*parts, "."]


def _draw(parsed: ParsedText, words: Words, sentence: int) -> None:
    svg = parse_tree(parsed, sentence, INKS[theme()])
    if not svg:
        st.caption("spaCy found no relations between the words of this sentence.")
        return
    own = [row for row, word in enumerate(words) if word["sentence"] == sentence]
    relations = [
        f"{words[row]['token']} is the {meaning(words[row]['label'])} of {words[words[row]['head']]['token']}"
        for row in own
        if words[row]["head"] != row
    ]
    drawing(svg, "Relations: " + "; ".join(relations[:MOST_WORDS]), key="grammar_tree")
    cut = f" Only its first {MOST_WORDS} words are drawn." if len(own) > MOST_WORDS else ""
    last = words[-1]["sentence"] + 1
    st.caption(f"Sentence {sentence + 1} of {last}: an arrow leads from each word to the words that depend on it.{cut}")
