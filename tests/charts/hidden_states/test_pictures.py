"""The pictures of the Hidden states page say what their tables say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.hidden_states.geometry import StateMap
from lmdash.charts.hidden_states.contexts import IN_WORDS, part_of_speech_bars
from lmdash.charts.hidden_states.direct_effects import effect_bars
from lmdash.charts.hidden_states.geometry import similarity_map, state_scatter
from lmdash.charts.hidden_states.lens import MEASURES, MOST_TALL, lens_grid
from lmdash.charts.hidden_states.trajectories import layer_lines, trajectory_lines
from lmdash.charts.theme import LOWERS, RAISES, STRENGTH, TARGET
from lmdash.demo.texts.lexicon import UPOS
from tests.charts.schema import rows_of, valid

HOSTILE = '"]+alert()+["\\'


def cells(positions: int = 2, steps: int = 3) -> pd.DataFrame:
    rows = [
        {
            "step": step,
            "layer": step // 2 - 1,
            "part": "ffn",
            "point": f"L{step}",
            "position": position,
            "token": HOSTILE if position else "␣a",
            "id": position,
            "final_token": "␣a",
            "agrees": position == 0,
            "probability": 0.25,
            "entropy_bits": 1.5,
            "kl_bits": 0.5,
            "rank": 1 + 1000 * position,
        }
        for step in range(steps)
        for position in range(positions)
    ]
    return pd.DataFrame(rows)


def grid(measure: str, **options) -> dict:
    return valid(lens_grid(cells(), ["The", HOSTILE], MEASURES[measure], (2, 1), **options))


@pytest.mark.parametrize(
    ("measure", "first", "last"),
    [("probability", "25%", "25%"), ("entropy", "1.5", "1.5"), ("rank", "1", "1\u202f001")],
)
def test_cells_show_their_number(measure, first, last):
    rows = rows_of(lens_grid(cells(), ["The", "b"], MEASURES[measure], (0, 0)))
    assert (rows[0]["written"], rows[-1]["written"]) == (first, last)


def test_the_chosen_cell_is_marked_and_tokens_cannot_leave_their_label():
    rows = rows_of(lens_grid(cells(), ["The", HOSTILE], MEASURES["probability"], (2, 1)))
    assert [(row["step"], row["position"]) for row in rows if row["selected"]] == [(2, 1)]
    expression = grid("probability")["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert expression == '{"0": "The", "1": "\\"]+alert()+[\\"\\\\"}[datum.value]'


def test_a_difference_has_zero_in_the_middle():
    changed = cells().assign(entropy_bits=[-2.0, 0.5, 0, 0, 0, 0], token_without="␣b")
    chart = lens_grid(changed, ["a", "b"], MEASURES["entropy"], (0, 0), difference=True)
    assert valid(chart)["layer"][0]["encoding"]["color"]["scale"]["domain"] == [-2.0, 0, 2.0]
    assert [row["written"] for row in rows_of(chart)][:2] == ["−2", "+0.5"]


def test_many_layers_make_low_rows_without_numbers():
    layers = len(grid("entropy")["layer"])
    many = valid(lens_grid(cells(1, MOST_TALL + 1), ["a"], MEASURES["entropy"], (0, 0)))
    assert len(many["layer"]) == layers - 1


def path() -> pd.DataFrame:
    numbers = {"probability": [0.1, 0.9] * 3, "logit": [1.0, 2.0] * 3, "rank": [50, 1] * 3}
    parts = ["embedding", "embedding", "attention", "attention", "ffn", "ffn"]
    return pd.DataFrame(
        {"step": [0, 0, 1, 1, 2, 2], "part": parts, "point": parts, "token": "␣a", "id": [5, 6] * 3, **numbers}
    )


@pytest.mark.parametrize("column", ["probability", "logit", "rank"])
def test_lines_tell_twins_apart_and_the_followed_one_has_its_colour(column):
    chart = valid(trajectory_lines(path(), column, (6, TARGET)))
    scale = chart["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["␣a (id 6)", "␣a (id 5)"]
    assert scale["range"][0] == TARGET
    assert TARGET not in scale["range"][1:]


def test_ranks_have_the_best_on_top():
    chart = valid(trajectory_lines(path(), "rank", (6, STRENGTH)))
    assert chart["layer"][0]["encoding"]["y"]["scale"]["domain"] == [50, 1]


def test_layer_lines_leave_out_what_is_not_there():
    table = pd.DataFrame({"step": [0, 2], "point": ["embedding", "L0"], "norm": [1.0, 2.0], "write": [np.nan, 3.0]})
    rows = rows_of(layer_lines(table, {"norm": "the state", "write": "a write"}, "length"))
    assert [row["kind"] for row in rows] == ["the state", "the state", "a write"]


def test_bars_are_signed():
    parts = pd.DataFrame({"part": ["L0 FFN", "L1 FFN"], "effect": [1.5, -0.25]})
    chart = effect_bars(parts, "effect")
    assert [(row["written"], row["raises"]) for row in rows_of(chart)] == [("+1.50", True), ("−0.25", False)]
    scale = valid(chart)["layer"][0]["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {False: LOWERS, True: RAISES}


def test_the_similarity_map_has_a_cell_a_pair():
    rows = rows_of(similarity_map(np.array([[1.0, 0.3], [0.3, 1.0]])))
    assert [(row["layer"], row["other"], row["cka"]) for row in rows] == [
        ("emb.", "emb.", 1.0),
        ("emb.", "L0", 0.3),
        ("L0", "emb.", 0.3),
        ("L0", "L0", 1.0),
    ]


@pytest.mark.parametrize("coloured_by", ["position", "token", "layer"])
def test_the_map_marks_the_chosen_token(coloured_by):
    places = pd.DataFrame({"layer": 0, "point": "L0", "position": [1, 2, 3], "x": 0.0, "y": 0.0})
    rows = rows_of(state_scatter(StateMap(places, (0.9, 0.1)), ["a", "b", "c", "b"], coloured_by, 3))
    assert [row["chosen"] for row in rows] == [False, False, True]
    assert [row["repeated"] for row in rows] == [True, False, True]
    assert [row["token"] for row in rows] == ["b", "c", "b"]


def test_every_part_of_speech_has_a_word():
    assert set(UPOS.values()) <= set(IN_WORDS)
    rows = rows_of(part_of_speech_bars(pd.DataFrame({"part_of_speech": ["PROPN", "ADJ"], "count": [3, 1]})))
    assert [row["name"] for row in rows] == ["name", "adjective"]


def test_names_of_many_layers_do_not_touch():
    few, many = (layers_axis(count) for count in (4, 31))
    assert few["labelOverlap"] is False
    assert many["labelOverlap"] is True


def layers_axis(count: int) -> dict:
    return valid(similarity_map(np.ones((count, count))))["layer"][0]["encoding"]["x"]["axis"]
