"""Controls and tables that several views share, with one look and one wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lmdash.charts.numbers import percent
from lmdash.charts.theme import Drawn, Theme, themed
from lmdash.ui.frame.interventions import kept_in_link
from lmdash.ui.kit.glossary import GLOSSARY

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

CONTROL_WIDTH = 128  # pixels: five stand in a row, two on a phone
COLUMNS = {
    "rank": st.column_config.NumberColumn("Rank", help=GLOSSARY["rank"]),
    "token": st.column_config.TextColumn("Token", help=GLOSSARY["token"]),
    "id": st.column_config.NumberColumn("Id", help="The number of the token in the model's vocabulary."),
    "probability": "Probability",
    "log_probability": st.column_config.NumberColumn(
        "Log-probability (nats)", format="%.2f", help=GLOSSARY["log-probability"]
    ),
    "logit": st.column_config.NumberColumn("Logit", format="%.2f", help=GLOSSARY["logit"]),
    "surprisal_bits": st.column_config.NumberColumn("Surprisal (bits)", format="%.2f", help=GLOSSARY["surprisal"]),
}


def slider(
    name: str, low: float, high: float, default: float, step: float, *, key: str, term: str = "", disabled: bool = False
) -> float:
    """A narrow slider, several to a row even on a phone; part of the address."""
    return st.slider(
        name,
        low,
        high,
        default,
        step,
        key=key,
        bind="query-params",
        help=GLOSSARY.get(term),
        width=CONTROL_WIDTH,
        disabled=disabled,
        on_change=kept_in_link(key),
    )


def sampling_sliders(default: float, key: str) -> tuple[float, int, float]:
    """Temperature, which each view has its own of, and the two filters, which they share; greedy needs no filter."""
    temperature = slider("Temperature", 0.0, 2.0, default, 0.05, key=key, term="temperature")
    greedy = temperature == 0
    return (
        temperature,
        slider("Top-k (0: off)", 0, 100, 0, 1, key="top_k", term="top-k", disabled=greedy),
        slider("Top-p (1: off)", 0.0, 1.0, 1.0, 0.01, key="top_p", term="top-p", disabled=greedy),
    )


def opened(title: str, icon: str, key: str) -> ExpanderContainer:
    """A box whose content is only made while it is open (``.open``), which the address says."""
    return st.expander(title, icon=icon, key=key, bind="query-params", on_change=kept_in_link(key))


def theme() -> Theme:
    """The theme that the person uses."""
    return "dark" if st.context.theme.type == "dark" else "light"


def drawn(chart: Drawn) -> Drawn:
    """A chart in the colours of that theme."""
    return themed(chart, theme())


def wide_frame(key: str) -> DeltaGenerator:
    """A container in which a picture wider than the page scrolls sideways."""
    frame = st.container(key=key)
    frame.html(f"<style>.st-key-{key} {{ overflow-x: auto; }}</style>")
    return frame


def show_table(frame: pd.DataFrame, columns: dict, alt: str) -> None:
    """A sortable table; probabilities are written as everywhere in the app and sort by their value."""
    shares = {name: percent for name in ("probability", "sampled", "first_token") if name in frame}
    st.dataframe(frame.style.format(shares, na_rep="–"), column_config=columns, hide_index=True, alt=alt)
