"""From the answer on: why the model says this, how to make it say something else, and what is wrong with its text."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.typed_words import typed_target
from lmdash.analyses.next_token.next_token import next_token
from lmdash.ui.frame.addresses import attributions, output_checks
from lmdash.ui.frame.addresses import ffn_interventions as ffn
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.sitemap import ATTRIBUTIONS, FFN_INTERVENTIONS, OUTPUT_CHECKS, why_not
from lmdash.ui.kit import address
from lmdash.ui.kit.control import Control


def from_here(inputs: Inputs) -> None:
    """A button for each, about the answer at the chosen position."""
    reason = why_not(FFN_INTERVENTIONS, inputs.model)
    with st.container(horizontal=True):
        st.button(
            "Which words caused it?",
            key="from_here_why",
            icon=ATTRIBUTIONS.icon,
            help="Which words of the prompt this answer rests on, and what the model says without them.",
            on_click=address.go,
            args=(ATTRIBUTIONS, {attributions.EXPLAIN: attributions.Explain.NEXT}),
        )
        st.button(
            "Make it say something else",
            key="from_here_change",
            icon=FFN_INTERVENTIONS.icon,
            disabled=bool(reason),
            help=f"Not with this model: {reason}."
            if reason
            else "Looks for a small change to the model: towards your target word if there is one, or away from this.",
            on_click=address.go,
            args=(FFN_INTERVENTIONS, _wish(inputs)),
        )
        st.button(
            "Check what it writes",
            key="from_here_check",
            icon=OUTPUT_CHECKS.icon,
            help="Writes a few texts from this prompt and marks slips of spelling, grammar and form in them.",
            on_click=address.go,
            args=(OUTPUT_CHECKS, {output_checks.SOURCE: output_checks.Source.WRITTEN, output_checks.PROMPTS: ""}),
        )


def _wish(inputs: Inputs) -> dict[Control, object]:
    """The target rather than the answer; without a target, or where it is the answer, anything but the answer."""
    answer = inputs.ask(typed_target, index=inputs.ask(next_token).top["id"].iloc[0].item(), words=())
    wish: dict[Control, object] = {ffn.VIEW: ffn.View.FIND, ffn.AGAINST: ""}
    if inputs.target and inputs.target != answer:
        return wish | {ffn.FIND_WANT: ffn.Want.SAY, ffn.FIND_WORD: inputs.target, ffn.FIND_RIVAL: answer}
    return wish | {ffn.FIND_WANT: ffn.Want.NOT_SAY, ffn.FIND_WORD: answer, ffn.FIND_RIVAL: ""}
