"""What is taken away from a comparison: the answers first, all numbers behind them."""

import io

import openpyxl
import pandas as pd

from lmdash.ui.kit.downloads import _csv, _workbook
from lmdash.ui.prompt_ablation.answers import answers, in_short

TABLE = pd.DataFrame(
    {
        "prompt": ["The capital of France is", "Japan?", "Italy?", "=1+1"],
        "token_1": ["␣Paris", "␣The", "␣Romero", "␣a␣b⏎"],
        "probability_1": [0.98765, 0.5, 0.12344, 0.00004],
        "expected": ["Paris", "Tokyo", "Rome", ""],
        "written": [" Paris, and", " The capital is Tokyo.", " Romero\n", ""],
    }
)
TITLES = ["Prompt", "Model's answer", "Expected", "Right?", "Sure (%)"]


def test_the_answers_come_first_in_plain_text_and_round_numbers():
    frame = answers(TABLE)
    assert list(frame) == TITLES
    assert frame["Model's answer"].tolist() == ["Paris, and", "The capital is Tokyo.", "Romero", "a b"]
    assert frame["Right?"].tolist() == ["yes", "in the answer", "no", ""]
    assert frame["Sure (%)"].tolist() == [98.8, 50.0, 12.3, 0.0]
    assert in_short(TABLE) == "2 of 3 right"
    assert in_short(TABLE.tail(1)) == ""


def test_a_part_of_the_rows_keeps_them_together():
    frame = answers(TABLE.iloc[[2, 0]])
    assert frame["Prompt"].tolist() == ["Italy?", "The capital of France is"]
    assert frame["Right?"].tolist() == ["no", "yes"]


def test_a_file_has_the_answers_and_a_workbook_all_numbers_besides():
    frame = pd.read_csv(io.BytesIO(_csv(answers(TABLE))), keep_default_na=False)
    assert list(frame) == TITLES
    assert frame["Prompt"].tolist()[-1] == "'=1+1"
    assert len(frame) == 4
    book = openpyxl.load_workbook(io.BytesIO(_workbook(answers(TABLE), TABLE, in_short(TABLE))))
    first, details = (list(page.values) for page in book.worksheets)
    assert first[0] == tuple(TITLES)
    assert first[1] == ("The capital of France is", "Paris, and", "Paris", "yes", 98.8)
    assert first[-1][0] == "2 of 3 right"
    assert details[0] == tuple(TABLE)
    assert details[1][2] == 0.98765
