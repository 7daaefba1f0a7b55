"""Find an edit: what the model should say instead, and which few value vectors would make it."""

from __future__ import annotations

from math import isnan
from typing import Any
from zlib import crc32

import streamlit as st

from lmdash.analyses.ffn_interventions.find_edit import Aim, FoundEdits, Proposal, find_edit
from lmdash.charts.numbers import percent, percent_in_words
from lmdash.models.interventions.text import write
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.ui.frame.addresses.ffn_interventions import (
    FIND_MARGIN,
    FIND_RIVAL,
    FIND_TEXTS,
    FIND_WANT,
    FIND_WHERE,
    FIND_WORD,
    SEARCHED,
    VIEW,
    View,
    Want,
    Where,
)
from lmdash.ui.frame.inputs import Inputs, current, word_after
from lmdash.ui.frame.interventions import add
from lmdash.ui.frame.target import Answer
from lmdash.ui.kit.controls import number, segmented, select, text, text_area
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import say

MOST_TEXTS = 12
COLUMNS = {
    "size": st.column_config.NumberColumn("Vectors", help="How many are changed together."),
    "edits": "Interventions",
    "first_order": st.column_config.NumberColumn("Predicted", format="%+.3f", help="By the gradient alone, in nats."),
    "gain": st.column_config.NumberColumn("Measured", format="%+.3f", help="Change of the value when run, in nats."),
    "token": "Then it says",
    "probability": "Probability",
    "bits_here": st.column_config.NumberColumn("Bits here", format="%.4f", help="At the prompt's other tokens."),
    "bits_elsewhere": st.column_config.NumberColumn("Bits elsewhere", format="%.4f", help="Over the other texts."),
    "reached": "Does it",
}


def show_find_edit(inputs: Inputs, _answer: Answer) -> None:
    """The question, the search with progress and a stop, and what it proposes."""
    say("Up to three value vectors, switched off or promoted, that change the answer and little else.", tone="text")
    with st.form("find_edit"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            want = segmented(FIND_WANT, "The model should", in_form=True)
            word = text(FIND_WORD, "Word", placeholder="the target word", width=150, in_form=True)
            rival = text(FIND_RIVAL, "Rather than", placeholder="any other", width=150, in_form=True)
            margin = number(
                FIND_MARGIN, "By at least (nats)", step=0.5, in_form=True,
                help="How far ahead it should come out; 0.69 is twice as likely.",
            )  # fmt: skip
            where = select(FIND_WHERE, "Change them", width=170, in_form=True)
        texts = text_area(
            FIND_TEXTS,
            f"Texts that should stay as they are, one a line (up to {MOST_TEXTS})",
            height=120,
            in_form=True,
        )
        st.form_submit_button("Find an edit", icon=":material/search:", on_click=_search)
    if SEARCHED.value != _subject(inputs):
        return
    target = word_after(inputs, word) or word_after(inputs, inputs.target)
    if target is None:
        st.info("Type the word that the model should say, or not say; it may also be the target word of the sidebar.")
        return
    against = word_after(inputs, rival)
    aim = Aim(target.tokens[0].id, against.tokens[0].id if against else None, want is Want.NOT_SAY, margin)
    if aim.rival == aim.target:
        st.info("The word cannot be its own rival.")
        return
    found = inputs.ask_watched(
        find_edit,
        doing="Running candidates",
        ids=inputs.ids,
        aim=aim,
        everywhere=where is Where.ALL,
        texts=tuple(line.strip() for line in texts.splitlines() if line.strip())[:MOST_TEXTS],
        edits=resolve(inputs.edits, len(inputs.read.ids)),
    )
    if found is not None:
        _show(inputs, found, target.tokens[0].label)


def _subject(inputs: Inputs) -> str:
    """What a search was about: it is not started again by itself when that changes."""
    return str(crc32(repr((inputs.model.id, inputs.ids, inputs.edits)).encode()))


def _search() -> None:
    SEARCHED.set(_subject(current()))


def _use(edits: Interventions) -> None:
    """Have a proposal, and look at what it does."""
    SEARCHED.clear()
    VIEW.set(View.EFFECT)
    add(*edits)


def _show(inputs: Inputs, found: FoundEdits, label: str) -> None:
    if not found.best:
        st.info("No single value vector, switched off or promoted, moves the answer that way.")
    elif not found.reached:
        st.info("No choice of three goes all the way; these go farthest.")
    for place, proposal in enumerate(found.best):
        _proposal(inputs, proposal, place, label)
    with st.expander(f"All {len(found.tried)} that were run", icon=":material/table:"):
        table = found.tried[list(COLUMNS)]
        shares: dict[Any, Any] = {"probability": percent}
        styled = table.style.format(shares)
        st.dataframe(styled, column_config=COLUMNS, hide_index=True, alt="Every candidate that was run")
        downloads("found_edits", found.tried)


def _proposal(inputs: Inputs, proposal: Proposal, place: int, label: str) -> None:
    """One proposal with its numbers; the person decides."""
    count = len(proposal.edits)
    costs = [("the prompt's other tokens", proposal.bits_here), ("the other texts", proposal.bits_elsewhere)]
    moves = " and ".join(f"{bits:.2g} bits at {what}" for what, bits in costs if not isnan(bits))
    with st.container(border=True):
        say(
            (" ".join(map(write, proposal.edits)), "token"),
            f": {count} vector{'s' if count > 1 else ''}. The model then says ",
            (proposal.token, "token"),
            f" with {percent_in_words(proposal.probability)}; ",
            (label, "target"),
            f" goes from {proposal.before:+.2f} to {proposal.value:+.2f} nats. "
            + (f"It moves {moves}." if moves else "")
            + (" This does it." if proposal.reached else ""),
            key=f"proposal_{place}",
        )
        st.button(
            f"Use {'these' if count > 1 else 'it'}",
            key=f"use_proposal_{place}",
            icon=":material/add:",
            on_click=_use,
            args=(proposal.edits,),
            type="primary" if proposal.reached else "secondary",
        )
