"""Browse a layer: its value vectors in an order that says something, or one by its number."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.common.vectors import layers_with_neurons, name_of, vector_named
from lmdash.analyses.value_vectors.vectors import layer_vectors
from lmdash.charts.numbers import count, signed_number
from lmdash.errors import InputError
from lmdash.models.interventions.values import Intervention, Set, Site, validate
from lmdash.ui.frame.addresses.value_vectors import LAYER, LIST_PAGE, ORDER, SHOWN, Order
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import CONTROL_WIDTH, number, segmented, select_one, slider
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.tables import show_table
from lmdash.ui.value_vectors.listing import choose_vector, vector_list

_GO_TO = "go_to_vector"
LAYER_COLUMNS = {
    "neuron": "Number",
    "length": st.column_config.NumberColumn("Length", format="%.3f", help="The length of the value vector."),
    "coefficient": st.column_config.NumberColumn("Coefficient here", format="%.3f"),
    "dominance": st.column_config.NumberColumn(
        "Dominance here",
        format="%.3f",
        help="Length times the size of the coefficient: how much it writes.",
    ),
}


def browse(inputs: Inputs, answer: Callable[..., None]) -> None:
    """The vectors of one layer, a page at a time."""
    there = inputs.ask(layers_with_neurons)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = select_one(LAYER, "Layer", there, first=there[-1], width=CONTROL_WIDTH)
        order = segmented(ORDER, "Order")
        shown = slider(SHOWN, "Vectors shown", step=5)
    table = inputs.ask(layer_vectors, ids=inputs.ids, layer=layer)
    table = table.sort_values(str(order), ascending=order is Order.NEURON, kind="stable", ignore_index=True)
    pages = -(-len(table) // shown)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        page = number(LIST_PAGE, f"Page (1 to {count(pages)})")
        st.text_input("Go to a vector", key=_GO_TO, placeholder="L3D117", width=160, on_change=_go_to, args=(inputs,))
    if problem := st.session_state.pop("_go_to_problem", ""):
        say(problem, tone="error", key="go_to_problem")
    part = table.iloc[(min(page, pages) - 1) * shown :].head(shown)
    vectors = tuple((layer, neuron) for neuron in part["neuron"].tolist())
    token = inputs.read.tokens[inputs.position].label
    top = row_of_most(table, table["dominance"])
    answer(
        f"Of the {count(len(table))} value vectors of layer {layer}, ",
        (name_of((layer, int(top["neuron"]))), "strong"),
        " writes the most at ",
        (token, "token"),
        f": its coefficient is {signed_number(top['coefficient'])}.",
    )
    vector_list(
        inputs,
        "vector of the layer",
        vectors,
        [f"here {signed_number(coefficient)}" for coefficient in part["coefficient"]],
        key="browsed_vectors",
    )
    st.caption(
        "The number is the coefficient at the chosen token. A vector promotes the tokens listed where its coefficient "
        "is positive, and suppresses them where it is negative."
    )
    with folded("The whole layer as a table", ":material/table:", "layer_table") as box:
        if box.open:
            show_table(table, LAYER_COLUMNS, f"All value vectors of layer {layer}")
            downloads(f"layer_{layer}", table)


def _go_to(inputs: Inputs) -> None:
    """Choose the vector that was typed, or say what the model has instead."""
    text = st.session_state[_GO_TO]
    if not text.strip():
        return
    vector = vector_named(text)
    if vector is None:
        st.session_state["_go_to_problem"] = "Type a value vector as its layer and its number, such as L3D117."
        return
    try:
        validate([Intervention(Site("neuron", *vector), Set(0.0))], inputs.model)
    except InputError as error:
        st.session_state["_go_to_problem"] = str(error)
        return
    choose_vector(vector)
    st.session_state[_GO_TO] = ""
