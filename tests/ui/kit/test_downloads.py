import io

import openpyxl
import pandas as pd
import pytest

from lmdash.charts.next_token import probability_bars
from lmdash.ui.kit.downloads import _csv, _picture, _workbook


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_comes_back_dead(formula):
    frame = pd.read_csv(io.BytesIO(_csv(pd.DataFrame({"token": [formula], "probability": [-0.5]}))))
    assert frame["token"][0].startswith("'")
    assert frame["probability"][0] == -0.5


def test_a_column_whose_name_a_spreadsheet_would_run_is_dead_too():
    assert pd.read_csv(io.BytesIO(_csv(pd.DataFrame({"=1+1": [1], "@x": ["a"]})))).columns.tolist() == ["'=1+1", "'@x"]


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_workbook_has_texts_where_a_sheet_would_see_formulas(formula):
    page = openpyxl.load_workbook(
        io.BytesIO(_workbook(pd.DataFrame({formula: [formula, "x"], "n": [-0.5, None]})))
    ).active
    cells = [page["A1"], page["A2"]]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert [cell.value for cell in cells] == [formula, formula]
    assert all(cell.quotePrefix for cell in cells)
    assert not page["A3"].quotePrefix
    assert (page["B2"].value, page["B3"].value) == (-0.5, None)


def test_a_workbook_holds_what_xml_cannot_and_cells_without_end():
    frame = pd.DataFrame(
        {"text": ["a\0b\x1f\ufffe", "x" * 50_000, "👩 é\n"], "right": [True, False, True], "n": [1, 2, 3]}
    )
    page = openpyxl.load_workbook(io.BytesIO(_workbook(frame))).active
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("a\ufffdb\ufffd\ufffd", True, 1)
    assert len(rows[1][0]) == 32_767
    assert rows[2] == ("👩 é\n", True, 3)


def test_a_workbook_has_its_details_on_a_second_sheet_and_a_summary_at_the_end():
    frame, details = pd.DataFrame({"Prompt": ["=1+1", "x"]}), pd.DataFrame({"token": ["␣Paris", "+1"], "n": [0.5, 1]})
    book = openpyxl.load_workbook(io.BytesIO(_workbook(frame, details, "=1 of 2 right")))
    assert book.sheetnames == ["lmdash", "Details"]
    first, second = book.worksheets
    assert [row[0] for row in first.values] == ["Prompt", "=1+1", "x", "=1 of 2 right"]
    assert list(second.values) == [("token", "n"), ("␣Paris", 0.5), ("+1", 1)]
    dead = [first["A2"], first["A4"], second["A3"]]
    assert [(cell.data_type, cell.quotePrefix) for cell in dead] == [("s", True)] * 3


def test_other_text_comes_back_as_it_was():
    words = ["␣Paris", "⏎", "a,b", 'say "x"', "👩"]
    frame = pd.read_csv(io.BytesIO(_csv(pd.DataFrame({"token": words}))))
    assert frame["token"].tolist() == words


def test_a_chart_becomes_a_picture():
    top = pd.DataFrame({"rank": [1], "token": ["␣Paris"], "id": [5], "probability": [0.9]})
    assert _picture(probability_bars(top), "dark").startswith(b"\x89PNG")
