"""The views of the Next token page, each drawn only when it is chosen."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import streamlit as st

from lmdash.analyses.common.watch import WatchedWord, watch
from lmdash.analyses.next_token.next_token import NextToken, reshape, tokens_left
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.next_token import probability_bars, reshaped_bars
from lmdash.charts.numbers import count, signed_number
from lmdash.models.passes.sampling import Sampling
from lmdash.ui.frame.addresses.next_token import SHOWN, SPACE, TEMPERATURE, TOP_K, TOP_P, WORD_A, WORD_B, WORDS, View
from lmdash.ui.frame.inputs import Inputs, watched_target
from lmdash.ui.kit.control import Control
from lmdash.ui.kit.controls import select_text, slider, text, toggle
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.tables import COLUMNS, show_table
from lmdash.ui.next_token.sampling import sampling_sliders


def probabilities(inputs: Inputs, prediction: NextToken) -> None:
    """Bars and table of the distribution, and how sampling would reshape it."""
    with st.container(horizontal=True):
        sampling = Sampling(*sampling_sliders(TEMPERATURE))
        shown = slider(SHOWN, "Tokens shown")
    target = watched_target()
    target_id = target.tokens[0].id if target else None
    table = prediction.top.head(shown)
    if sampling == Sampling(temperature=1.0):
        chart = probability_bars(table, target_id)
        st.caption("Move temperature, top-k or top-p to see how they reshape these probabilities.")
    else:
        reshaped = reshape(prediction, sampling, shown)
        table = table.assign(sampled=reshaped["sampled"])
        chart = reshaped_bars(reshaped, target_id)
        left = tokens_left(prediction, sampling)
        st.caption(
            "At temperature 0 the most likely token is always taken."
            if sampling.temperature == 0
            else f"With these settings {count(left)} of {count(inputs.model.vocabulary)} tokens can be picked."
        )
    picture(chart, key="next_token_bars", alt=f"Bars of the {shown} most likely next tokens")
    columns = COLUMNS | {"sampled": "With these settings"}
    show_table(table, columns, "The same probabilities as a table")
    downloads("next_token", table, chart)


def watch_words(inputs: Inputs, _prediction: NextToken) -> None:
    """Probability and rank of any words after the chosen position, and one word against another."""
    typed = text(
        WORDS,
        "Words to watch, separated by commas",
        help="Any words. For each, the page shows how likely it is right after the chosen token.",
    )
    space = toggle(
        SPACE,
        "With a space before each word",
        help="Inside a text most words begin with a space. Turn this off for endings and punctuation.",
    )
    words = tuple(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))
    if not words:
        st.info("Type one or more words, for example: Paris, London")
        return
    watched = inputs.ask(watch, ids=inputs.ids, words=words[:50], leading_space=space)
    table = pd.DataFrame(
        {
            "word": [w.word for w in watched],
            "probability": [w.probability for w in watched],
            "rank": [w.rank for w in watched],
            "tokens": [" · ".join(token.label for token in w.tokens) for w in watched],
            "log_probability": [w.log_probability for w in watched],
            "first_token": [w.first_probability for w in watched],
            "logit": [w.logit for w in watched],
        }
    )
    columns = COLUMNS | {
        "word": "Word",
        "tokens": st.column_config.TextColumn("Read as", help="The tokens that the word is made of."),
        "first_token": "First token alone",
        "rank": st.column_config.NumberColumn("Rank of first token", help=GLOSSARY["rank"]),
    }
    show_table(table, columns, "Probability and rank of the watched words")
    several = [w for w in watched if len(w.tokens) > 1]
    if several:
        say(
            ", ".join(f"‘{w.word}’" for w in several),
            " is several tokens: the probability is for the whole word, the rank for its first token."
            if len(several) == 1
            else " are several tokens each: probabilities are for whole words, ranks for their first tokens.",
            tone="note",
        )
    downloads("watched_words", table)
    if len(watched) > 1:
        _against(watched)


def _against(watched: tuple[WatchedWord, ...]) -> None:
    """Logit difference of two watched words."""
    st.subheader("Compare two words")
    names = [w.word for w in watched]
    left, right = st.columns(2)
    with left:
        first = watched[names.index(select_text(WORD_A, "Word A", names))]
    with right:
        second = watched[names.index(select_text(WORD_B, "Word B", names, first=names[1]))]
    difference = first.log_probability - second.log_probability
    if math.isnan(difference):  # a word did not fit the context
        st.info("One of these words no longer fits into the model's context. Choose another one or shorten the prompt.")
        return
    single = len(first.tokens) == len(second.tokens) == 1
    ahead, behind = (first, second) if difference >= 0 else (second, first)
    factor = math.exp(min(abs(difference), 14.0))  # e to the 14th is 1.2 million
    times = f"{factor:.2g}" if factor < 10 else count(factor) if factor < 1e6 else "over a million"
    say(
        (ahead.word, "token"),
        f" is {times} times as likely as ",
        (behind.word, "token"),
        f" (A minus B: {signed_number(difference)} {'logits' if single else 'nats'}).",
        key="word_difference",
    )
    st.caption(
        "The difference of two logits is the difference of their log-probabilities (nats)."
        if single
        else "For words of several tokens, this is the difference of their log-probabilities (nats)."
    )


def prompt_table(inputs: Inputs, _prediction: NextToken) -> None:
    """Every token of the prompt with its surprisal."""
    surprise = inputs.ask(surprisal)
    table = pd.DataFrame(
        {
            "position": range(len(inputs.read.ids)),
            "token": [token.label for token in inputs.read.tokens],
            "id": inputs.read.ids,
            "probability": surprise.probability,
            "surprisal_bits": surprise.bits,
            "rank": pd.array([rank if rank > 0 else None for rank in surprise.rank.tolist()], dtype="Int64"),
        }
    )
    show_table(table, COLUMNS | {"position": "Position"}, "Surprisal of every token of the prompt")
    downloads("surprisal", table)


QUICK: dict[View, tuple[Callable[[Inputs, NextToken], None], tuple[Control, ...]]] = {
    View.PROBABILITIES: (probabilities, (TEMPERATURE, TOP_K, TOP_P, SHOWN)),
    View.WATCH_WORDS: (watch_words, (WORDS, SPACE, WORD_A, WORD_B)),
    View.PROMPT_TABLE: (prompt_table, ()),
}
"""The views that are there at once, each with the controls that it draws."""
