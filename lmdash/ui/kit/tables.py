"""Tables and frames that several views share, with one look and one wording."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lmdash.charts.numbers import percent
from lmdash.ui.kit.glossary import GLOSSARY

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


def wide_frame(key: str) -> DeltaGenerator:
    """A container in which a picture wider than the page scrolls sideways."""
    frame = st.container(key=key)
    frame.html(f"<style>.st-key-{key} {{ overflow-x: auto; }}</style>")
    return frame


def show_table(frame: pd.DataFrame, columns: dict, alt: str) -> None:
    """A sortable table; probabilities are written as everywhere in the app and sort by their value."""
    shares: dict[Any, Any] = {name: percent for name in ("probability", "sampled", "first_token") if name in frame}
    st.dataframe(frame.style.format(shares, na_rep="–"), column_config=columns, hide_index=True, alt=alt)
