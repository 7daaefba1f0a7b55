import time

from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.common.word_differences import marked_words, shortened


def test_the_words_that_differ_are_marked():
    marked = marked_words("The capital of Italy is big", "The capital of France is")
    assert [text for text, differs in marked if differs] == ["Italy", " big"]
    assert marked_words("a b", "a b") == (("a b", False),)
    assert marked_words("", "a") == ()
    assert marked_words("x", "") == (("x", True),)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_are_the_text_and_equal_texts_have_no_marks(text, other):
    pieces = marked_words(text, other)
    assert "".join(piece for piece, _ in pieces) == text
    assert not any(differs for _, differs in marked_words(text, text))
    if text.split() != other.split() and text.strip() and not set(text.split()) & set(other.split()):
        assert any(differs for _, differs in pieces)


def test_long_texts_that_differ_everywhere_take_no_time():
    one, two = (" ".join(f"{letter}{place}" for place in range(4000)) for letter in "ab")
    start = time.process_time()
    assert marked_words(one, two)[0][1]
    assert time.process_time() - start < 0.5


def test_a_long_prompt_is_shown_shortened_around_its_marks():
    text = "word " * 300 + "Italy " + "word " * 300
    pieces = shortened(marked_words(text, text.replace("Italy", "France")), 200)
    assert ("Italy", True) in pieces
    assert sum(len(piece) for piece, _ in pieces) < 450
    assert shortened((("short", False),), 200) == (("short", False),)
