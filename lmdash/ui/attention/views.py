"""The two pictures of attention, lines and heat map, and how they are made easier to read."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attention.patterns import AttentionPatterns, Reading, attention_patterns, attention_rollout
from lmdash.analyses.common.heads import Head
from lmdash.charts.numbers import percent_in_words
from lmdash.charts.theme import SERIES
from lmdash.ui.attention.heat_map import attention_heat_map
from lmdash.ui.attention.lines import attention_lines
from lmdash.ui.attention.study import Study
from lmdash.ui.frame.addresses.attention import (
    CHOSEN_HEADS,
    CONTRIBUTION,
    HEADS,
    HIDE_FIRST,
    KEY,
    THRESHOLD,
    TOGETHER,
    VIEW,
    WORDS_JOINED,
    Heads,
    Together,
    View,
)
from lmdash.ui.kit.controls import CONTROL_WIDTH, select, several, slider, toggle
from lmdash.ui.kit.downloads import downloads

MOST = 512  # tokens in one picture


def lines(study: Study) -> None:
    """Tokens left and right with a line for every weight above the threshold."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown, together = _which_heads(study, apart=True)
        threshold = slider(THRESHOLD, "Hide below", step=0.01)
        reading = _reading(shown)
    patterns = _patterns(study, shown, together, reading)
    chosen = patterns.row_of(study.query)
    attention_lines(patterns, chosen=chosen, threshold=threshold, signed=study.change, key="attention_lines")
    what = "of all changes" if study.change else "of all attention"
    st.caption(
        f"Lines under {threshold:.0%} are hidden, together {percent_in_words(patterns.hidden_mass(threshold))} {what}."
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
        VIEW.set(View.WHY)
        study.read_from(patterns.ends[query])
        KEY.set(patterns.ends[key])

    attention_heat_map(
        patterns, query=row, looked_at=column, on_click=clicked, signed=study.change, key="attention_heat_map"
    )
    st.caption(
        "Each row is a token that reads, each column a token it can look at. Click a cell to see why it has its weight."
        + _described(reading, shown)
    )
    downloads("attention", patterns.frame())


def _which_heads(study: Study, *, apart: bool) -> tuple[tuple[Head, ...] | None, str]:
    """The heads to show, None for the rollout, and how they are taken together; empty for apart."""
    chosen = select(
        HEADS,
        "Show",
        help="One head, all heads of its layer, all heads of the model, heads that you choose, or the rollout: how "
        "much of each token reaches each position through all layers up to this one, assuming that each layer "
        "passes half of it on unchanged.",
        width=150,
    )
    if chosen is Heads.ROLLOUT:
        return None, ""
    names = study.all_heads
    heads: tuple[Head, ...] = (study.head,)
    if chosen is Heads.CHOSEN:
        picked = several(CHOSEN_HEADS, "Heads", list(names), first=[study.name], width=230)
        heads = tuple(names[name] for name in picked) or heads
    elif chosen is not Heads.ONE:
        heads = tuple(head for head in names.values() if chosen is Heads.ALL or head[0] == study.head[0])
    if len(heads) == 1:
        return heads, ""
    together = select(TOGETHER, "Heads shown", width=CONTROL_WIDTH)
    if together is Together.APART:
        return heads, "" if apart and len(heads) <= len(SERIES) else Together.MEAN
    return heads, together


def _reading(heads: tuple[Head, ...] | None) -> Reading:
    """How the pattern is made easier to read."""
    with st.popover("Options", icon=":material/tune:"):
        return Reading(
            hide_first=toggle(
                HIDE_FIRST,
                "Leave out the first token",
                help="Most heads rest there when they have nothing to do. The rest is scaled up to 100% per row.",
            ),
            words=toggle(WORDS_JOINED, "Join the pieces of words"),
            contribution=toggle(
                CONTRIBUTION,
                "Weight by what is brought",
                disabled=heads is None,
                help="A head may look at a token and bring almost nothing from it. This shows each token's share of "
                "what the head brings: the length of weight × value × output (||A v W_O||).",
            ),
        )


def _patterns(study: Study, heads: tuple[Head, ...] | None, together: str, reading: Reading) -> AttentionPatterns:
    if heads is None:
        patterns = study.shown.ask(attention_rollout, layer=study.head[0], reading=reading)
    else:
        patterns = study.shown.ask(attention_patterns, heads=heads, together=str(together), reading=reading)
    shown = patterns.window(patterns.row_of(study.query), MOST)
    if len(shown.labels) < len(patterns.labels):
        st.caption(f"The text is long: the picture and its table show {MOST} tokens, up to the chosen one.")
    return shown


def _described(reading: Reading, heads: tuple[Head, ...] | None) -> str:
    """What the options did, for the caption."""
    said = {
        "The first token is left out, and the rest of each row is scaled up to 100%.": reading.hide_first,
        "Pieces of words are joined: added up when looked at, averaged when reading.": reading.words,
        "Weights are shares of what the head brings, not of its attention.": reading.contribution and heads is not None,
    }
    return "".join(f" {sentence}" for sentence, on in said.items() if on)
