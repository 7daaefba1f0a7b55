"""The logit lens: what the model would say at every layer and position, and one cell in full."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.stream import EMBEDDING, PARTS, StreamPoint, stream_points
from lmdash.analyses.hidden_states.lens import lens, lens_cell
from lmdash.charts.hidden_states.lens import CELL, MEASURES, lens_grid
from lmdash.ui.frame.addresses.hidden_states import COLOUR, ROWS, STATE, WINDOW, Rows
from lmdash.ui.frame.compare import Shown, comparison
from lmdash.ui.frame.inputs import Inputs, set_position
from lmdash.ui.hidden_states.followed import Followed, choose_state
from lmdash.ui.kit.controls import select, slider
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.tables import COLUMNS, show_table, wide_frame

PARTS_OF = {
    Rows.LAYERS: ("embedding", "ffn"),
    Rows.ATTENTIONS: ("attention",),
    Rows.EVERY_STEP: PARTS,
}


def logit_lens(inputs: Inputs, _answer: Followed) -> None:
    """The grid, and the chosen cell's ten most likely tokens."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = select(
            ROWS,
            "Read the state",
            width=190,
            help="A layer reads what the layer before it left, so ‘after each layer’ is also ‘before each attention’.",
        )
        measure = MEASURES[select(COLOUR, "Colour", width=210)]
        window = slider(WINDOW, "Tokens shown") if len(inputs.read.ids) > WINDOW.low else WINDOW.low
        shown = comparison(inputs)
    points = stream_points(inputs.model.layers, PARTS_OF[rows])
    first, count = _window(inputs, window)
    grid = shown.ask(lens, points=points, first=first, count=count)
    cells = grid.cells
    if rows is not Rows.LAYERS and inputs.model.parallel:
        st.caption(
            "In this model attention and the feed-forward part read the same state, so there is no state between "
            "them: ‘attention’ rows show what the layer read plus what its attention wrote."
        )
    _move(inputs, first, count)
    names = [token.label for token in inputs.read.tokens]
    place = wide_frame("lens_frame")
    point = choose_state(inputs)
    chart = lens_grid(cells, names, measure, (point.step, inputs.position), difference=shown.change)
    # A cell that was clicked, left by another way and is clicked again is a change only to a picture of its own.
    key = f"lens_{point.step}_{inputs.position}"
    with place:
        picture(
            chart,
            width="content",
            key=key,
            on_select=lambda: _click(key, points),
            alt=f"The logit lens: {len(points)} states by {grid.positions} tokens, each cell with its top token",
        )
    st.caption(
        "Read from the bottom up: each cell is what the model would say next if it stopped there. Bold: already its "
        "final answer. Click a cell to see more of it."
    )
    downloads("logit_lens", cells, chart)
    _cell(shown, point)


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
        st.text(f"Tokens {first} to {first + count - 1} (of 0 to {tokens - 1})")
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
        for point in points:
            if point.step == cell["step"]:
                STATE.set(point)
                set_position(int(cell["position"]))


def _cell(shown: Shown, point: StreamPoint) -> None:
    before = None
    if point != EMBEDDING:
        before = StreamPoint(point.layer - 1, point.part) if point.layer else EMBEDDING
    table, position = shown.one(lens_cell, point=point, before=before), shown.inputs.position
    say(
        f"A{point.in_words[1:]}, at ",
        (shown.inputs.read.tokens[position].label, "token"),
        f" (token {position}), the lens reads:",
        key="cell",
    )
    columns = COLUMNS | {
        "rank_before": st.column_config.NumberColumn(f"Rank {before.in_words}" if before else "Rank before"),
        "risen": st.column_config.NumberColumn(
            "Places risen", format="%+d", help="How many places it rose since then."
        ),
    }
    show_table(table, columns, "The ten most likely tokens of this cell, with their ranks one layer earlier")
    downloads("lens_cell", table)
