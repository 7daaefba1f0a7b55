import json

import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.prompt_ablation.pairs import PairAblation
from lmdash.charts.numbers import signed_number
from lmdash.charts.prompt_ablation.ablation import ablation_cells, pair_map, ways_cells
from lmdash.charts.prompt_ablation.variants import FLIPPED, KEPT, variant_dots
from lmdash.charts.theme import INK, LOWERS, RAISES, STRENGTH
from tests.charts.schema import rows_of, valid


def table():
    return pd.DataFrame(
        {
            "part": ["the", '"]evil', "the"],
            "positions": ["0", "1", "2"],
            "last": [False, False, True],
            "delta": [-0.001, -2.0, -30.0],
            "log_probability": [-1.0, -3.0, -31.0],
            "probability": [0.4, 0.05, 0.0],
            "kl_bits": [0.0, 3.0, 40.0],
            "token": ["␣a", "␣b", "␣c"],
            "id": [1, 2, 3],
            "token_probability": [0.4, 0.6, 0.9],
            "flips": [False, True, True],
            "tokens": ["x"] * 3,
        }
    )


def test_each_part_has_its_cells_and_twins_keep_their_rows():
    spec = valid(ablation_cells(table()))
    rows = spec["datasets"]["rows"]
    assert [row["row"] for row in rows] == [0, 1, 2]
    assert [row["delta_text"] for row in rows] == ["0.00", "−2.00", "−30.00"]
    assert [row["bits_text"] for row in rows] == [f"{bits:.2f}" for bits in table()["kl_bits"]]
    assert [row["says"] for row in rows] == ["␣a 40%", "★ ␣b 60%", "★ ␣c 90%"]
    assert json.dumps(["the", '"]evil', "the"]) in spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    change, divergence = (layer["encoding"]["color"]["scale"] for layer in spec["layer"][:2])
    assert change["domain"] == [-2.0, 0, 2.0]  # the last part, -30, does not outshine the others
    assert divergence["domain"] == [0, 3.0]
    assert change["clamp"]
    assert divergence["clamp"]


def test_the_ways_stand_side_by_side():
    spec = valid(ways_cells({"left out": table(), "blanked": table().assign(delta=[1.0, 4.0, 0.0])}))
    rows = spec["datasets"]["rows"]
    assert {(row["way"], row["row"]): row["text"] for row in rows}["blanked", 1] == "★ +4.00"
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == [-4.0, 0, 4.0]
    assert spec["layer"][0]["encoding"]["x"]["sort"] == ["left out", "blanked"]


def pairs(count):
    values = np.arange(count * count, dtype=float).reshape(count, count)
    values += values.T
    return PairAblation(tuple("abcdefghijklmnopqrstuvwxyz"[:count]), np.ones(count), values, -values, pd.DataFrame(), 0)


def test_pairs_are_drawn_once_with_numbers_where_there_is_room():
    spec = valid(pair_map(pairs(3)))
    rows = spec["datasets"]["rows"]
    assert [(row["row"], row["column"]) for row in rows] == [(1, 0), (2, 0), (2, 1)]
    assert [row["value"] for row in rows] == [-4.0, -8.0, -12.0]
    assert [row["sum"] for row in rows] == [2.0] * 3
    assert len(spec["layer"]) == 2
    whole = rows_of(pair_map(pairs(3), interaction=False))
    assert [(row["row"], row["column"]) for row in whole if row["row"] == row["column"]] == [(0, 0), (1, 1), (2, 2)]
    assert [row["value"] for row in whole] == [0.0, 4.0, 8.0, 8.0, 12.0, 16.0]
    assert len(valid(pair_map(pairs(20)))["layer"]) == 1


def test_signs_have_the_colours_of_effects():
    low, _, high = valid(ablation_cells(table()))["layer"][0]["encoding"]["color"]["scale"]["range"]
    assert (low, high) != (LOWERS, RAISES)  # mixed with the paper, so that writing can be read
    for mixed, hue in ((low, LOWERS), (high, RAISES)):
        channels = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (mixed, hue)]
        assert np.argmax(channels[0]) == np.argmax(channels[1])


@pytest.mark.parametrize(
    ("change", "digits", "text"),
    [(-0.004, 2, "0.00"), (0.0, 2, "0.00"), (-0.04, 1, "0.0"), (1.236, 2, "+1.24"), (-7.25, 1, "−7.2")],
)
def test_signed_numbers_have_no_negative_zero(change, digits, text):
    assert signed_number(change, digits) == text


def test_every_variant_is_a_mark_in_the_row_of_its_kind():
    frame = pd.DataFrame(
        {
            "kind": ["Typos", "Typos", "Case"],
            "change": ["a → b", "c → d", "all small"],
            "probability": [0.1, 0.9, 0.5],
            "token": ["x", "y", "z"],
            "token_probability": [0.3, 0.9, 0.5],
            "kept": [False, True, True],
        }
    )
    spec = valid(variant_dots(frame, 0.7))
    rows = spec["datasets"]["rows"]
    assert [row["answer"] for row in rows] == [FLIPPED, KEPT, KEPT]
    assert [int(row["row"]) for row in rows] == [0, 0, 1]
    assert rows[0]["row"] != rows[1]["row"]
    marks = spec["layer"][-1]["encoding"]
    assert marks["shape"]["scale"]["range"] == ["circle", "cross"]
    assert marks["color"]["scale"]["range"] == [STRENGTH, INK]
    assert json.dumps(["Typos  1 of 2", "Case  1 of 1"]) in marks["y"]["axis"]["labelExpr"]
    assert 0.7 in [layer["encoding"].get("x", {}).get("datum") for layer in spec["layer"]]
