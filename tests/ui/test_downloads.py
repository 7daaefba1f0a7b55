import io

import pandas as pd
import pytest

from lmdash.charts.next_token import probability_bars
from lmdash.ui.downloads import _csv, _picture


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_comes_back_dead(formula):
    frame = pd.read_csv(io.BytesIO(_csv(pd.DataFrame({"token": [formula], "probability": [-0.5]}))))
    assert frame["token"][0].startswith("'")
    assert frame["probability"][0] == -0.5


def test_other_text_comes_back_as_it_was():
    words = ["␣Paris", "⏎", "a,b", 'say "x"', "👩"]
    frame = pd.read_csv(io.BytesIO(_csv(pd.DataFrame({"token": words}))))
    assert frame["token"].tolist() == words


def test_a_chart_becomes_a_picture():
    top = pd.DataFrame({"rank": [1], "token": ["␣Paris"], "id": [5], "probability": [0.9]})
    assert _picture(probability_bars(top)).startswith(b"\x89PNG")
