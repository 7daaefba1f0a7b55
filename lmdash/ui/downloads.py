"""Take it with you: every table as CSV, every chart as a picture."""

from __future__ import annotations

import csv
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from lmdash.charts.theme import INK, PAPER
from lmdash.ui.controls import ink

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _csv(frame: pd.DataFrame) -> bytes:
    """CSV whose text cells a spreadsheet cannot run as formulas (they start with an apostrophe then)."""

    def harmless(cell: object) -> object:
        return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell

    text = frame.select_dtypes(include=["object", "string"]).columns
    safe = frame.assign(**{name: frame[name].map(harmless) for name in text})
    return safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")


def _picture(chart: alt.TopLevelMixin, paper: str = PAPER[INK["light"]]) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_png(
        chart.properties(background=paper, padding=12).to_dict(format="vega-lite"), scale=2.0
    )


def downloads(name: str, frame: pd.DataFrame, chart: alt.TopLevelMixin | None = None) -> None:
    """A row of download buttons; a file is made only when its button is clicked."""
    with st.container(horizontal=True):
        st.download_button(
            "Table (CSV)",
            data=lambda: _csv(frame),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv_{name}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
        if chart is not None:
            st.download_button(
                "Picture (PNG)",
                data=partial(_picture, chart, PAPER[ink()]),
                file_name=f"{name}.png",
                mime="image/png",
                key=f"png_{name}",
                icon=":material/image:",
                type="tertiary",
                on_click="ignore",
            )
