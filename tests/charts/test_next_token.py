import pandas as pd

from lmdash.charts.next_token import probability_bars, reshaped_bars
from lmdash.charts.theme import STRENGTH, TARGET
from tests.charts.schema import rows_of, valid


def _top() -> pd.DataFrame:
    return pd.DataFrame(
        {"rank": [1, 2, 3], "token": ["␣b", "␣a", "␣a"], "id": [7, 5, 6], "probability": [0.7, 0.2, 0.0001]}
    )


def test_bars_keep_the_order_of_probability_and_tell_twins_apart():
    rows = rows_of(probability_bars(_top()))
    assert [row["label"] for row in rows] == ["␣b", "␣a (id 5)", "␣a (id 6)"]
    assert [row["percent"] for row in rows] == ["70%", "20%", "<0.1%"]


def test_only_the_target_has_the_targets_colour():
    chart = probability_bars(_top(), target_id=5)
    assert [row["kind"] for row in rows_of(chart)] == ["other", "target", "other"]
    assert valid(chart)["layer"][0]["encoding"]["color"]["scale"]["range"] == [STRENGTH, TARGET]


def test_unlikely_answers_still_fill_the_picture():
    def width(top: pd.DataFrame) -> float:
        return valid(probability_bars(top))["layer"][0]["encoding"]["x"]["scale"]["domain"][1]

    assert width(_top()) > 1
    assert width(_top().assign(probability=[0.01, 0.005, 0.001])) < 0.02


def test_removed_tokens_say_so():
    rows = rows_of(reshaped_bars(_top().assign(sampled=[1.0, 0.0, 0.0])))
    assert [row["percent"] for row in rows if row["kind"] == "with these settings"] == [">99.9%", "removed", "removed"]
