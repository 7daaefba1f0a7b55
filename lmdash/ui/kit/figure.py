"""A picture with what belongs to it: what it shows in words, the same numbers as a table, files to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from lmdash.charts.theme import themed
from lmdash.charts.vega import ROWS, Spec
from lmdash.ui.kit.boxes import folded, opened
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.kinds import Toggle
from lmdash.ui.kit.tables import show_table, wide_frame
from lmdash.ui.kit.theme import theme


def picture(chart: Spec, *, key: str, alt: str, **more: Any) -> Any:
    """Draw a chart in the colours of the person's theme; ``alt`` says what is seen, for those who cannot see it."""
    rows = chart["datasets"][ROWS]
    # The browser takes rows of one name for the same if the ends of their last column are, and goes on showing those.
    name = f"{ROWS}_{crc32(pd.util.hash_pandas_object(rows, index=False).to_numpy().tobytes()):08x}"
    spec = themed(chart, theme()) | {"data": {"name": name}, "datasets": {name: rows}}
    return st.vega_lite_chart(spec, key=key, alt=alt, **more)


def figure(
    name: str,
    chart: Spec,
    frame: pd.DataFrame,
    words: str,
    *,
    caption: str = "",
    columns: dict[str, Any] | None = None,
    open_table: Toggle | None = None,
    draw_table: Callable[[pd.DataFrame], object] | None = None,
    wide: bool = False,
    workbook: bool = False,
) -> None:
    """Draw ``chart``, and ``frame`` with its numbers, under a name that no other picture of the page has.

    ``words`` say what is seen, for those who cannot see it.  ``wide`` pictures keep their width and scroll sideways.
    The table is made when it is opened; the address says so where there is an ``open_table`` for it.
    """
    more: dict[str, Any] = {"width": "content"} if wide else {}
    with wide_frame(f"{name}_frame") if wide else st.container():
        picture(chart, key=f"{name}_picture", alt=f"{words}; the same numbers are in the table below", **more)
    if caption:
        st.caption(caption)
    title, icon = "The same numbers as a table", ":material/table:"
    box = opened(open_table, title, icon) if open_table else folded(title, icon, f"{name}_table")
    with box:
        if box.open:
            if draw_table:
                draw_table(frame)
            else:
                show_table(frame, columns or {}, words)
    downloads(name, frame, chart, workbook=workbook)
