import pandas as pd
import pytest

from lmdash.charts.theme import LOWERS, RAISES
from lmdash.charts.value_vectors import both_sides, coefficient_bars, token_bars
from tests.charts.schema import rows_of, valid

HOSTILE = "</script><b>\"'\\ ]"


def tokens(sign):
    return pd.DataFrame(
        {"token": ["␣a", "␣b", "␣b"], "id": [4, 5, 6], "score": [sign * 2.0, sign * 1.0, sign * 0.5], "rank": [1, 2, 3]}
    )


def data(chart):
    return rows_of(chart)


@pytest.mark.parametrize(("sign", "colour", "first"), [(1, RAISES, "+2.00"), (-1, LOWERS, "−2.00")])
def test_a_side_has_the_colour_and_the_sign_of_what_it_does(sign, colour, first):
    chart = token_bars(tokens(sign))
    assert valid(chart)["layer"][0]["mark"]["color"] == colour
    assert [row["label"] for row in data(chart)] == ["␣a", "␣b (id 5)", "␣b (id 6)"]
    assert data(chart)[0]["written"] == first


def test_the_picture_to_take_away_has_both_sides():
    left, right = valid(both_sides(tokens(1), tokens(-1)))["hconcat"]
    assert left["layer"][0]["mark"]["color"] == RAISES
    assert right["layer"][0]["mark"]["color"] == LOWERS


def coefficients(count):
    values = [(-1) ** index * index for index in range(count)]
    return pd.DataFrame({"position": range(count), "coefficient": values, "rank": [1] * count})


def test_labels_of_any_text_name_the_positions():
    chart = coefficient_bars(coefficients(3), [HOSTILE, HOSTILE, "x" * 40], chosen=1)
    import vl_convert

    svg = vl_convert.vegalite_to_svg(valid(chart))
    assert "&lt;/script&gt;&lt;b&gt;" in svg
    assert "<b>" not in svg
    assert svg.count("xxxxxxxxxxxxx…") >= 1


def test_a_long_prompt_gets_a_wide_picture_and_a_short_one_fits():
    assert valid(coefficient_bars(coefficients(256), ["a"] * 256, 3))["width"] > 5000
    assert "width" not in valid(coefficient_bars(coefficients(1), ["a"], 0))
