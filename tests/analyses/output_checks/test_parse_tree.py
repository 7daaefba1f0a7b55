"""displaCy's drawing is a drawing whatever the text holds."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from lmdash.analyses.output_checks.parse_tree import MARGIN, MOST_WORDS, meaning, parse_tree
from lmdash.analyses.output_checks.parsed_text import ParsedText, parsed_text

HOSTILE = "<img/src=x/onerror=alert(1)>"
COLUMNS = ["sentence", "token", "start", "end", "pos", "tag", "label", "head", "morph", "entity"]


def parsed(*sentences):
    """Words each of which hangs on the next, the last of a sentence being the main one."""
    rows, first = [], 0
    for number, words in enumerate(sentences):
        last = first + len(words) - 1
        for place, word in enumerate(words, first):
            rows.append([number, word, 0, 0, "NOUN", "NN", "dep", min(place + 1, last), "", ""])
        first = last + 1
    return ParsedText("", pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(), cut=False)


def test_the_drawing_is_of_one_sentence_and_of_no_more_words_than_fit():
    text = parsed(["Paris", "sleeps"], ["Rome", "too"])
    assert [word in parse_tree(text, 1, "#000000") for word in ("Paris", "Rome")] == [False, True]
    assert parse_tree(text, 2, "#000000") == ""
    drawn = parse_tree(parsed([f"w{place}" for place in range(MOST_WORDS + 20)]), 0, "#000000")
    assert f">w{MOST_WORDS - 1}<" in drawn
    assert f">w{MOST_WORDS}<" not in drawn


@pytest.mark.parametrize("word", [HOSTILE, "</svg><script>alert(1)</script>", "a\x00\x01b", '"&<>', "\u202e"])
def test_hostile_words_are_text_in_the_drawing(word):
    drawn = parse_tree(parsed([word, "is", "here"]), 0, "#000000")
    root = ElementTree.fromstring(drawn)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "text",
        "tspan",
        "g",
        "path",
        "textPath",
    }
    kept = "".join(letter if letter.isprintable() or letter == "\u202e" else "\ufffd" for letter in word)
    assert kept in "".join(root.itertext())


def test_every_arc_is_inside_the_drawing_and_no_band_is_empty_above_them():
    drawn = parse_tree(parsed(["a", "b", "c", "d", "e"]), 0, "#000000")
    _, top, width, height = map(float, re.search(r'viewBox="([^"]*)"', drawn)[1].split())
    points = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)(?=[ \"])", drawn)]
    assert min(y for _, y in points) == pytest.approx(top + MARGIN)
    assert all(0 <= x <= width and y <= top + height for x, y in points)


def test_a_real_sentence_with_markup_in_it_is_drawn_as_text():
    drawn = parse_tree(parsed_text(None, f"The old man saw {HOSTILE} in Paris."), 0, "#000000")
    assert ElementTree.fromstring(drawn) is not None
    assert "<img" not in drawn


def test_labels_are_put_into_words():
    assert meaning("NN") == "noun, singular or mass"
    assert meaning("") == ""
    assert meaning("<b>") == "<b>"
