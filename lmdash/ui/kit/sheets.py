"""Tables of prompts that people paste, type or upload, read into plain rows; pure functions, hostile files and all."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lmdash.charts.numbers import count, plural
from lmdash.errors import InputError
from lmdash.ui.kit.kinds import mended
from lmdash.ui.kit.titles import Role, is_title_row

MOST_ROWS, MOST_COLUMNS = 500, 40
LONGEST_CELL = 20_000  # characters
UNPACKED_MB = 40  # of a workbook: it is a zip file, and a small one may hold gigabytes
FILE_TYPES = ("csv", "tsv", "txt", "xlsx")
# A cell as spreadsheets copy it when it has a tab, a line break or a quote in it; the length keeps the search short.
_QUOTED = re.compile(rf'"((?:[^"]|""){{0,{2 * LONGEST_CELL}}}+)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")


@dataclass(frozen=True)
class Sheet:
    """Columns by name and rows of as many cells; ``notes`` say in sentences what was left out, and ``titled`` says
    whether the names came with the rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    titled: bool = True

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column, found by its name whatever its case; empty cells where there is none."""
        wanted = name.strip().casefold()
        for place, column in enumerate(self.columns):
            if column.casefold() == wanted:
                return tuple(row[place] for row in self.rows)
        return ("",) * len(self.rows)

    def has(self, name: str) -> bool:
        """Whether there is a column of that name with anything in it."""
        return any(cell.strip() for cell in self.column(name))


# Text, as a sheet copies it


def cells_of(text: str) -> Iterator[list[str]]:
    """The rows of tab-separated text, one at a time."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    place, row = 0, []
    while place < len(text):
        match = _QUOTED.match(text, place)
        inner = match[1] if match else ""
        if match and re.search(r'[\t\n"]', inner):
            row.append(inner.replace('""', '"'))
        else:  # quotes that need not be there are the person's own
            match = next(_PLAIN.finditer(text, place))
            row.append(match[0])
        place = match.end()
        if place == len(text):
            break
        place += 1
        if text[place - 1] == "\n":
            yield row
            row = []
        elif place == len(text):
            row.append("")
    if row:
        yield row


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Rows as tab-separated text that :func:`cells_of` reads as they were."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    if cell.startswith('"') or "\t" in cell or "\n" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def text_of_sheet(sheet: Sheet) -> str:
    """A sheet as text with its header."""
    return text_of([sheet.columns, *sheet.rows])


def read_text(text: str, columns: Sequence[str], *, header: bool = False) -> Sheet:
    """Text that was pasted or typed.  The first row is a header if ``header`` says so, or if it reads like one; without
    one, cells belong to ``columns`` in order, and where there are only two, to the first and the last of them.
    """
    rows = cells_of(mended(text))
    first = next(rows, [])
    if header or is_title_row(first):
        return _sheet(first, rows, lambda: len(text.splitlines()) - 1)
    notes = []
    if len(first) > len(columns):
        notes.append(f"Only the first {len(columns)} columns are used: {', '.join(columns)}.")
    sheet = _sheet(columns, _chained(first, rows), lambda: len(text.splitlines()))
    width = max((place for row in sheet.rows for place, cell in enumerate(row, 1) if cell.strip()), default=1)
    names = (columns[0], columns[-1]) if width == 2 else sheet.columns[:width]
    return Sheet(names, tuple(row[:width] for row in sheet.rows), (*notes, *sheet.notes), titled=False)


