import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.prompt_ablation.accuracy import accuracy, confusion, judged, said, worst
from lmdash.analyses.prompt_ablation.whole_words import Found, found


@pytest.mark.parametrize(
    ("written", "expected", "place"),
    [
        (" Paris.", "Paris", Found.FIRST),
        (" paris", "Paris.", Found.FIRST),
        ("“Paris”, of course", "Paris", Found.FIRST),
        ("The capital of Japan is Tokyo.", "Tokyo", Found.INSIDE),
        ("It's Japan’s.", "Japan", Found.INSIDE),
        ("L'Italia", "Italia", Found.INSIDE),
        (" New Delhi, of", "new delhi", Found.FIRST),
        ("It is New-Delhi", "New Delhi", Found.INSIDE),
        (" New York, not old Delhi", "New Delhi", Found.ABSENT),
        (" Parisian food", "Paris", Found.ABSENT),
        ("Romero", "Rome", Found.ABSENT),
        ("I can't", "can", Found.ABSENT),
        ("The city of light", "Paris", Found.ABSENT),
        (" 3.", "3", Found.FIRST),
        (" 3.5", "3", Found.ABSENT),
        (" 3.5kg", "5kg", Found.ABSENT),
        (" 35", "3", Found.ABSENT),
        ("It is −5", "5", Found.ABSENT),
        ("10-5", "5", Found.INSIDE),
        ("1,000", "1", Found.ABSENT),
        (" .", ".", Found.FIRST),
        ("a.", ".", Found.INSIDE),
        ("!", ".", Found.ABSENT),
        ("", "Paris", Found.ABSENT),
        ("Paris", "", Found.ABSENT),
        ("In der STRASSE", "Straße", Found.INSIDE),
        ("cafe\u0301", "café", Found.FIRST),
        ("cafe\u0301", "cafe", Found.ABSENT),
        ("हिन्दी है", "हि", Found.ABSENT),
        ("東京です", "東京", Found.FIRST),
        ("日本の首都は東京です", "東京", Found.INSIDE),
        ("日本の首都は東京です", "京都", Found.ABSENT),
    ],
)
def test_an_answer_is_found_as_whole_words(written, expected, place):
    assert found(written, expected) is place


@pytest.mark.parametrize(
    ("written", "expected", "instead"),
    [
        (" Paris, of", "Paris", "Paris"),
        (" It is paris", "Paris", "Paris"),
        (" Parisian food", "Paris", "Parisian"),
        (" New York is", "New Delhi", "New York"),
        ("", "Paris", ""),
        ("!", "Paris", "!"),
    ],
)
def test_what_was_said_instead_is_as_long_as_the_answer(written, expected, instead):
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
    assert rows["found"].tolist() == [Found.FIRST, Found.ABSENT, Found.ABSENT, Found.FIRST]
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
