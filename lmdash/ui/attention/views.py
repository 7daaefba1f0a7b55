"""The two pictures of attention, lines and heat map, and how they are made easier to read."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attention.patterns import AttentionPatterns, Reading, attention_patterns, attention_rollout
from lmdash.analyses.common.heads import Head
from lmdash.charts.numbers import percent
from lmdash.charts.theme import SERIES
from lmdash.ui.attention.heat_map import attention_heat_map
from lmdash.ui.attention.lines import attention_lines
from lmdash.ui.attention.study import Study, set_key
from lmdash.ui.kit.controls import CONTROL_WIDTH, slider
from lmdash.ui.kit.downloads import downloads

ONE, LAYER, ALL, CHOSEN, ROLLOUT = "This head", "Its layer", "All layers", "Chosen heads", "Rollout"
_SHOWN_HELP = (
    "One head, all heads of its layer, all heads of the model, heads that you choose, or the rollout: how much of each "
    "token reaches each position through all layers up to this one, if every layer passed half on unchanged."
)
APART = "apart"
TOGETHER = (APART, "mean", "max", "sum")
MOST = 512  # tokens in one picture
VIEW = "attention_view"
WHY = "Why this weight"


def lines(study: Study) -> None:
    """Tokens left and right with a line for every weight above the threshold."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown, together = _which_heads(study, apart=True)
        threshold = slider("Hide below", 0.0, 0.5, 0.05, 0.01, key="threshold")
        reading = _reading(shown)
    patterns = _patterns(study, shown, together, reading)
    chosen = patterns.row_of(study.query)
    attention_lines(patterns, chosen=chosen, threshold=threshold, signed=study.change, key="attention_lines")
    what = "of all changes" if study.change else "of all attention"
    st.caption(
        f"Lines under {threshold:.0%} are hidden: {percent(patterns.hidden_mass(threshold))} {what} together."
        + (" Lower the threshold to see more." if patterns.hidden_mass(threshold) > 0.5 else "")
        + _described(reading, shown)
    )
    downloads("attention", patterns.frame())


def heat_map(study: Study) -> None:
    """Every weight of one pattern; a click asks why."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown, together = _which_heads(study, apart=False)
        reading = _reading(shown)
    patterns = _patterns(study, shown, together, reading)
    row = patterns.row_of(study.query)
    column = int(abs(patterns.weights[0, row]).argmax())

    def clicked(query: int, key: int) -> None:
        st.session_state[VIEW] = WHY
        study.read_from(patterns.ends[query])
        set_key(patterns.ends[key])

    attention_heat_map(
        patterns, query=row, looked_at=column, on_click=clicked, signed=study.change, key="attention_heat_map"
    )
    st.caption(
        "Rows read, columns are looked at. Click a cell to see why it has its weight." + _described(reading, shown)
    )
    downloads("attention", patterns.frame())


def _which_heads(study: Study, *, apart: bool) -> tuple[tuple[Head, ...] | None, str]:
    """The heads to show, None for the rollout, and how they are taken together; empty for apart."""
    info = study.inputs.model
    everything = tuple((layer, head) for layer in range(info.layers) for head in range(info.heads))
    chosen = st.selectbox(
        "Show", (ONE, LAYER, ALL, CHOSEN, ROLLOUT), key="heads", bind="query-params", help=_SHOWN_HELP, width=150
    )
    if chosen == ROLLOUT:
        return None, ""
    if chosen == CHOSEN:
        names = {f"L{layer}H{head}": (layer, head) for layer, head in everything}
        picked = st.multiselect(
            "Heads", list(names), default=[study.name], key="chosen_heads", bind="query-params", width=230
        )
        heads = tuple(names[name] for name in picked) or (study.head,)
    else:
        layer = study.head[0]
        heads = {ONE: (study.head,), LAYER: tuple(head for head in everything if head[0] == layer), ALL: everything}[
            chosen
        ]
    if len(heads) == 1:
        return heads, ""
    together = st.selectbox("Taken", TOGETHER, key="together", bind="query-params", width=CONTROL_WIDTH)
    if together == APART and apart and len(heads) <= len(SERIES):
        return heads, ""
    return heads, "mean" if together == APART else together


def _reading(heads: tuple[Head, ...] | None) -> Reading:
    """How the pattern is made easier to read."""
    with st.popover("Options", icon=":material/tune:"):
        return Reading(
            hide_first=st.toggle(
                "Leave the first token out",
                key="hide_first",
                bind="query-params",
                help="Most heads rest there when they have nothing to do. What is left is scaled up to 100% a row.",
            ),
            words=st.toggle("Join the pieces of words", key="words_joined", bind="query-params"),
            contribution=st.toggle(
                "Weigh by what is carried",
                key="contribution",
                bind="query-params",
                disabled=heads is None,
                help="A head may look at a token and bring almost nothing from there. This shows each token's share of "
                "what the head brings: the length of weight × value × output (||A v W_O||).",
            ),
        )


def _patterns(study: Study, heads: tuple[Head, ...] | None, together: str, reading: Reading) -> AttentionPatterns:
    if heads is None:
        patterns = study.patterns(attention_rollout, layer=study.head[0], reading=reading)
    else:
        patterns = study.patterns(attention_patterns, heads=heads, together=together, reading=reading)
    shown = patterns.window(patterns.row_of(study.query), MOST)
    if len(shown.labels) < len(patterns.labels):
        st.caption(f"The text is long: the picture and its table have {MOST} tokens, up to the chosen one.")
    return shown


def _described(reading: Reading, heads: tuple[Head, ...] | None) -> str:
    """What the options did, for the caption."""
    said = {
        "The first token is left out and the rest of each row scaled up to 100%.": reading.hide_first,
        "Pieces of words are joined: summed where looked at, averaged where they read.": reading.words,
        "Weights are shares of what was carried, not of attention.": reading.contribution and heads is not None,
    }
    return "".join(f" {sentence}" for sentence, on in said.items() if on)
