import numpy as np
import pandas as pd

from lmdash.charts.prompt_ablation.comparison import MOST_BARS, accuracy_bars, word_bars
from lmdash.charts.theme import STRENGTH, TARGET, WITHOUT
from tests.charts.schema import rows_of, valid


def table(count):
    return pd.DataFrame(
        {
            "prompt": ["same"] * count,
            "target": "a",
            "target_probability": np.linspace(0, 1, count),
            "rival": "b",
            "rival_probability": 0.5,
        }
    )


def test_every_prompt_has_a_bar_for_each_word_also_where_prompts_are_equal():
    spec = valid(word_bars(table(3), ("target", "rival")))
    rows = spec["datasets"]["rows"]
    assert len({row["prompt"] for row in rows}) == 3
    assert [(row["kind"], row["probability"]) for row in rows[:3]] == [
        ("target", 0.0),
        ("target", 0.5),
        ("target", 1.0),
    ]
    assert spec["layer"][0]["encoding"]["color"]["scale"]["range"] == [TARGET, WITHOUT]


def test_no_more_bars_than_can_be_read():
    rows = rows_of(word_bars(table(500), ("target",)))
    assert len(rows) == MOST_BARS


def test_accuracy_says_its_counts_and_interval():
    accuracy = pd.DataFrame(
        {"value": ["x", "y"], "right": [1, 2], "of": [2, 2], "share": [0.5, 1.0], "low": [0.1, 0.3], "high": [0.9, 1.0]}
    )
    spec = valid(accuracy_bars(accuracy))
    rows = spec["datasets"]["rows"]
    assert [row["counts"] for row in rows] == ["1 of 2", "2 of 2"]
    assert spec["layer"][0]["mark"]["color"] == STRENGTH
    assert spec["layer"][1]["encoding"]["x"]["field"] == "low"
