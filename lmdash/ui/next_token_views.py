"""The views of the Next token page, each drawn only when it is chosen."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from lmdash.analyses.continuation import Continuation, continuation
from lmdash.analyses.next_token import NextToken, reshape, tokens_left
from lmdash.analyses.surprisal import surprisal
from lmdash.analyses.watch import WatchedWord, watch
from lmdash.charts.next_token import probability_bars, reshaped_bars
from lmdash.charts.numbers import count, percent
from lmdash.models.sampling import Sampling
from lmdash.settings import settings
from lmdash.ui import page
from lmdash.ui.ask import ask, ask_watched
from lmdash.ui.components import Chip, say, strip
from lmdash.ui.downloads import downloads
from lmdash.ui.inputs import Inputs, watched_target
from lmdash.ui.words import GLOSSARY, quoted

BRANCH, STEP = "branch", "step"
CONTROL_WIDTH = 152  # pixels: two fit beside each other on a phone
_COLUMNS = {
    "rank": st.column_config.NumberColumn("Rank", help=GLOSSARY["rank"]),
    "token": st.column_config.TextColumn("Token", help=GLOSSARY["token"]),
    "id": st.column_config.NumberColumn("Id", help="The number of the token in the model's vocabulary."),
    "probability": "Probability",
    "log_probability": st.column_config.NumberColumn(
        "Log-probability (nats)", format="%.2f", help=GLOSSARY["log-probability"]
    ),
    "logit": st.column_config.NumberColumn("Logit", format="%.2f", help=GLOSSARY["logit"]),
    "surprisal_bits": st.column_config.NumberColumn("Surprisal (bits)", format="%.2f", help=GLOSSARY["surprisal"]),
}


def _slider(name: str, low: float, high: float, default: float, step: float, *, key: str, term: str = "") -> float:
    """A narrow slider, several to a row even on a phone; part of the address."""
    return st.slider(
        name, low, high, default, step, key=key, bind="query-params", help=GLOSSARY.get(term), width=CONTROL_WIDTH
    )


def _sampling_sliders(temperature: float, key: str) -> tuple[float, int, float]:
    """Temperature, which each view has its own of, and the two filters, which they share."""
    return (
        _slider("Temperature", 0.0, 2.0, temperature, 0.05, key=key, term="temperature"),
        _slider("Top-k (0: off)", 0, 100, 0, 1, key="top_k", term="top-k"),
        _slider("Top-p (1: off)", 0.0, 1.0, 1.0, 0.01, key="top_p", term="top-p"),
    )


def _table(frame: pd.DataFrame, columns: dict, alt: str) -> None:
    """A sortable table; probabilities are written as everywhere in the app and sort by their value."""
    shares = {name: percent for name in ("probability", "sampled", "first_token") if name in frame}
    st.dataframe(frame.style.format(shares, na_rep="–"), column_config=columns, hide_index=True, alt=alt)


def probabilities(inputs: Inputs, prediction: NextToken) -> None:
    """Bars and table of the distribution, and how sampling would reshape it."""
    with st.container(horizontal=True):
        sampling = Sampling(*_sampling_sliders(1.0, "temperature"))
        shown = _slider("Tokens shown", 5, 50, 10, 1, key="shown")
    target = watched_target()
    if sampling == Sampling(temperature=1.0):
        chart = probability_bars(prediction.top.head(shown), target.tokens[0].id if target else None)
        st.caption("Move temperature, top-k or top-p to see how they reshape these probabilities.")
    else:
        chart = reshaped_bars(reshape(prediction, sampling, shown))
        left = tokens_left(prediction, sampling)
        st.caption(
            "At temperature 0 the most probable token is always taken."
            if sampling.temperature == 0
            else f"With these settings {left} of {inputs.model.vocabulary} tokens can be drawn."
        )
    st.altair_chart(chart, key="next_token_bars", alt=f"Bars of the {shown} most probable next tokens")
    table = prediction.top.head(shown)
    if sampling != Sampling(temperature=1.0):
        table = table.assign(sampled=reshape(prediction, sampling, shown)["sampled"])
    columns = _COLUMNS | {"sampled": "With these settings"}
    _table(table, columns, "The same probabilities as a table")
    downloads("next_token", table, chart)


def watch_words(inputs: Inputs, _prediction: NextToken) -> None:
    """Probability and rank of any words at the end of the prompt, and one word against another."""
    typed = st.text_input(
        "Words to watch, separated by commas",
        "Paris, London, Rome, the",
        key="words",
        bind="query-params",
        help="Any words. Each is measured as the text right after the prompt.",
    )
    space = st.toggle(
        "With a space before each word",
        value=True,
        key="space",
        bind="query-params",
        help="Most words begin with a space in a text. Switch it off for endings and punctuation.",
    )
    words = tuple(dict.fromkeys(word.strip() for word in (typed or "").split(",") if word.strip()))
    if not words:
        st.info("Type one or more words, for example: Paris, London")
        return
    watched = ask(inputs.model.id, watch, ids=inputs.read.ids, words=words[:50], leading_space=space)
    table = pd.DataFrame(
        {
            "word": [w.word for w in watched],
            "probability": [w.probability for w in watched],
            "log_probability": [w.log_probability for w in watched],
            "rank": [w.rank for w in watched],
            "tokens": [" · ".join(token.label for token in w.tokens) for w in watched],
            "first_token": [w.first_probability for w in watched],
            "logit": [w.logit for w in watched],
        }
    )
    columns = _COLUMNS | {
        "word": "Word",
        "tokens": st.column_config.TextColumn("Read as", help="The tokens that the word consists of."),
        "first_token": "First token alone",
        "rank": st.column_config.NumberColumn("Rank of first token", help=GLOSSARY["rank"]),
    }
    _table(table, columns, "Probability and rank of the watched words")
    several = [w for w in watched if len(w.tokens) > 1]
    if several:
        say(
            ", ".join(quoted(w.word) for w in several),
            ": several tokens, so its probability is that of all of them in a row, its rank that of the first."
            if len(several) == 1
            else ": several tokens each, so the probability is that of all in a row, the rank that of the first.",
            tone="note",
        )
    downloads("watched_words", table)
    if len(watched) > 1:
        _against(watched)


def _against(watched: tuple[WatchedWord, ...]) -> None:
    """Logit difference of two watched words."""
    st.subheader("One against the other")
    names = [w.word for w in watched]
    left, right = st.columns(2)
    first = watched[names.index(left.selectbox("Word A", names, key="word_a"))]
    second = watched[names.index(right.selectbox("Word B", names, index=1, key="word_b"))]
    difference = first.log_probability - second.log_probability
    if math.isnan(difference):  # a word did not fit the context
        st.info("One of these words does not fit into the model's context after this prompt.")
        return
    ahead, behind = (first, second) if difference >= 0 else (second, first)
    factor = math.exp(abs(difference))
    times = f"{factor:.2g}" if factor < 10 else count(factor) if factor < 1e6 else "over a million"
    say(
        (ahead.word, "token"),
        f" is {times} times as likely as ",
        (behind.word, "token"),
        f": a difference of {difference:+.2f} logits from A to B.",
        key="against",
    )
    single = len(first.tokens) == len(second.tokens) == 1
    st.caption(
        "The difference of two logits is the difference of their log-probabilities (nats)."
        if single
        else "For words of several tokens this is the difference of their log-probabilities (nats)."
    )


def prompt_table(inputs: Inputs, _prediction: NextToken) -> None:
    """Every token of the prompt with its surprisal."""
    surprise = ask(inputs.model.id, surprisal, ids=inputs.read.ids)
    table = pd.DataFrame(
        {
            "position": range(len(inputs.read.ids)),
            "token": [token.label for token in inputs.read.tokens],
            "id": inputs.read.ids,
            "probability": surprise.probability,
            "surprisal_bits": surprise.bits,
            "rank": [rank if rank > 0 else None for rank in surprise.rank.tolist()],
        }
    )
    _table(table, _COLUMNS | {"position": "Position"}, "Surprisal of every token of the prompt")
    downloads("surprisal", table)


def _branch() -> tuple[int, ...]:
    """The tokens that the person chose, from the address; anything else there is ignored."""
    parts = st.query_params.get(BRANCH, "").split(".")
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 9)


def _set_branch(ids: tuple[int, ...]) -> None:
    st.query_params.pop(STEP, None)
    if ids:
        st.query_params[BRANCH] = ".".join(map(str, ids))
    else:
        st.query_params.pop(BRANCH, None)


def write_on(inputs: Inputs, _prediction: NextToken) -> None:
    """The generation explorer: write, look at each step, take another token instead."""
    with st.container(horizontal=True):
        new_tokens = _slider("Tokens to write", 1, settings().max_new_tokens, 40, 1, key="length")
        temperature, top_k, top_p = _sampling_sliders(0.0, "write_temperature")
        seed = st.number_input(
            "Seed",
            0,
            2**31 - 1,
            0,
            key="seed",
            bind="query-params",
            help=GLOSSARY["seed"] + " At temperature 0 nothing is drawn.",
            disabled=temperature == 0,
            width=CONTROL_WIDTH,
        )
    sampling = Sampling(temperature, top_k, top_p, seed)
    forced = tuple(index for index in _branch() if index < inputs.model.vocabulary)[:new_tokens]
    written = ask_watched(
        inputs.model.id,
        continuation,
        doing="Writing",
        ids=inputs.read.ids,
        sampling=sampling,
        new_tokens=new_tokens,
        forced=forced,
    )
    if written is None:
        return
    if not written.tokens:
        st.info(
            f"The prompt fills the whole context of {inputs.model.context} tokens, so there is no room to write. "
            "Shorten the prompt."
        )
        return
    say((inputs.read.text[-400:], "faint"), (written.text, "strong"), key="written")
    asked = st.query_params.get(STEP, "")
    step = int(asked) if asked.isascii() and asked.isdigit() and int(asked) < len(written.tokens) else -1
    strip(
        "written token",
        [
            page.surprisal_chip(token.label, float(probability), token.special)
            for token, probability in zip(written.tokens, written.probability, strict=True)
        ],
        key="written_strip",
        on_click=lambda index: st.query_params.update({STEP: str(index)}),
        selected=step,
        legend=("expected", "surprising (12 bits or more)"),
    )
    ended = {"end": "The model ended the text itself.", "context": "It stopped because the model's context is full."}
    st.caption(
        " ".join(filter(None, ["Click a token to see what else it could have been.", ended.get(written.stopped)]))
    )
    if forced:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"The first {len(forced)} tokens lead to your choice.")
            st.button("Back to the model's own text", icon=":material/undo:", on_click=_set_branch, args=((),))
    if step >= 0:
        _alternatives(written, step)
    downloads("written_text", written.frame())


def _alternatives(written: Continuation, step: int) -> None:
    """What else a step could have been; a click takes it and writes on from there."""
    table = written.alternatives[step]
    say(
        f"Token {step + 1} is ",
        (written.tokens[step].label, "token"),
        f" with {percent(float(written.probability[step]))} (rank {written.rank[step]}). Take this one instead:",
        key="alternatives",
    )
    strip(
        "take instead",
        [
            Chip(str(row.token), float(row.probability), detail=percent(float(row.probability)))
            for row in table.itertuples()
        ],
        key="alternatives_strip",
        on_click=lambda index: _set_branch((*written.ids[:step], int(table["id"].iloc[index]))),
        selected=next((i for i, index in enumerate(table["id"]) if index == written.ids[step]), -1),
        legend=("0%", "100%"),
    )
