"""Tables that people paste and upload: read as they were meant, refused in words, and never slowly."""

import io
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.analyses.prompt_ablation.comparison import PromptRow
from lmdash.errors import InputError
from lmdash.ui.kit.sheets import (
    LONGEST_CELL,
    MOST_ROWS,
    Sheet,
    cells_of,
    read_file,
    read_text,
    text_of,
    text_of_sheet,
    trimmed,
)
from lmdash.ui.kit.titles import Role, is_title_row, roles_of
from lmdash.ui.prompt_ablation import rows as ablation_rows
from lmdash.ui.prompt_ablation.rows import COLUMNS

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
GRIDS = st.lists(
    st.lists(CELLS | st.sampled_from(['"', '""', '"a', "\t", "\n", 'a"']), min_size=1, max_size=4), max_size=5
)


def rows_of(sheet):
    return [list(row) for row in sheet.rows]


def prompt_rows(sheet):
    """The prompts where each column is used as its title says."""
    return ablation_rows.prompt_rows(sheet, roles_of(sheet.columns))


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# Text


@given(GRIDS)
def test_cells_are_read_as_they_were_written(grid):
    grid = [*grid, ["end"]]  # an empty last row is no row
    assert list(cells_of(text_of(grid))) == grid


@given(st.text(max_size=80))
def test_any_text_is_read_without_complaint(text):
    sheet = read_text(text, COLUMNS)
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)
    again = read_text(text_of_sheet(sheet), COLUMNS)
    assert again.rows == sheet.rows
    prompt_rows(sheet)


def test_lines_are_prompts_and_cells_are_target_rival_and_expected():
    rows, notes = prompt_rows(read_text("One\nTwo\tParis\n\nThree\t\tRome\tOslo", COLUMNS))
    assert rows == (PromptRow("One"), PromptRow("Two", "Paris"), PromptRow("Three", "", "Rome", "Oslo"))
    assert notes == ()


def test_two_columns_are_the_prompt_and_the_expected_answer():
    for text in ("One\tParis\nTwo\t", "One\tParis\t\t\nTwo\t\t\t"):
        sheet = read_text(text, COLUMNS)
        assert (sheet.columns, sheet.titled) == (("prompt", "expected"), False)
        assert prompt_rows(sheet)[0] == (PromptRow("One", expected="Paris"), PromptRow("Two"))


def test_titles_are_known_by_what_they_mean():
    rows, _ = prompt_rows(read_text(" QUESTION \tSolution\tWord to watch\tdistractor\nOne\ta\tb\tc", COLUMNS))
    assert rows == (PromptRow("One", "b", "c", "a"),)
    assert roles_of(("id", "Correct_Answer", "text", "prompt")) == ("unused", "expected", "unused", "prompt")
    assert roles_of(("answer", "expected")) == ("prompt", "expected")
    assert roles_of(("foo", "bar", "baz")) == ("prompt", "unused", "unused")
    assert roles_of(()) == ()


@pytest.mark.parametrize(
    ("cells", "titles"),
    [
        (("Question", "id"), True),
        (("id", "question", "solution"), True),
        (("other", "PROMPT"), True),
        (("The opposite of output is", "input"), False),
        (("The opposite of problem is", "solution"), False),
        (("foo", "bar", "baz"), False),
        ((), False),
    ],
)
def test_a_row_of_titles_is_told_from_a_prompt(cells, titles):
    assert is_title_row(cells) is titles


def test_a_header_names_the_columns_in_any_order():
    rows, _ = prompt_rows(read_text("Expected\tother\tPROMPT\nParis\tx\tThe capital of France is", COLUMNS))
    assert rows == (PromptRow("The capital of France is", expected="Paris"),)


def test_a_prompt_keeps_its_quotes_lines_and_spaces():
    assert [row[0] for row in rows_of(read_text('"Hello," she said\n"Quoted"\nends with a space ', COLUMNS))] == [
        '"Hello," she said',
        '"Quoted"',
        "ends with a space ",
    ]
    assert rows_of(read_text('"two\nlines"\tx\r\n"say ""x"""', COLUMNS))[0][:2] == ["two\nlines", "x"]
    assert read_text('"say ""x"""', COLUMNS).rows[0][0] == 'say "x"'


def test_too_many_columns_are_said():
    sheet = read_text("a\tb\tc\td\te", COLUMNS)
    assert sheet.rows == (("a", "b", "c", "d"),)
    assert "Only the first 4 columns" in sheet.notes[0]


def test_fifty_thousand_lines_are_cut_and_said_at_once():
    text = "\n".join(f"prompt number {number}" for number in range(50_000))
    start = time.process_time()
    kept, notes = trimmed(text, COLUMNS)
    assert time.process_time() - start < 1
    assert notes == ("There are 50\u202f000 rows: the first 500 are used.",)
    assert len(read_text(kept, COLUMNS).rows) == MOST_ROWS
    assert trimmed(kept, COLUMNS) == (kept, ())


@pytest.mark.parametrize("line", ['"', '"a', '""', '"a\tb', "\t\t\t", '""""'])
def test_no_text_takes_long(line):
    start = time.process_time()
    read_text("\n".join([line] * 100_000), COLUMNS)
    read_text(line * 300_000, COLUMNS)
    assert time.process_time() - start < 3


def test_an_endless_cell_keeps_its_end_and_is_said():
    sheet = read_text("x" * 50_000 + "end", COLUMNS)
    assert len(sheet.rows[0][0]) == LONGEST_CELL
    assert sheet.rows[0][0].endswith("end")
    assert "last 20\u202f000 characters" in sheet.notes[0]


