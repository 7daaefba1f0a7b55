"""One state itself: its numbers, and the tokens whose embeddings it resembles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from lmdash.analyses.hidden_states.states import nearest_embeddings, state_vector
from lmdash.charts.numbers import count, with_minus
from lmdash.ui.frame.compare import comparison
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.hidden_states.followed import Followed, choose_state
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.tables import COLUMNS, show_table


def raw_state(inputs: Inputs, _answer: Followed) -> None:
    """The vector of the chosen token at the chosen point as a table, and its nearest embeddings."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        point = choose_state(inputs)
        shown = comparison(inputs)
    vector = shown.one(state_vector, point=point)
    if shown.change:
        vector = vector - inputs.ask(state_vector, point=point, edits=())
    say(
        "The change in the state of " if shown.change else "The state of ",
        (inputs.read.tokens[inputs.position].label, "token"),
        with_minus(f" {point.in_words}: {count(len(vector))} numbers from {vector.min():.2f} to {vector.max():.2f}")
        + f"; the length is {np.linalg.norm(vector):.2f}.",
        key="raw_state",
    )
    numbers, tokens = st.columns(2, gap="medium")
    table = pd.DataFrame({"dimension": range(len(vector)), "value": vector})
    with numbers:
        st.subheader("The numbers")
        columns = {"dimension": "Dimension", "value": st.column_config.NumberColumn("Value", format="%.4f")}
        show_table(table, columns, "Every number of the state")
        downloads("state", table)
    with tokens:
        st.subheader("Nearest embeddings")
        near = shown.one(nearest_embeddings, point=point)
        columns = COLUMNS | {"place": "Place", "cosine": st.column_config.NumberColumn("Cosine", format="%.3f")}
        show_table(near, columns, "The tokens whose embeddings point in the same direction as the state")
        downloads("nearest_embeddings", near)
    st.caption(
        "A single number means little: models spread what they know over all of them. The nearest embeddings show what "
        "the state still keeps of the token it came from; the logit lens shows what the model would say next."
    )
