"""The parts that every page has in the same place: title and question, prompt strip, how to read it, what next."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import streamlit as st

from lmdash.analyses.common.plural import plural
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import Surprisal
from lmdash.charts.numbers import percent, percent_in_words
from lmdash.ui.frame.chat_strip import chat_strip
from lmdash.ui.frame.headlines import tokens_read
from lmdash.ui.frame.inputs import Inputs, set_position
from lmdash.ui.frame.sitemap import PageInfo
from lmdash.ui.kit import address
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.strip import Chip

CONTINUED, ENDS = 12, "(it ends here)"  # tokens that are written with and without interventions; for none
FULL_BITS = 12.0  # surprisal that fills a chip: a 1 in 4096 chance
SURPRISAL_LEGEND = ("expected", "surprising")


def head(info: PageInfo) -> None:
    """The question of the page, what the field calls it, and what it shows."""
    st.title(info.asks)
    st.caption(f"**{info.term}** · {info.question}")


def answer(inputs: Inputs, *parts: Part, below: bool = False) -> None:
    """The answer in one sentence, and what to know about the prompt before trusting it; it may stand ``below`` another.

    With interventions on, what they do to the model's answer comes first, with the texts of both, and then ``parts``.
    """
    if inputs.edits:
        say(*change_headline(inputs), tone="answer", key="answer")
        _say_what_is_changed(inputs)
    tone = "finding" if inputs.edits or below else "answer"
    say(*parts, tone=tone, key=tone)
    for note in inputs.read.notes:
        say(note, tone="note")


def change_headline(inputs: Inputs) -> list[Part]:
    """‘With your change the model says ␣Canberra (39%) instead of ␣Sydney (36%).’, at the chosen position."""
    now, plain = inputs.ask(next_token), inputs.ask(next_token, edits=())
    count = len(inputs.edits)
    change = "your change" if count == 1 else f"your {count} changes"
    parts: list[Part] = [f"With {change} the model "]
    if not inputs.at_end:
        parts = [f"With {change}, after ", tokens_read(inputs), ", the model "]
    said: list[Part] = [(now.token, "token"), f" ({percent_in_words(now.probability)}"]
    share = percent_in_words(plain.probability)
    if now.token != plain.token:
        return [*parts, "says ", *said, ") instead of ", (plain.token, "token"), f" ({share})."]
    same = share == percent_in_words(now.probability)
    return [*parts, "still says ", *said, ", as without)." if same else f"; {share} without)."]


def _say_what_is_changed(inputs: Inputs) -> None:
    count = len(inputs.edits)
    them = "it" if count == 1 else "them"
    both = [inputs.goes_on(CONTINUED, edits=edits) for edits in ((), inputs.edits)]
    without, with_them = (" ".join(each.text.split()) or ENDS if each else "" for each in both)
    if not (without and with_them):  # somebody stopped it
        return
    say(
        f"{plural(count, 'intervention')} {'is' if count == 1 else 'are'} on (see the sidebar). Without {them} the "
        "text goes on: ",
        (without, "token"),
        f" With {them}: ",
        (with_them, "token"),
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
    chat_strip(
        inputs,
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
        st.page_link(step.file, label=step.label, icon=step.icon, query_params=address.way(step))
        st.caption(step.question)
