"""The trace of the FFNs at the chosen token, and the details of the value vector that was clicked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lmdash.analyses.common.frames import rows as rows_of
from lmdash.analyses.common.vectors import name_of
from lmdash.analyses.ffn_interventions.trace import LENS, PARTS, FfnTrace, ffn_trace, ffn_trace_difference
from lmdash.charts.numbers import percent, signed_number
from lmdash.ui.ffn_interventions.trace_rows import trace_rows
from lmdash.ui.frame.compare import Shown, comparison
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.target import Answer
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.tables import show_table
from lmdash.ui.value_vectors import names
from lmdash.ui.value_vectors.details import show_value_vector
from lmdash.ui.value_vectors.listing import choose_vector, chosen_vector

OPEN_LAYERS = 3
TITLES = {"attention": "Attention", "ffn": "FFN"}
COLUMNS = {
    "vector": "Vector",
    "coefficient": st.column_config.NumberColumn("Coefficient", format="%+.3f"),
    "length": st.column_config.NumberColumn("Length", format="%.3f", help="The length of the value vector."),
    "score": st.column_config.NumberColumn("Writes", format="%+.3f", help="Coefficient times length."),
    "effect": st.column_config.NumberColumn(
        "Effect (logits)", format="%+.3f", help="What it adds to the logit directly, with the final norm held fixed."
    ),
    "pushes": "Pushes up here",
    "against": "Pushes down here",
}


def trace_of(inputs: Inputs, answer: Answer) -> FfnTrace:
    """The trace with the interventions, which the headline is about as well."""
    return inputs.ask(ffn_trace, token=answer.token, rival=answer.rival)


def show_trace(inputs: Inputs, answer: Answer) -> None:
    """All layers, folded to those that matter; a click on a vector shows its details under them."""
    shown = comparison(inputs)
    analysis = ffn_trace_difference if shown.change else ffn_trace
    trace = shown.one(analysis, token=answer.token, rival=answer.rival)
    trace_rows(
        drawn(inputs, answer, trace, shown),
        key="ffn_trace",
        on_click=lambda layer, neuron: choose_vector((layer, neuron)),
    )
    vector = chosen_vector(inputs)
    if vector:
        with st.container(border=True):
            show_value_vector(inputs, vector, shown)
    else:
        st.caption("Click a value vector to see all that it writes, name it, or change it.")
    with folded("The same numbers as tables", ":material/table:", "trace_table") as box:
        if box.open:
            layers, vectors = st.tabs(["Layers", "Value vectors"])
            with layers:
                effects = {
                    part: st.column_config.NumberColumn(f"{TITLES[part]} (logits)", format="%+.3f") for part in PARTS
                }
                show_table(trace.layers, {"layer": "Layer", **effects}, "The direct effects of each layer")
                downloads("ffn_trace_layers", trace.layers)
            with vectors:
                table = _table(trace)
                show_table(table, COLUMNS, "The value vectors that write most in each layer")
                downloads("ffn_trace_vectors", table)


def _table(trace: FfnTrace) -> pd.DataFrame:
    table = trace.vectors
    spelled = {side: table[side].map(" ".join) for side in ("pushes", "against")}
    vector = [name_of(pair) for pair in zip(table["layer"], table["neuron"], strict=True)]
    return table.assign(vector=vector, **spelled)[list(COLUMNS)]


def drawn(inputs: Inputs, answer: Answer, trace: FfnTrace, shown: Shown) -> dict[str, Any]:
    """The trace as the component wants it."""
    changed = {(edit.site.layer, edit.site.index) for edit in inputs.edits if edit.site.part == "neuron"}
    matter = trace.layers_that_matter(OPEN_LAYERS)
    leaders = {point: trace.lens[trace.lens["point"] == point] for point in LENS}
    rows = []
    for layer, attention, ffn in trace.layers.itertuples(index=False):
        own = trace.vectors[trace.vectors["layer"] == layer]
        rows.append(
            {
                "layer": layer,
                "open": layer in matter,
                "attention": attention,
                "ffn": ffn,
                **{point: _lens(leaders[point], layer, answer.token) for point in LENS},
                "updates": {part: _update(trace.updates, layer, part) for part in PARTS},
                "vectors": [_vector(vector, (layer, vector.neuron) in changed) for vector in rows_of(own)],
            }
        )
    chosen = chosen_vector(inputs)
    return {
        "subject": repr((inputs.model.id, inputs.read.ids, inputs.position, str(shown.which))),
        "measure": f"{'Change in direct' if shown.change else 'Direct'} effect on {answer.words}, in logits",
        "top": float(trace.layers[list(PARTS)].abs().to_numpy().max()) or 1.0,
        "strongest": float(trace.vectors["effect"].abs().max() if len(trace.vectors) else 0) or 1.0,
        "selected": name_of(chosen) if chosen else "",
        "words": _words(trace, shown.change),
        "rows": rows,
    }


def _words(trace: FfnTrace, change: bool) -> dict[str, str]:
    if change:
        return {
            "attention": "The change in what attention writes",
            "before": "Without the interventions, after this layer",
            "vectors": "The value vectors that change most: the change in what they write, and in their effect",
            "none": "No value vector of this layer changes",
            "ffn": "The change in what the FFN writes",
            "after": "With the interventions, after this layer",
        }
    return {
        "attention": "What attention writes pushes",
        "before": "What the model would say if it stopped after attention (the FFN works beside it)"
        if trace.parallel
        else "What the model would say if it stopped before the FFN",
        "vectors": "The value vectors that write most: signed strength, direct effect, tokens pushed up",
        "none": "A mixture of experts: this layer has no fixed value vectors",
        "ffn": "What the FFN writes, all its vectors together, pushes",
        "after": "What the model would say if it stopped after the FFN",
    }


def _lens(leaders: pd.DataFrame, layer: int, token: int) -> list[list[Any]]:
    own = leaders[leaders["layer"] == layer]
    return [[row.token, round(row.probability, 3), percent(row.probability), row.id == token] for row in rows_of(own)]


def _update(updates: pd.DataFrame, layer: int, part: str) -> list[list[str]]:
    own = updates[(updates["layer"] == layer) & (updates["part"] == part)]
    return [own.loc[own["side"] == side, "token"].tolist() for side in ("promoted", "suppressed")]


def _vector(vector: Any, changed: bool) -> dict[str, Any]:
    swaps = vector.coefficient < 0
    sign = "The coefficient is negative here, so it pushes up what it would otherwise push down. " if swaps else ""
    return {
        "chip": name_of((vector.layer, vector.neuron)),
        "neuron": int(vector.neuron),
        "given": names.name_of(vector.layer, vector.neuron),
        "score": signed_number(vector.score),
        "effect": float(vector.effect),
        "pushes": list(vector.pushes),
        "changed": changed,
        "tip": f"Coefficient {signed_number(vector.coefficient, 3)} × length {vector.length:.3f}. {sign}"
        f"Pushes down: {' '.join(vector.against)}",
    }
