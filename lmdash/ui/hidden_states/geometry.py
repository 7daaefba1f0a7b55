"""How the states lie: their lengths and angles, how alike layers are, and a map of them."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.hidden_states.geometry import CKA_STATES, layer_similarity, sizes_and_angles, state_map
from lmdash.charts.hidden_states.geometry import similarity_map, similarity_table, state_scatter
from lmdash.charts.hidden_states.trajectories import layer_lines
from lmdash.ui.frame.addresses.hidden_states import MAP_COLOUR, PICTURE, WITHOUT_FIRST, MapColour, Picture
from lmdash.ui.frame.compare import comparison
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.hidden_states.followed import Followed, choose_state
from lmdash.ui.kit.controls import segmented, select, toggle
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.tables import show_table, wide_frame

SIZES = {"norm": "the state", "write_attention": "what attention adds", "write_ffn": "what the feed-forward part adds"}
ANGLES = {"cosine_before": "with the layer before", "cosine_final": "with the final state"}


def geometry(inputs: Inputs, _answer: Followed) -> None:
    """One of three pictures, each computed when it is chosen."""
    drawn_by = {Picture.SIZES: _sizes, Picture.ALIKE: _alike, Picture.MAP: _map}
    drawn_by[segmented(PICTURE, "Picture")](inputs)


def _sizes(inputs: Inputs) -> None:
    shown = comparison(inputs)
    table = shown.ask(sizes_and_angles).table
    before = "change in " if shown.change else ""
    for place, lines, title in zip(
        st.columns(2, gap="medium"), (SIZES, ANGLES), (f"{before}length (norm)", f"{before}cosine"), strict=True
    ):
        with place:
            chart = layer_lines(table, lines, title)
            picture(chart, key=f"lines_{title}", alt=f"{title} over the layers: {', '.join(lines.values())}")
            downloads(title.replace(" ", "_"), table.filter(["point", *lines]), chart)
    st.caption(
        "For the chosen token. A cosine of 1 means the same direction, 0 a right angle: a state that keeps its "
        "direction is only refined, one that turns is rewritten."
    )
    names = {"norm": "Length", "write_attention": "Attention adds", "write_ffn": "FFN adds"}
    names |= {"cosine_before": "Cosine with layer before", "cosine_final": "Cosine with final"}
    columns = {name: st.column_config.NumberColumn(title, format="%.3f") for name, title in names.items()}
    show_table(table, {"step": None, "point": "After"} | columns, "The same numbers as a table")


def _without_first(inputs: Inputs) -> bool:
    """Whether to leave out the first token, which attention rests on and whose state is unlike all others."""
    several = len(inputs.read.ids) > 1
    chosen = toggle(
        WITHOUT_FIRST,
        "Leave out the first token",
        help="Many models use the first token as a resting place for attention (a sink): its state is many times "
        "longer than the others and would hide what they do.",
        disabled=not several,
    )
    return chosen and several


def _enough(inputs: Inputs, without_first: bool) -> bool:
    """Whether there are two states to compare; says what to do if not."""
    if len(inputs.read.ids) - without_first >= 2:
        return True
    st.info("This picture compares the states of several tokens: type a longer prompt, or keep the first token in.")
    return False


def _alike(inputs: Inputs) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        without_first = _without_first(inputs)
        shown = comparison(inputs, difference=False)
    if not _enough(inputs, without_first):
        return
    similarity = shown.one(layer_similarity, without_first=without_first)
    chart = similarity_map(similarity)
    with wide_frame("similarity_frame"):
        picture(chart, width="content", key="similarity", alt="Linear CKA between all pairs of layers")
    spaced = f" {CKA_STATES} evenly spaced tokens are compared." if len(inputs.read.ids) > CKA_STATES else ""
    st.caption(f"{GLOSSARY['CKA']}{spaced} With few tokens, all layers look more alike than they are.")
    downloads("layer_similarity", similarity_table(similarity), chart)


def _map(inputs: Inputs) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        coloured_by = select(MAP_COLOUR, "Colour by", width=130)
        point = None if coloured_by is MapColour.LAYER else choose_state(inputs)
        without_first = _without_first(inputs)
        shown = comparison(inputs, difference=False)
    if not _enough(inputs, without_first):
        return
    states = shown.one(state_map, point=point, without_first=without_first)
    names = [token.label for token in inputs.read.tokens]
    chart = state_scatter(states, names, coloured_by, inputs.position)
    picture(chart, key="state_map", alt=f"A map of {len(states.places)} states")
    meaning = {
        MapColour.POSITION: "The stronger the colour, the later in the prompt.",
        MapColour.LAYER: "All layers at once: the stronger the colour, the later the layer.",
        MapColour.TOKEN: "The chosen token has the target's colour wherever it occurs in the prompt.",
    }
    outlined = "The outlined state is the chosen token's. The axes are the two main directions (principal components)."
    st.caption(f"{meaning[coloured_by]} {outlined}")
    table = states.places.assign(token=[names[position] for position in states.places["position"]])
    downloads("state_map", table, chart)
