"""The theme that the person uses."""

from __future__ import annotations

import streamlit as st

from lmdash.charts.theme import Theme


def theme() -> Theme:
    """Light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"
