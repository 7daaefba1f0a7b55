"""The parts that every page has in the same place: title and question, prompt strip, how to read it, what next."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import streamlit as st

from lmdash.analyses.common.plural import plural
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import Surprisal
from lmdash.charts.numbers import percent, percent_in_words
from lmdash.ui.frame.inputs import Inputs, set_position
from lmdash.ui.frame.sitemap import PageInfo
from lmdash.ui.kit import address
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.strip import Chip, strip

FULL_BITS = 12.0  # surprisal that fills a chip: a 1 in 4096 chance
SURPRISAL_LEGEND = ("expected", "surprising")


def answer(inputs: Inputs, *parts: Part) -> None:
    """The answer in one sentence, and what to know about the prompt before trusting it."""
    say(*parts, tone="answer", key="answer")
    if inputs.edits:
        _say_what_is_changed(inputs)
    for note in inputs.read.notes:
        say(note, tone="note")


def _say_what_is_changed(inputs: Inputs) -> None:
    plain = inputs.ask(next_token, edits=())
    count = len(inputs.edits)
    say(
        f"{plural(count, 'intervention')} {'is' if count == 1 else 'are'} on (see the sidebar). "
        f"Without {'it' if count == 1 else 'them'} the model says ",
        (plain.token, "token"),
        f" ({percent_in_words(plain.probability)}).",
        tone="changed",
        key="changed",
    )


def surprisal_chip(label: str, probability: float, special: bool = False, detail: str = "") -> Chip:
    """A token filled by how surprising it was: the same picture on every page."""
    if math.isnan(probability):
        return Chip(label, tip="not predicted: nothing comes before it", special=special)
    bits = -math.log2(max(probability, 1e-30))
    tip = f"probability {percent(probability)}, surprisal {bits:.1f} bits"
    return Chip(label, min(1.0, bits / FULL_BITS), tip, detail, special)


def prompt_strip(
    inputs: Inputs, surprise: Surprisal, *, on_click: Callable[[int], None] = set_position, selected: int | None = None
) -> None:
    """The prompt as chips filled by surprisal; a click works on that position.

    A page that works on more than the prompt says which chip is ``selected``, -1 for none, and what a click does.
    """
    chips = [
        surprisal_chip(token.label, float(probability), token.special)
        for token, probability in zip(inputs.read.tokens, surprise.probability, strict=True)
    ]
    strip(
        "prompt token",
        chips,
        key="prompt_strip",
        on_click=on_click,
        selected=inputs.position if selected is None else selected,
        legend=SURPRISAL_LEGEND if len(chips) > 1 else (),
    )
    if not inputs.at_end:
        last = len(chips) - 1
        st.button("To the end of the prompt", icon=":material/last_page:", on_click=on_click, args=(last,))
    if surprise.perplexity > inputs.model.vocabulary:
        say(
            "This text is unlike anything the model was trained on: random guessing would have predicted it better. "
            "Don't read much into the answer.",
            tone="note",
            key="strange_text",
        )


def how_to_read(*sentences: str) -> None:
    """Three sentences and a caution."""
    with st.expander("How to read this", icon=":material/help:"):
        for sentence in sentences:
            st.markdown(f"- {sentence}")


def next_steps(pages: Sequence[PageInfo], title: str) -> None:
    """Links to other pages, which carry along what is shared and what was chosen there before."""
    st.subheader(title)
    for step in pages:
        st.page_link(step.file, label=f"**{step.title}**", icon=step.icon, query_params=address.way(step))
        st.caption(step.question)
