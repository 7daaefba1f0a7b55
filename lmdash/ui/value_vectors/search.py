"""Search words: the value vectors, of all layers, that promote or suppress them most."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lmdash.analyses.common.vectors import name_of
from lmdash.analyses.value_vectors.search import (
    SearchWord,
    ValueHits,
    search_words,
    value_search,
    value_spread,
)
from lmdash.charts.numbers import count, plural, signed_number
from lmdash.ui.frame.addresses.value_vectors import DIRECTION, FIND, LAYERS, SHOWN, TOGETHER, Direction
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import between, segmented, slider, text
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.tables import show_table
from lmdash.ui.value_vectors import names
from lmdash.ui.value_vectors.listing import vector_list

MOST_WORDS = 20
SIGMA = (
    "Standard deviations (sd): how far the score of a word lies above what this vector gives all tokens on average. So "
    "long and short vectors can be compared."
)


def search(inputs: Inputs, answer: Callable[..., None]) -> None:
    """Words, how to combine them, and the vectors found."""
    typed = text(
        FIND,
        "Words, separated by commas",
        help="Also searched: with or without a space before it, and with a capital letter, where that is one token.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        promote = segmented(DIRECTION, "Vectors that") is Direction.PROMOTE
        together = segmented(
            TOGETHER,
            "Several words",
            help="On average: ranked by the mean of the scores of the words. Every one: ranked by the lowest of them.",
        )
        layers = _layers(inputs)
        shown = slider(SHOWN, "Vectors shown", step=5)
    words = tuple(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))[:MOST_WORDS]
    spread = inputs.ask_watched(value_spread, doing="Preparing the search, step") if words else None
    if not words:
        answer("Type one or more words to find the value vectors that write them.")
    if spread is None:
        return
    found = inputs.ask(search_words, words=words)
    hits = inputs.ask(
        value_search,
        spread=spread,
        words=tuple(tuple(token.id for token in word.tokens) for word in found),
        count=shown,
        promote=promote,
        together=str(together),
        layers=layers,
    )
    if not hits.vectors:
        answer("There are no value vectors in these layers: they are mixtures of experts.")
        return
    answer(*_headline(found, hits, promote))
    say(*_searched(found), tone="small", key="searched")
    vector_list(
        inputs,
        "vector found",
        hits.vectors,
        [f"{signed_number(score, 1)} sd" for score in hits.frame["score"]],
        key="found_vectors",
        side="promoted" if promote else "suppressed",
        hits=frozenset(token.id for word in found for token in word.tokens),
    )
    st.caption(f"{SIGMA} The marked tokens are those that you searched for; a number before a token is its rank.")
    _as_table(found, hits)


def _layers(inputs: Inputs) -> tuple[int, int]:
    """The layers to search, all of them at first."""
    if inputs.model.layers == 1:
        return 0, 0
    return between(LAYERS, "Layers", [f"L{layer}" for layer in range(inputs.model.layers)])


def _headline(words: tuple[SearchWord, ...], hits: ValueHits, promote: bool) -> list[Part]:
    """How many vectors were compared, and which promotes the words most."""
    parts: list[Part] = [f"Of {count(hits.searched)} value vectors, ", (name_of(hits.vectors[0]), "strong")]
    parts.append(" promotes " if promote else " suppresses ")
    for word in words[:4]:
        parts += [(word.tokens[0].label, "token"), " "]
    more = f"and {len(words) - 4} more " if len(words) > 4 else ""
    score = abs(float(hits.frame["score"].iloc[0]))
    return [*parts, f"{more}most: {score:.1f} standard deviations {'above' if promote else 'below'} its average token."]


def _searched(words: tuple[SearchWord, ...]) -> list[Part]:
    """Which tokens stand for the words; of a word of several tokens the first is searched."""
    parts: list[Part] = ["Searched as "]
    for word in words:
        for token in word.tokens:
            parts += [(token.label, "token"), " "]
    for word in words:
        if word.several:
            split = " ".join(token.label for token in word.several)
            tokens = plural(len(word.several), "token")
            parts.append(f" “{word.word}” is {tokens} ({split}), so only the first of them is searched.")
    return parts


def _as_table(words: tuple[SearchWord, ...], hits: ValueHits) -> None:
    """The score of each word, to sort and to download."""
    columns = {"vector": "Vector", "name": "Its name", "layer": "Layer", "neuron": "Neuron"}
    scores = {"score": "Together (sd)"} | {f"word {n}": f"{word.word} (sd)" for n, word in enumerate(words)}
    columns |= {name: st.column_config.NumberColumn(title, format="%.2f", help=SIGMA) for name, title in scores.items()}
    table = hits.frame.assign(
        vector=[name_of(vector) for vector in hits.vectors],
        name=[names.name_of(*vector) for vector in hits.vectors],
    )[list(columns)]
    with folded("As a table", ":material/table:", "search_table") as box:
        if box.open:
            show_table(table, columns, "The vectors found, with the score of each word")
            downloads("value_vectors", table.rename(columns=scores))