def _chained(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    if first:
        yield first
    yield from rows


def _sheet(columns: Sequence[str], rows: Iterator[Sequence[str]], total: Callable[[], int]) -> Sheet:
    """The first rows that have anything in them, each as wide as ``columns``; ``total()`` counts all rows."""
    names = [_one_line(name) for name in columns[:MOST_COLUMNS]]
    names = [name or f"column {place}" for place, name in enumerate(names, 1)]
    width, notes, long = len(names), [], 0
    kept: list[tuple[str, ...]] = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(kept) == MOST_ROWS:
            notes.append(f"There are {count(total())} rows: the first {MOST_ROWS} are used.")
            break
        cells = [mended(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in (*row, *[""] * width)[:width]]
        long += any(len(cell) > LONGEST_CELL for cell in cells)
        kept.append(tuple(cell[-LONGEST_CELL:] for cell in cells))
    if long:
        notes.append(
            f"In {plural(long, 'row')} only the last {count(LONGEST_CELL)} characters of a long cell are used."
        )
    return Sheet(tuple(names), tuple(kept), tuple(notes))


def _one_line(text: str) -> str:
    return " ".join(mended(text).split())[:80]


# Files


def read_file(name: str, data: bytes) -> Sheet:
    """An uploaded CSV, TSV or XLSX file, whose first row names the columns, or a text file with one prompt per line.

    :class:`InputError` says what is wrong with it.
    """
    kind = name.lower().rpartition(".")[2]
    if kind not in FILE_TYPES:
        raise InputError("That kind of file cannot be read: choose a CSV or XLSX file.")
    if not data.strip():
        raise InputError("That file is empty. Choose one with a row of column names and one row per prompt.")
    if kind == "xlsx":
        sheet, notes = _workbook(data), []
    else:
        text, notes = _decoded(data)
        sheet = read_text(text, (Role.PROMPT,)) if kind == "txt" else _separated(text)
    if not sheet.rows:
        raise InputError("That file has no rows below its column names. Add at least one row, and choose it again.")
    return Sheet(sheet.columns, sheet.rows, (*notes, *sheet.notes), sheet.titled)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text, notes = data.decode(encoding), []
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise InputError(
                "That file is not a text file: save it as “CSV UTF-8” or as XLSX and choose it again."
            ) from None
        notes = ["The file is not UTF-8, so it was read as Windows-1252. If letters look wrong, save it as UTF-8."]
    if "\0" in text:
        raise InputError("That file is not a text file: save it as “CSV UTF-8” or as XLSX and choose it again.")
    return text, notes


def _separated(text: str) -> Sheet:
    header = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter)
    try:
        columns = next(rows)
        return _sheet(columns, rows, lambda: len(text.splitlines()) - 1)
    except csv.Error as error:
        raise InputError(
            "That file cannot be read as a table (a quotation mark may be missing). Save it as XLSX, and choose that."
        ) from error


def _workbook(data: bytes) -> Sheet:
    import openpyxl

    wrong = "That file is not an XLSX workbook, or is damaged. Save it again as XLSX or as CSV, and choose it again."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(wrong) from error
    if unpacked > UNPACKED_MB * 2**20:
        raise InputError(
            f"That workbook unpacks to {unpacked / 2**20:.0f} MB, and at most {UNPACKED_MB} MB can be read. Save the "
            "sheet with the prompts as a separate file, and choose that."
        )
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        rows = ([_cell(cell) for cell in row] for row in page.iter_rows(max_col=MOST_COLUMNS, values_only=True))
        filled = (row for row in rows if any(row))
        columns = next(filled, [])
        while columns and not columns[-1]:
            columns.pop()
        sheet = _sheet(columns, filled, lambda: max((page.max_row or 0) - 1, MOST_ROWS + 1))
        book.close()
    except Exception as error:  # a workbook is a folder of files, each of which may be broken in its own way
        raise InputError(wrong) from error
    return sheet


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def trimmed(text: str, columns: Sequence[str], *, header: bool = False) -> tuple[str, tuple[str, ...]]:
    """Text with no more in it than is used, and what to say about the rest; arguments as of :func:`read_text`."""
    if text.count("\n") <= MOST_ROWS and len(text) <= LONGEST_CELL:
        return text, ()
    sheet = read_text(text, columns, header=header)
    return text_of_sheet(sheet), sheet.notes
