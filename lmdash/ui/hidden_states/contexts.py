"""Similar contexts: where else, in a corpus, the model was in a state like the chosen one."""

from __future__ import annotations

from functools import cache

import pandas as pd
import streamlit as st

from lmdash.analyses.common.corpus import Corpus
from lmdash.analyses.hidden_states.contexts import CorpusStates, corpus_states, parts_of_speech, similar_contexts
from lmdash.analyses.hidden_states.states import state_vector
from lmdash.charts.hidden_states.contexts import part_of_speech_bars
from lmdash.charts.numbers import count, plural, with_minus
from lmdash.demo.corpus import documents
from lmdash.demo.texts.grammar import Document
from lmdash.ui.frame.addresses.hidden_states import CONTEXTS_SHOWN, CORPUS, SPEECH_OF, Source, Speech
from lmdash.ui.frame.compare import comparison
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.hidden_states.followed import Followed, choose_state
from lmdash.ui.kit.controls import segmented, slider
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.tables import show_table
from lmdash.ui.kit.uploads import uploaded_corpus

DOCUMENTS, SEED = 600, 7  # of the built-in corpus: other documents than the demo model was trained on
COLUMNS = {
    "cosine": st.column_config.NumberColumn("Cosine", format="%.3f"),
    "before": "Before",
    "token": "Token",
    "next": "What came next",
    "after": "After that",
    "part_of_speech": "Part of speech",
    "next_part_of_speech": "Part of speech of what came next",
    "times": st.column_config.NumberColumn("Times", help="How often exactly this text occurs in the corpus."),
}
COLUMN_OF = {Speech.TOKEN: "part_of_speech", Speech.NEXT: "next_part_of_speech"}


@cache
def _own_corpus() -> Corpus:
    """Text of the demo's generator, with its gold parts of speech."""
    drawn = list(documents(SEED, DOCUMENTS))
    return Corpus.of(CORPUS.labels[Source.BUILT_IN], (document.text for document in drawn), map(_tags, drawn))


def _tags(document: Document) -> tuple[tuple[int, str], ...]:
    """The byte at which each word of a document ends, and its part of speech."""
    ends, length = [], 0
    for word in (word for sentence in document.sentences for word in sentence.words):
        length += len(word.text.encode()) + (word.space and length > 0)
        ends.append((length, word.pos))
    return tuple(ends)


def contexts(inputs: Inputs, _answer: Followed) -> None:
    """The nearest states of a corpus with the words around them, and their parts of speech."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = segmented(CORPUS, "Search in")
        point = choose_state(inputs)
        found_count = slider(CONTEXTS_SHOWN, "Contexts shown", step=5)
        shown = comparison(inputs, difference=False)
    own = source is Source.BUILT_IN
    corpus = _own_corpus() if own else uploaded_corpus(CORPUS.labels[source], key="_corpus_file")
    if corpus is None:
        return
    searched = inputs.ask_watched(corpus_states, doing="Reading the corpus (states)", corpus=corpus, point=point)
    if searched is None:
        return
    if not len(searched.states):
        st.info("Every line of that file is a single token, so there is no context to compare. Choose another file.")
        return
    found = similar_contexts(searched, shown.one(state_vector, point=point), found_count)
    following, cosine = found["next"].value_counts(), found["cosine"].iloc[0]
    say(
        f"Among {count(len(searched.states))} states from {plural(len(searched.tokens), 'text')}, the closest to ",
        (inputs.read.tokens[inputs.position].label, "token"),
        f" {point.in_words} is at ",
        (found["token"].iloc[0], "token"),
        f" (cosine {with_minus(f'{cosine:.2f}')}). Most often, what came next is ",
        (str(following.index[0]) or "the end", "token"),
        f" ({following.iloc[0]} of {len(found)}).",
        key="contexts",
    )
    _table(found, searched)
    if not searched.whole:
        st.caption(f"Only the first {count(len(searched.tokens))} of {count(len(corpus.documents))} texts were read.")


def _table(found: pd.DataFrame, searched: CorpusStates) -> None:
    known = found if searched.tagged else found.drop(columns=list(COLUMN_OF.values()))
    show_table(known, COLUMNS, "Contexts whose states are closest to the chosen one")
    downloads("similar_contexts", known)
    if not searched.tagged:
        return
    counts = parts_of_speech(found, COLUMN_OF[segmented(SPEECH_OF, "Part of speech of")])
    if len(counts):
        chart = part_of_speech_bars(counts)
        picture(chart, key="speech", alt="How many of the contexts have each part of speech")
        downloads("parts_of_speech", counts, chart)
