"""A text with marks on it: its pieces are the text, whatever the marks."""

import json

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lmdash.charts.output_checks import SIGNS
from lmdash.ui.output_checks.marked_text import TextMark, pieces_of

HOSTILE = "<img src=x onerror=alert(1)> ![p](https://tracker.invalid/p.png)"
MARKS = st.builds(
    lambda start, length, severity: TextMark(start, start + length, severity, "why"),
    st.integers(0, 45),
    st.integers(0, 30),
    st.sampled_from(list(SIGNS)),
)


@given(st.text(max_size=40), st.lists(MARKS, max_size=8), st.integers(0, 50))
def test_the_pieces_are_the_text_and_every_mark_lies_on_its_characters(text, marks, before):
    pieces = pieces_of(text, marks, chosen=0, before=before)
    assert "".join(piece["text"] for piece in pieces) == text
    covered = {number: set() for number in range(len(marks))}
    place = 0
    for piece in pieces:
        assert piece["text"]
        for number in piece["marks"]:
            covered[number] |= set(range(place, place + len(piece["text"])))
        place += len(piece["text"])
        worst = [marks[number].severity for number in piece["marks"]]
        assert piece["severity"] == (min(worst, key=list(SIGNS).index) if worst else "")
        assert piece["before"] == (place <= before)
        assert piece["chosen"] == (0 in piece["marks"])
    if text:
        for number, mark in enumerate(marks):
            start = min(mark.start, len(text) - 1)
            assert covered[number] == set(range(start, min(len(text), max(mark.end, start + 1))))
        assert sorted(number for piece in pieces for number in piece["ends"]) == list(range(len(marks)))


def test_overlapping_marks_are_all_there_worst_first():
    marks = [TextMark(0, 9, "hint", "a"), TextMark(4, 12, "error", "b")]
    pieces = pieces_of("one two three", marks)
    assert [(piece["text"], piece["marks"], piece["ends"]) for piece in pieces] == [
        ("one ", [0], []),
        ("two t", [1, 0], [0]),
        ("hre", [1], [1]),
        ("e", [], []),
    ]


def _draw(text):
    from lmdash.ui.output_checks.drawing import drawing
    from lmdash.ui.output_checks.marked_text import TextMark, marked_text

    marked_text("text", text, [TextMark(0, 4, "error", text)], key="m", on_click=lambda number: None)
    drawing(f"<svg>{text}</svg>", text, key="d")


def test_text_travels_as_data_and_never_as_markup():
    app = AppTest.from_function(_draw, args=(HOSTILE,)).run()
    assert not app.exception
    for element in app.get("bidi_component"):
        assert json.loads(element.proto.json)
        assert "img src" not in element.proto.html_content
        assert "innerHTML" not in element.proto.js_content
