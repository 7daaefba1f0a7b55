import pytest

from lmdash.analyses.why.ordinary import ORDINARY, Usual, times, usual


def test_the_usual_is_the_median():
    assert usual([1.0, 2.0, 9.0], [0.5, 0.1, 0.3]) == Usual(2.0, 0.3, 3)


def test_without_ordinary_prompts_nothing_is_usual():
    assert usual([], []) is None


@pytest.mark.parametrize(("drop", "expected"), [(4.0, 2.0), (0.0, 0.0), (-3.0, 0.0)])
def test_how_many_times_the_usual(drop, expected):
    assert times(drop, 2.0) == expected


def test_ordinary_prompts_differ():
    assert len(set(ORDINARY)) == len(ORDINARY)
