"""From the answer on: why the model says this, how to make it say something else, and what is wrong with its text."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.typed_words import typed_text_of
from lmdash.analyses.next_token.next_token import next_token
from lmdash.ui.frame.addresses import ffn_interventions, output_checks, why
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, OUTPUT_CHECKS, WHY, PageInfo
from lmdash.ui.frame.way_on import way_on
from lmdash.ui.kit import address
from lmdash.ui.kit.control import Control


def from_here(inputs: Inputs, but: PageInfo | None = None) -> None:
    """A button for each, about the answer at the chosen position; none to the page where the person is."""
    ways = {
        "Why this word?": (
            WHY,
            {why.WORD: why.Word.ANSWER},
            "What this answer rests on, in five sentences: words of the prompt, layers, and parts of the model.",
        ),
        "Make it say something else": (
            FFN_INTERVENTIONS,
            _something_else(inputs),
            "Looks for a small change to the model: towards your target word if there is one, or away from this.",
        ),
        "Check what it writes": (
            OUTPUT_CHECKS,
            {output_checks.SOURCE: output_checks.Source.WRITTEN, output_checks.PROMPTS: ""},
            "Writes a few texts from this prompt and marks slips of spelling, grammar and form in them.",
        ),
    }
    with st.container(horizontal=True):
        for label, (page, values, meaning) in ways.items():
            if page is not but:
                way_on(label, page, meaning, key=f"from_here_{page.name}", on_click=address.go, args=(page, values))


def _something_else(inputs: Inputs) -> dict[Control, object]:
    """The target rather than the answer; without a target, or where it is the answer, anything but the answer."""
    answer = inputs.ask(typed_text_of, ids=(int(inputs.ask(next_token).top["id"].iloc[0]),), before=inputs.ids)
    return ffn_interventions.search_for("" if inputs.target == answer else inputs.target, answer)
