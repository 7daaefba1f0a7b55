"""Rows of tables, with types that pandas itself does not give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows in order, with the columns as attributes."""
    return iter(frame.itertuples())


def row_of_most(frame: pd.DataFrame, measure: pd.Series) -> pd.Series:
    """The row where ``measure``, which has a number for each row, is largest; the first of several."""
    return frame.iloc[int(measure.argmax())]
