"""The logit lens: what the model would say at every layer and position, and one cell in full."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.stream import EMBEDDING, PARTS, StreamPoint, stream_points
from lmdash.analyses.hidden_states.lens import LensGrid, LensMeasure, lens, lens_cell
from lmdash.charts.hidden_states.lens import CELL, MEASURES, lens_grid
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.compare import DIFFERENCE, comparison, edits_for
from lmdash.ui.frame.sidebar import Inputs, set_position
from lmdash.ui.hidden_states.followed import STATE, Followed, choose_state
from lmdash.ui.kit.controls import COLUMNS, drawn, show_table, slider, wide_frame
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence_and_strip import say

ROWS = {
    "After each layer": ("embedding", "ffn"),
    "After each attention": ("attention",),
    "Every step": PARTS,
}


def logit_lens(inputs: Inputs, _answer: Followed) -> None:
    """The grid, and the chosen cell's ten likeliest tokens."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = st.selectbox(
            "Read the state",
            list(ROWS),
            key="rows",
            bind="query-params",
            width=190,
            help="A layer reads what the one before left: ‘after each layer’ is also ‘before each attention’.",
        )
        colour = st.selectbox("Colour", list(LensMeasure.by_label()), key="colour", bind="query-params", width=210)
        measure = MEASURES[LensMeasure.read(colour)]
        window = slider("Tokens shown", 6, 40, 12, 1, key="window") if len(inputs.read.ids) > 6 else 6
        shown = comparison(inputs)
    points = stream_points(inputs.model.layers, ROWS[rows])
    first, count = _window(inputs, window)
    question = {"ids": inputs.read.ids, "points": points, "first": first, "count": count}
    grid: LensGrid = ask(inputs.model.id, lens, **question, edits=edits_for(shown, inputs))
    if shown == DIFFERENCE:
        grid = grid.minus(ask(inputs.model.id, lens, **question, edits=()))
    cells = grid.cells
    if "attention" in ROWS[rows] and inputs.model.parallel:
        st.caption(
            "In this model attention and FFN read the same state, so there is none between them: ‘attention’ rows show "
            "what the layer read plus what its attention wrote."
        )
    _move(inputs, first, count)
    names = [token.label for token in inputs.read.tokens]
    place = wide_frame("lens_frame")
    point = choose_state(inputs)
    chart = drawn(lens_grid(cells, names, measure, (point.step, inputs.position), difference=shown == DIFFERENCE))
    # A cell that was clicked, left by another way and is clicked again is a change only to a picture of its own.
    key = f"lens_{point.step}_{inputs.position}"
    with place:
        st.altair_chart(
            chart,
            width="content",
            key=key,
            on_select=lambda: _click(key, points),
            alt=f"The logit lens: {len(points)} states by {grid.positions} tokens, each cell with its top token",
        )
    st.caption(
        "From the bottom up: what the model would say next if it stopped there. Bold: already its final choice. Click "
        "a cell to open it."
    )
    downloads("logit_lens", cells, chart)
    _cell(inputs, point, shown)


def _window(inputs: Inputs, size: int) -> tuple[int, int]:
    """The first position shown and how many: the prompt in windows counted from its end, the one with the chosen
    position, so that a click on a cell never moves the picture.
    """
    tokens = len(inputs.read.ids)
    end = tokens - (tokens - 1 - inputs.position) // size * size
    first = max(0, end - size)
    return first, end - first


def _move(inputs: Inputs, first: int, count: int) -> None:
    """Buttons to the tokens before and after those shown."""
    tokens = len(inputs.read.ids)
    if count == tokens:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Earlier", icon=":material/chevron_left:", on_click=set_position, args=(first - 1,), disabled=first == 0
        )
        st.text(f"Tokens {first} to {first + count - 1} of 0 to {tokens - 1}")
        st.button(
            "Later",
            icon=":material/chevron_right:",
            on_click=set_position,
            args=(first + count,),
            disabled=first + count == tokens,
        )


def _click(key: str, points: tuple[StreamPoint, ...]) -> None:
    """Work on the clicked cell's state and position."""
    for cell in st.session_state[key]["selection"].get(CELL, [])[-1:]:
        names = {point.step: str(point) for point in points}
        if cell["step"] in names:
            st.session_state[STATE] = names[cell["step"]]
            set_position(int(cell["position"]))


def _cell(inputs: Inputs, point: StreamPoint, shown: str) -> None:
    before = None
    if point != EMBEDDING:
        before = StreamPoint(point.layer - 1, point.part) if point.layer else EMBEDDING
    table = ask(
        inputs.model.id,
        lens_cell,
        ids=inputs.read.ids,
        position=inputs.position,
        point=point,
        before=before,
        edits=edits_for(shown, inputs),
    )
    say(
        f"A{point.in_words[1:]}, at ",
        (inputs.read.tokens[inputs.position].label, "token"),
        f" (token {inputs.position}), the lens reads:",
        key="cell",
    )
    columns = COLUMNS | {
        "rank_before": st.column_config.NumberColumn(f"Rank {before.in_words}" if before else "Rank before"),
        "risen": st.column_config.NumberColumn("Places risen", format="%+d", help="How many places it rose since."),
    }
    show_table(table, columns, "The ten likeliest tokens of this cell, with their ranks one layer earlier")
    downloads("lens_cell", table)
