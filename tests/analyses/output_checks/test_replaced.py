"""What became of a marked word is told by what stands at its place, not by its being gone."""

from lmdash.analyses.output_checks.check_texts import check_texts
from lmdash.analyses.output_checks.replaced import replaced
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN

LETTER = "Dear Anna, thank you for the letter that I"


def checked(*texts: str):
    return check_texts(None, texts, pipeline_name=BUILT_IN, prompts=(LETTER,) * len(texts))


WRONG = (" recieved yesterday.", " recieved today.", " recieved.", " received.")


def test_one_wrong_word_in_place_of_another_is_no_repair():
    found = replaced(checked(*WRONG), checked(" was yesterday.", " was today.", " recieved.", " was."))
    assert (found.word, found.right) == ("recieved", "received")
    assert found.now == (("was", 2), ("recieved", 1))
    assert (found.right_before, found.right_after, found.texts) == (1, 0, 4)
    assert found.mended is False


def test_the_right_word_at_most_places_is_one():
    found = replaced(checked(*WRONG), checked(" received yesterday.", " received today.", " was.", " received."))
    assert found.now == (("received", 2), ("was", 1))
    assert (found.right_before, found.right_after) == (1, 3)
    assert found.mended is True


def test_a_text_that_differs_before_the_place_says_nothing_of_it():
    found = replaced(checked(" sent you, and recieved."), checked(" was glad, and received."))
    assert (found.now, found.moved, found.marked) == ((), 1, 1)


def test_a_text_that_ends_there_and_texts_without_a_mark():
    assert replaced(checked(" recieved."), checked("")).now == (("", 1),)
    assert replaced(checked(" received."), checked(" recieved.")) is None
