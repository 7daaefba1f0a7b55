"""The theme that the person uses, and charts in its colours."""

from __future__ import annotations

import streamlit as st

from lmdash.charts.theme import Drawn, Theme, themed


def theme() -> Theme:
    """Light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def drawn(chart: Drawn) -> Drawn:
    """A chart in the colours of the theme."""
    return themed(chart, theme())