def test_rows_without_a_prompt_are_left_out_and_said():
    rows, notes = prompt_rows(read_text("prompt\ttarget\nOne\tx\n\ty\n \tz", COLUMNS))
    assert [row.prompt for row in rows] == ["One"]
    assert notes == ("2 rows without a prompt are left out.",)


# Files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_separates_and_encodes_it(delimiter, encoding):
    lines = ["prompt{0}target", '"a{0} b"{0}é', "two{0}", "{0}only a target"]
    sheet = read_file("x.csv", "\r\n".join(lines).format(delimiter).encode(encoding))
    assert sheet.columns == ("prompt", "target")
    assert sheet.rows == ((f"a{delimiter} b", "é"), ("two", ""), ("", "only a target"))


def test_a_file_of_windows_is_read_and_said():
    sheet = read_file("x.csv", "prompt\ncafé".encode("cp1252"))
    assert sheet.rows == (("café",),)
    assert "not UTF-8" in sheet.notes[0]


def test_a_file_with_unknown_titles_has_its_prompts_in_the_first_column():
    sheet = read_file("x.csv", b"foo,bar,baz\nWho?,me,you")
    assert sheet.titled
    assert prompt_rows(sheet)[0] == (PromptRow("Who?"),)


def test_where_no_column_is_the_prompt_there_are_no_rows_and_nothing_is_said():
    assert ablation_rows.prompt_rows(read_text("One\tTwo", COLUMNS), (Role.UNUSED, Role.EXPECTED)) == ((), ())


def test_fifty_thousand_rows_are_read_quickly_to_five_hundred():
    rows = [["prompt", "target"], *([f"The capital of {number} is", "x"] for number in range(50_000))]
    text = pd.DataFrame(rows[1:], columns=rows[0]).to_csv(index=False)
    start = time.process_time()
    for sheet in (read_file("x.csv", text.encode()), read_file("x.tsv", text.replace(",", "\t").encode())):
        assert len(sheet.rows) == MOST_ROWS
        assert sheet.notes == ("There are 50\u202f000 rows: the first 500 are used.",)
    assert time.process_time() - start < 2
    data = workbook(rows)
    start = time.process_time()
    sheet = read_file("x.xlsx", data)
    assert time.process_time() - start < 5
    assert sheet.notes == ("There are 50\u202f000 rows: the first 500 are used.",)
    assert sheet.rows[499] == ("The capital of 499 is", "x")


def test_a_workbook_is_read_with_numbers_empty_cells_and_formulas():
    data = workbook(
        [["Prompt", None, "expected"], ["three plus four is", 1.5, 7.0], [None, None, None], ["=1+1", "", "x"]]
    )
    sheet = read_file("x.XLSX", data)
    assert sheet.columns == ("Prompt", "column 2", "expected")
    assert sheet.rows == (("three plus four is", "1.5", "7"), ("", "", "x"))  # a formula that was never worked out
    rows, _ = prompt_rows(sheet)
    assert rows == (PromptRow("three plus four is", expected="7"),)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.xlsx", b"prompt\nhello", "not an XLSX workbook"),
        ("x.xlsx", b"PK\x03\x04" + b"\0" * 50, "not an XLSX workbook"),
        ("x.csv", b"", "is empty"),
        ("x.csv", b"\n \n", "is empty"),
        ("x.csv", b"prompt,target\n", "no rows below"),
        ("x.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        ("x.csv", b"\x81\x8d\x8f\x90", "not a text file"),
        ("x.pdf", b"%PDF", "kind of file"),
        ("prompts", b"a", "kind of file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(name, data, words):
    with pytest.raises(InputError, match=words):
        read_file(name, data)


def test_a_zip_that_is_no_workbook_and_a_bomb_are_refused():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(InputError, match="not an XLSX workbook"):
        read_file("x.xlsx", other.getvalue())
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (60 * 2**20))
    assert len(bomb.getvalue()) < 10**5
    start = time.process_time()
    with pytest.raises(InputError, match="unpacks to 60 MB"):
        read_file("x.xlsx", bomb.getvalue())
    assert time.process_time() - start < 0.5


def test_a_workbook_whose_headers_lie_about_its_size_is_refused():
    """The size that the zip's list gives may be any number: reading stops where it says."""
    data = bytearray(workbook([["prompt"], *[["x" * 1000]] * 400]))
    end = data.rfind(b"PK\x05\x06")
    place = int.from_bytes(data[end + 16 : end + 20], "little")
    while data[place : place + 4] == b"PK\x01\x02":
        name, extra, comment = (int.from_bytes(data[place + at : place + at + 2], "little") for at in (28, 30, 32))
        data[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place += 46 + name + extra + comment
    with pytest.raises(InputError, match="not an XLSX workbook"):
        read_file("x.xlsx", bytes(data))


def test_hostile_cells_and_names_stay_text():
    hostile = "<img src=x onerror=alert(1)>"
    sheet = read_file("x.csv", f"prompt,{hostile}\n=cmd|' /C calc'!A0,{hostile}".encode())
    assert sheet.columns[1] == hostile
    assert sheet.rows[0] == ("=cmd|' /C calc'!A0", hostile)


def test_a_sheet_finds_its_columns_by_name():
    sheet = Sheet(("A", "b"), (("1", ""), ("2", " ")))
    assert sheet.column(" a ") == ("1", "2")
    assert sheet.column("c") == ("", "")
    assert sheet.has("a")
    assert not sheet.has("b")
