"""Where it fires: the places of a text at which one neuron's coefficient is largest."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import streamlit as st

from lmdash.analyses.common.corpus import Corpus
from lmdash.analyses.common.frames import rows
from lmdash.analyses.common.vectors import Vector, layers_with_neurons, name_of
from lmdash.analyses.value_vectors.fires import MOST_TOKENS, Firing, value_fires
from lmdash.analyses.value_vectors.vectors import layer_vectors
from lmdash.charts.numbers import count, percent, plural, signed_number
from lmdash.demo.corpus import documents
from lmdash.ui.frame.addresses.value_vectors import SOURCE, Source
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.tables import show_table
from lmdash.ui.kit.uploads import uploaded_corpus
from lmdash.ui.value_vectors.listing import chosen_vector

DOCUMENTS, SEED = 300, 7  # of the built-in text: other documents than the demo model was trained on
NOTABLE = 0.2  # a smallest coefficient of this share of the largest is worth showing
COLUMNS = {
    "coefficient": st.column_config.NumberColumn("Coefficient", format="%.3f"),
    "before": "Before",
    "token": "Token",
    "after": "After",
}


@cache
def _own_text() -> Corpus:
    return Corpus.of(Source.BUILT_IN.label, (document.text for document in documents(SEED, DOCUMENTS)))


def _corpus() -> Corpus | None:
    """The chosen text; None, with a sentence, until a file is there."""
    if segmented(SOURCE, "Text to read") is Source.BUILT_IN:
        return _own_text()
    return uploaded_corpus(Source.FILE.label, key="fires_file")


def fires(inputs: Inputs, answer: Callable[..., None]) -> None:
    """The strongest places of the chosen vector, with the words around them."""
    vector = chosen_vector(inputs)
    if vector is None:
        vector = _strongest_here(inputs)
        st.caption(
            f"You have not chosen a vector, so this is {name_of(vector)}: in the last layer, it writes the most at the "
            "chosen token. To see where another one fires, choose it in one of the other views."
        )
    corpus = _corpus()
    if corpus is None:
        answer(f"Choose a text file to see where {name_of(vector)} fires.")
        return
    firing = inputs.ask_watched(value_fires, doing="Reading the text, token", corpus=corpus)
    if firing is None:
        answer("The text has not been read yet.")
        return
    places = firing.of(vector)
    if places.empty:
        answer("Every line of that file is a single token, so there is nothing to read.")
        return
    answer(*_headline(vector, places, firing))
    largest = places[places["side"] == "largest"]
    _list(largest)
    smallest = places[places["side"] == "smallest"]
    if smallest["coefficient"].min() < -NOTABLE * largest["coefficient"].abs().max():
        st.caption("**Where its coefficient is most negative**, so that it does the opposite")
        _list(smallest)
    with folded("As a table", ":material/table:", "fires_table") as box:
        if box.open:
            show_table(places, COLUMNS | {"side": "Side"}, "Where the vector fires, with the words around it")
            downloads(f"{name_of(vector)}_fires", places)
    rest = "" if firing.whole else f" The text is longer, but only its first {count(MOST_TOKENS)} tokens are read."
    st.caption(
        f"The model read {plural(len(firing.ids), 'token')} without interventions. The first token of each text is not "
        f"counted.{rest}"
    )


def _strongest_here(inputs: Inputs) -> Vector:
    layer = inputs.ask(layers_with_neurons)[-1]
    table = inputs.ask(layer_vectors, ids=inputs.ids, layer=layer)
    return layer, int(table["neuron"].iloc[table["dominance"].argmax()])


def _headline(vector: Vector, places: pd.DataFrame, firing: Firing) -> list[Part]:
    top = places.iloc[0]
    often = places["token"].head(8).value_counts()
    share = float(firing.positive[vector[0]][vector[1]])
    parts: list[Part] = [(name_of(vector), "strong"), " fires most at ", (str(top["token"]), "token")]
    parts.append(f" (coefficient {signed_number(top['coefficient'])})")
    if often.iloc[0] > 1 and often.index[0] != top["token"]:
        parts += [", and most often among its strongest places at ", (str(often.index[0]), "token")]
    return [*parts, f". Its coefficient is positive at {percent(share)} of the tokens."]


def _list(places: pd.DataFrame) -> None:
    for number, row in enumerate(rows(places)):
        say(
            (f"{signed_number(row.coefficient)}  ", "faint"),
            row.before,
            (row.token, "token"),
            row.after,
            key=f"fires_{row.side}_{number}",
        )
