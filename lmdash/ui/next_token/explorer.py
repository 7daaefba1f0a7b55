"""The generation explorer: write, look at each step, take another token instead."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.frames import rows
from lmdash.analyses.common.tokens import text_of
from lmdash.analyses.next_token.continuation import Continuation, continuation
from lmdash.charts.numbers import count, percent
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import OwnSettings
from lmdash.settings import settings
from lmdash.ui.frame import page
from lmdash.ui.frame.addresses.next_token import (
    BRANCH,
    LENGTH,
    PENALTY,
    SEED,
    STEP,
    TOP_K,
    TOP_P,
    WRITE_TEMPERATURE,
)
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.parts import part
from lmdash.ui.kit.controls import number, slider
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.strip import Chip, strip
from lmdash.ui.next_token.sampling import sampling_sliders


def _set_branch(ids: tuple[int, ...]) -> None:
    STEP.set(len(ids) - 1 if ids else None)
    BRANCH.set(ids)


def write_on(inputs: Inputs) -> None:
    """The generation explorer: write, look at each step, take another token instead."""
    with st.container(horizontal=True):
        new_tokens = slider(LENGTH, "Tokens to write", high=settings().max_new_tokens)
        temperature, top_k, top_p = sampling_sliders(WRITE_TEMPERATURE)
        penalty = slider(PENALTY, "Repetition penalty (1: off)", step=0.05, term="repetition penalty")
        seed = number(
            SEED, "Seed", help=GLOSSARY["seed"] + " At temperature 0 nothing is random.", disabled=temperature == 0
        )
    _own_settings(inputs)
    sampling = Sampling(temperature, top_k, top_p, seed, penalty)
    forced = tuple(index for index in BRANCH.value if index < inputs.model.vocabulary)[:new_tokens]
    written = inputs.ask_watched(
        continuation, doing="Writing", ids=inputs.ids, sampling=sampling, new_tokens=new_tokens, forced=forced
    )
    if written is None:
        return
    if not written.tokens:
        st.info(
            f"The prompt fills the whole context of {inputs.model.context} tokens, so there is no room to write. "
            "Shorten the prompt."
        )
        return
    part("written", lambda: _written(inputs, written, temperature), [STEP])


def _own_settings(inputs: Inputs) -> None:
    """What the model's makers recommend, and a button that applies it."""
    own = inputs.model.own
    if own.in_words:
        st.caption(
            f"This model's makers recommend {own.in_words}. Its stop tokens are always used, the rest if you wish."
        )
        st.button("Use their settings", icon=":material/tune:", on_click=_apply, args=(own,))


def _apply(own: OwnSettings) -> None:
    WRITE_TEMPERATURE.set(min(own.temperature, WRITE_TEMPERATURE.high))
    TOP_K.set(min(own.top_k, TOP_K.high))
    TOP_P.set(own.top_p)
    PENALTY.set(min(max(own.repetition_penalty, PENALTY.low), PENALTY.high))


def _written(inputs: Inputs, written: Continuation, temperature: float) -> None:
    """The text and its tokens; a click on one shows what else it could have been."""
    before = inputs.said if inputs.chat else inputs.ids
    say((inputs.ask(text_of, ids=before)[-400:], "faint"), (written.text, "strong"), key="written")
    step = STEP.below(len(written.tokens))
    strip(
        "written token",
        [
            page.surprisal_chip(token.label, float(probability), token.special)
            for token, probability in zip(written.tokens, written.probability, strict=True)
        ],
        key="written_strip",
        on_click=STEP.set,
        selected=-1 if step is None else step,
        legend=page.SURPRISAL_LEGEND,
    )
    ended = {"end": "The model ended the text itself.", "context": "The model stopped because its context is full."}
    greedy = "The most likely token is always taken; raise the temperature for variety." if temperature == 0 else None
    hints = ["Click a token to see what else it could have been.", greedy, ended.get(written.stopped)]
    st.caption(" ".join(filter(None, hints)))
    if written.forced:
        with st.container(horizontal=True, vertical_alignment="center"):
            say(
                "You chose ",
                (written.tokens[-1 + written.forced].label, "token"),
                f" as token {written.forced}.",
                key="taken",
            )
            st.button("Back to the model's own text", icon=":material/undo:", on_click=_set_branch, args=((),))
    if step is not None:
        _alternatives(written, step)
    downloads("written_text", written.frame())


def _alternatives(written: Continuation, step: int) -> None:
    """What else a step could have been; a click takes it and writes on from there."""
    table = written.alternatives[step]
    say(
        f"Token {step + 1} is ",
        (written.tokens[step].label, "token"),
        f" ({percent(float(written.probability[step]))}, rank {count(int(written.rank[step]))}). "
        "Click another one to take it instead:",
        key="alternatives",
    )
    strip(
        "take instead",
        [Chip(str(row.token), detail=percent(float(row.probability))) for row in rows(table)],
        key="alternatives_strip",
        on_click=lambda index: _set_branch((*written.ids[:step], int(table["id"].iloc[index]))),
        selected=next((i for i, index in enumerate(table["id"]) if index == written.ids[step]), -1),
    )
