import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.prompt_ablation.accuracy import accuracy, confusion, is_right, judged, said, worst


@pytest.mark.parametrize(
    ("written", "expected", "right", "instead"),
    [
        (" Paris.", "Paris", True, "Paris"),
        (" Paris", "Paris", True, "Paris"),
        (" Parisian food", "Paris", False, "Parisian"),
        (" New Delhi, of", "New Delhi", True, "New Delhi"),
        (" New York is", "New Delhi", False, "New York"),
        (" paris", "Paris", False, "paris"),
        ("", "Paris", False, ""),
        ("!", "Paris", False, "!"),
        (" 3.5", "3", True, "3"),
        (" 35", "3", False, "35"),
        (" .", ".", True, "."),
        ("東京です", "東京", False, "東京です"),
    ],
)
def test_an_answer_is_right_when_the_text_begins_with_it_and_no_longer_word(written, expected, right, instead):
    assert is_right(written, expected) is right
    assert said(written, expected) == instead


def table():
    return pd.DataFrame(
        {
            "country": ["a", "a", "b", "b", "c"],
            "written": [" X.", " Y.", " Y", " Y", " Z"],
            "expected": ["X", "X", "X", "Y", ""],
            "expected_log_probability": [-0.1, -3.0, -5.0, -0.2, np.nan],
        }
    )


def test_only_rows_that_expect_an_answer_are_judged():
    rows = judged(table())
    assert rows["right"].tolist() == [True, False, False, True]
    assert rows["said"].tolist() == ["X", "Y", "Y", "Y"]


def test_accuracy_counts_by_value_with_the_interval_of_wilson():
    rows = judged(table()).assign(always="v")
    by = accuracy(rows, "country")
    assert by["value"].tolist() == ["a", "b"]
    assert (by["right"].tolist(), by["of"].tolist(), by["share"].tolist()) == ([1, 1], [2, 2], [0.5, 0.5])
    [whole] = accuracy(rows, "always").itertuples()
    # The interval's ends solve (share - p)^2 = z^2 p (1 - p) / n, with z = 1.96.
    for end in (whole.low, whole.high):
        assert (whole.share - end) ** 2 == pytest.approx(1.96**2 * end * (1 - end) / 4, rel=1e-4)


def test_accuracy_has_the_worst_first_and_stays_within_its_bounds():
    rows = pd.DataFrame({"v": list("aabbcc"), "right": [True, True, False, False, True, False]})
    by = accuracy(rows, "v")
    assert by["value"].tolist() == ["b", "c", "a"]
    assert by["share"].tolist() == [0, 0.5, 1]
    assert (by["low"] <= by["share"]).all()
    assert (by["share"] <= by["high"]).all()
    assert by["low"].min() >= 0
    assert by["high"].max() <= 1


def test_confusion_counts_what_was_said_instead():
    assert confusion(judged(table())).to_dict("records") == [{"expected": "X", "said": "Y", "times": 2}]
    assert confusion(judged(table()).head(1)).empty


def test_the_worst_rows_come_first():
    assert worst(judged(table()))["expected_log_probability"].tolist() == [-5.0, -3.0, -0.2, -0.1]
