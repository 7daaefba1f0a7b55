import numpy as np
import pandas as pd
import pytest

from lmdash.charts.attributions.bars import attribution_bars, waterfall, waterfall_rows
from lmdash.charts.attributions.tables import PICK, agreement_map, deletion_chart, step_matrix
from lmdash.charts.theme import CHANGED, LOWERS, RAISES, SIGNED_RANGE, STRENGTH, WITHOUT
from tests.charts.schema import rows_of, valid


def layers(chart):
    return valid(chart)["layer"]


@pytest.mark.parametrize("shown", [2, 3, 16])
def test_the_waterfall_ends_at_the_output_and_every_bar_starts_where_the_last_ended(shown):
    values = np.array([0.5, -3.0, 1.0, 0.25])
    rows = waterfall_rows(["a", "b", "c", "d"], values, base=-2.0, shown=shown)
    words = rows[rows["kind"] == "word"]
    assert rows["value"].iloc[-1] == pytest.approx(-2.0 + values.sum())
    assert words["start"].tolist() == pytest.approx(rows["end"].iloc[: len(words)].tolist())
    assert (words["end"] - words["start"]).tolist() == pytest.approx(words["value"].tolist())
    assert words["label"].iloc[:2].tolist() == ["b", "c"]  # the weightiest first
    if shown == 2:
        assert words["label"].iloc[-1] == "2 others"
        assert words["value"].iloc[-1] == pytest.approx(0.75)


def test_a_waterfall_without_words_is_its_base():
    rows = waterfall_rows([], np.array([]), base=-1.5)
    assert rows["end"].tolist() == [-1.5, -1.5]
    assert valid(waterfall(rows, "nats"))


def test_the_waterfall_colours_what_raises_and_what_lowers():
    rows = waterfall_rows(["a", "a"], np.array([1.0, -2.0]), base=0.0)
    chart = waterfall(rows, "nats")
    assert {row["sign"] for row in rows_of(chart)} == {"raises", "lowers", "total"}
    assert [row["written"] for row in rows_of(chart)] == ["0.00", "−2.00", "+1.00", "−1.00"]
    assert layers(chart)[0]["encoding"]["color"]["scale"]["range"] == [RAISES, LOWERS, WITHOUT]


def test_the_matrix_has_a_cell_for_every_step_and_word_and_marks_the_chosen_step():
    values = np.array([[1.0, -2.0, 0.0], [0.5, 0.25, 4.0]])
    chart = step_matrix(values, ["x", "x"], ["a", "b", "c"], "nats", chosen=1)
    rows = rows_of(chart)
    assert {(row["step"], row["word"]): row["value"] for row in rows} == {
        (step, word): values[step, word] for step in range(2) for word in range(3)
    }
    assert layers(chart)[0]["encoding"]["color"]["scale"]["domain"] == [-4, 0, 4]
    assert layers(chart)[0]["params"][0]["name"] == PICK
    assert layers(chart)[-1]["transform"] == [{"filter": "datum.step === 1"}]


def test_no_more_numbers_are_written_than_can_be_read():
    few, many = (step_matrix(np.ones((2, count)), ["x", "y"], ["a"] * count, "nats") for count in (5, 60))
    assert "text" in str([layer["mark"] for layer in layers(few)])
    assert "text" not in str([layer["mark"] for layer in layers(many)])


def test_the_deletion_chart_sets_the_order_against_random_ones():
    table = pd.DataFrame({"hidden": [0, 1, 2], "value": [0.0, -3, -4], "mean": [0.0, -1, -4], "low": 0.0, "high": 1.0})
    area, random, own = layers(deletion_chart(table, "nats"))
    assert area["mark"]["type"] == "area"
    assert (random["mark"]["color"], own["mark"]["color"]) == (WITHOUT, CHANGED)
    assert (random["encoding"]["y"]["field"], own["encoding"]["y"]["field"]) == ("mean", "value")


def test_the_agreement_map_writes_every_number_and_a_dash_where_there_is_none():
    names = ["SHAP", "LIME"]
    chart = agreement_map(pd.DataFrame([[1.0, np.nan], [-0.5, 1.0]], index=names, columns=names))
    written = {(row["one"], row["other"]): row["number"] for row in rows_of(chart)}
    assert written == {
        ("SHAP", "SHAP"): "+1.00",
        ("SHAP", "LIME"): "–",
        ("LIME", "SHAP"): "−0.50",
        ("LIME", "LIME"): "+1.00",
    }
    assert layers(chart)[0]["encoding"]["color"]["scale"]["range"] == SIGNED_RANGE


def test_bars_write_their_numbers_at_their_ends_and_keep_their_sign():
    table = pd.DataFrame({"feature": ["a", "b"], "value": [1.5, -0.25], "positions": ["0", "1"], "error": [0.5, 0.0]})
    chart = attribution_bars(table, "nats", chosen="1")
    rows = rows_of(chart)
    assert [(row["written"], row["sign"], row["chosen"]) for row in rows] == [
        ("+1.50", "raises", False),
        ("−0.25", "lowers", True),
    ]
    assert [(row["low"], row["high"]) for row in rows] == [(1.0, 2.0), (-0.25, -0.25)]
    assert layers(chart)[0]["encoding"]["color"]["scale"]["range"] == [RAISES, LOWERS, STRENGTH]
    shares = attribution_bars(table.assign(value=[0.75, 0.25]), "share", signed=False)
    assert [(row["written"], row["sign"]) for row in rows_of(shares)] == [("75.0%", "share"), ("25.0%", "share")]
