"""Take it with you: every table as CSV, some as XLSX, every chart as a picture."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lmdash.charts.theme import PAPERS, Theme, themed
from lmdash.charts.vega import Spec, complete
from lmdash.ui.kit.made_files import file_button
from lmdash.ui.kit.theme import theme

LONGEST_CELL = 32_767  # characters that a workbook allows
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _csv(frame: pd.DataFrame) -> bytes:
    """CSV whose text cells a spreadsheet cannot run as formulas (they start with an apostrophe then)."""

    def harmless(cell: object) -> object:
        return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell

    safe = frame.copy()
    for name in frame.select_dtypes(include=["object", "string"]).columns:
        safe[name] = frame[name].map(harmless)
    safe.columns = [harmless(name) for name in frame.columns]
    return safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")


def _workbook(frame: pd.DataFrame, details: pd.DataFrame | None = None, summary: str = "") -> bytes:
    """An XLSX workbook whose texts are texts, whatever they begin with, also after their cell was edited."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _fill(book.create_sheet("lmdash"), frame, summary)
    if details is not None:
        _fill(book.create_sheet("Details"), details)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(page: Any, frame: pd.DataFrame, summary: str = "") -> None:
    """Write a table on a sheet, and below it a ``summary`` if there is one."""
    from openpyxl.cell import WriteOnlyCell

    def cell(value: Any) -> object:
        if not isinstance(value, str):
            return None if pd.isna(value) else getattr(value, "item", lambda: value)()
        made = WriteOnlyCell(page, value=_NOT_IN_XML.sub("\ufffd", value)[:LONGEST_CELL])
        made.data_type, made.quotePrefix = "s", value.startswith(_FORMULA_STARTS)
        return made

    page.append([cell(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False):
        page.append([cell(value) for value in row])
    if summary:
        page.append([cell(summary)])


def _picture(chart: Spec, theme: Theme) -> bytes:
    import vl_convert

    spec = complete(themed(chart, theme)) | {"background": PAPERS[theme], "padding": 12}
    return vl_convert.vegalite_to_png(json.dumps(spec), scale=2.0)


def downloads(
    name: str,
    frame: pd.DataFrame,
    chart: Spec | None = None,
    *,
    workbook: bool = False,
    details: pd.DataFrame | None = None,
    summary: str = "",
) -> None:
    """A row of download buttons; a file is made only when its button is clicked.

    The workbook alone has ``details``, on a second sheet, and a ``summary`` as the last row of the first.
    """
    with st.container(horizontal=True):
        file_button(
            "Table (CSV)",
            lambda: _csv(frame),
            f"{name}.csv",
            "text/csv",
            key=f"csv_{name}",
            icon=":material/download:",
        )
        if workbook:
            file_button(
                "Sheet (XLSX)",
                partial(_workbook, frame, details, summary),
                f"{name}.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                key=f"xlsx_{name}",
                icon=":material/table_view:",
            )
        if chart is not None:
            file_button(
                "Picture (PNG)",
                partial(_picture, chart, theme()),
                f"{name}.png",
                "image/png",
                key=f"png_{name}",
                icon=":material/image:",
            )
