"""Find an edit: what the model should say instead, and which few value vectors would make it."""

from __future__ import annotations

from math import isnan
from typing import Any
from zlib import crc32

import streamlit as st

from lmdash.analyses.ffn_interventions.find_edit import Aim, FoundEdits, Proposal, find_edit
from lmdash.charts.numbers import percent, percent_in_words, plural, signed_number
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
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import number, segmented, select, text, text_area
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import Part, say

MOST_TEXTS = 12
COLUMNS = {
    "size": st.column_config.NumberColumn("Vectors", help="How many are changed together."),
    "edits": "Interventions",
    "first_order": st.column_config.NumberColumn("Predicted", format="%+.3f", help="By the gradient, in nats."),
    "gain": st.column_config.NumberColumn("Measured", format="%+.3f", help="The change when it was run, in nats."),
    "token": "The model then says",
    "probability": "Probability",
    "bits_here": st.column_config.NumberColumn("Bits here", format="%.4f", help="Shift at the prompt's other tokens."),
    "bits_elsewhere": st.column_config.NumberColumn("Bits elsewhere", format="%.4f", help="Shift in the other texts."),
    "reached": "Goal reached",
}


def show_find_edit(inputs: Inputs, _answer: Answer) -> None:
    """The question, the search with progress and a stop, and what it proposes."""
    say(
        "Finds up to three value vectors to switch off or promote, and shows what the model then says here "
        "and in other texts.",
        tone="text",
    )
    with st.form("find_edit"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            want = segmented(FIND_WANT, "The model should", in_form=True)
            word = text(FIND_WORD, "Word", placeholder="the target word", width=150, in_form=True)
            rival = text(FIND_RIVAL, "Rather than", placeholder="any other", width=150, in_form=True)
            margin = number(
                FIND_MARGIN, "How clearly (nats)", step=0.5, in_form=True,
                help="0: just ahead. 0.69: twice as likely as the other word. 2.3: ten times as likely.",
            )  # fmt: skip
            where = select(FIND_WHERE, "Change vectors", width=170, in_form=True)
        texts = text_area(
            FIND_TEXTS,
            f"Texts that should not change, one per line (up to {MOST_TEXTS})",
            height=120,
            in_form=True,
        )
        st.form_submit_button("Find an edit", icon=":material/search:", on_click=_search)
    if SEARCHED.value != _subject(inputs):
        return
    target = word_after(inputs, word) or word_after(inputs, inputs.target)
    if target is None:
        st.info("Type the word that the model should say or not say, or set a target word in the sidebar.")
        return
    against = word_after(inputs, rival)
    aim = Aim(target.tokens[0].id, against.tokens[0].id if against else None, want is Want.NOT_SAY, margin)
    if aim.rival == aim.target:
        st.info("“Word” and “Rather than” begin with the same token. Type another word in one of the two.")
        return
    found = inputs.ask_watched(
        find_edit,
        doing="Trying changes",
        ids=inputs.ids,
        aim=aim,
        everywhere=where is Where.ALL,
        texts=tuple(line.strip() for line in texts.splitlines() if line.strip())[:MOST_TEXTS],
        edits=resolve(inputs.edits, len(inputs.read.ids)),
    )
    if found is not None:
        _show(found, aim, target.tokens[0].label, against.tokens[0].label if against else "")


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


def _show(found: FoundEdits, aim: Aim, label: str, rival: str) -> None:
    if not found.best:
        st.info(f"None of the {plural(len(found.tried), 'change')} that were run moves the answer that way.")
    elif not found.reached:
        st.info("No set of three gets there; these come closest.")
    for place, proposal in enumerate(found.best):
        _proposal(proposal, place, aim, label, rival)
    with folded(f"All {plural(len(found.tried), 'change')} that were run", ":material/table:", "found_table") as box:
        if box.open:
            table = found.tried[list(COLUMNS)]
            shares: dict[Any, Any] = {"probability": percent}
            styled = table.style.format(shares)
            st.dataframe(styled, column_config=COLUMNS, hide_index=True, alt="Every change that was run")
            downloads("found_edits", found.tried)


def _proposal(proposal: Proposal, place: int, aim: Aim, label: str, rival: str) -> None:
    """One proposal by what the word, the text and other texts do; the person decides."""
    count = len(proposal.edits)
    with st.container(border=True):
        say(*_verdict(proposal, aim, label), tone="text", key=f"verdict_{place}")
        parts: list[Part] = [*_moves(label, "target", proposal.target)]
        if proposal.rival is not None:
            parts += ["; ", *_moves(rival, "token", proposal.rival)]
        kept = (
            f" {proposal.kept} of {plural(proposal.texts, 'other text')} keep their next word."
            if proposal.texts
            else ""
        )
        say(*parts, f".{kept}", key=f"proposal_{place}")
        say(*_details(proposal, count), tone="small", key=f"proposal_details_{place}")
        st.button(
            f"Use {'these' if count > 1 else 'it'}",
            key=f"use_proposal_{place}",
            icon=":material/add:",
            on_click=_use,
            args=(proposal.edits,),
            type="primary" if proposal.reached else "secondary",
        )


def _verdict(proposal: Proposal, aim: Aim, label: str) -> list[Part]:
    """What the model says with it; that a word is gone says nothing of the one in its place."""
    now: list[Part] = [(proposal.token, "token"), f" ({percent_in_words(proposal.probability)})"]
    word: Part = (label, "target")
    says_it = proposal.token == label
    if aim.lower:
        if says_it:
            return ["The model still says ", *now, "."]
        end = ". Whether that is right was not checked." if proposal.reached else "."
        return ["The model no longer says ", word, ", but now says ", *now, end]
    if says_it:
        return ["The model now says ", *now, "."]
    ahead = (
        " is ahead of the other word, but the model says " if proposal.reached else " is not there yet: the model says "
    )
    return [word, ahead, *now, "."]


def _moves(label: str, style: str, shares: tuple[float, float]) -> list[Part]:
    before, after = map(percent_in_words, shares)
    return [(label, style), f" {before} → {after}"]


def _details(proposal: Proposal, count: int) -> list[Part]:
    """The change itself, and the same in the units of a search."""
    costs = [("at the prompt's other tokens", proposal.bits_here), ("in the other texts", proposal.bits_elsewhere)]
    shifts = " and ".join(f"by {bits:.2g} bits {what}" for what, bits in costs if not isnan(bits))
    return [
        f"{plural(count, 'vector')}: ",
        (" ".join(map(write, proposal.edits)), "token"),
        f"; {signed_number(proposal.before)} → {signed_number(proposal.value)} nats."
        + (f" Predictions shift {shifts}." if shifts else ""),
    ]
