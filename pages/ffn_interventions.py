"""FFN interventions: what each layer's feed-forward part writes, and what happens when some of it is changed."""

import streamlit as st

from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.numbers import percent_in_words, signed_number
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.ffn_interventions.edits import edit_list
from lmdash.ui.ffn_interventions.effects import show_effect
from lmdash.ui.ffn_interventions.find import show_find_edit
from lmdash.ui.ffn_interventions.trace import show_trace, trace_of
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.every_page import COMPARE
from lmdash.ui.frame.addresses.ffn_interventions import AGAINST, VIEW, View
from lmdash.ui.frame.addresses.value_vectors import CLOUD, PART, VECTOR
from lmdash.ui.frame.cases import worked_cases
from lmdash.ui.frame.inputs import Inputs, current
from lmdash.ui.frame.parts import part
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, NEXT_TOKEN, OUTPUT_CHECKS, VALUE_VECTORS, why_not
from lmdash.ui.frame.target import answer_token
from lmdash.ui.kit.controls import segmented, text

shell.ensure()


def debugger(inputs: Inputs) -> None:
    """The answer, the interventions, and the chosen view."""
    answer = answer_token(inputs, AGAINST.value)
    layer, strongest, effect = trace_of(inputs, answer).strongest
    page.answer(
        inputs,
        {"ffn": "The feed-forward part", "attention": "Attention"}[strongest],
        f" of layer {layer} did most {'against' if effect < 0 else 'for'} ",
        (answer.label, "target" if inputs.target else "token"),
        f" ({percent_in_words(answer.probability)})",
        *((" compared with ", (answer.rival_label, "token")) if answer.rival is not None else ()),
        f": {signed_number(effect, 1)} logits.",
    )
    page.prompt_strip(inputs, inputs.ask(surprisal))
    edit_list(inputs)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = segmented(VIEW, "View", width="stretch")
        text(
            AGAINST,
            "Compare with another word",
            placeholder="none",
            width=190,
            help="Effects then show what decided between the two words: they are on the difference of their logits.",
        )
    if chosen is View.TRACE:
        part("trace", lambda: show_trace(inputs, answer), (COMPARE, VECTOR, PART, CLOUD))
    else:
        {View.EFFECT: show_effect, View.FIND: show_find_edit}[chosen](inputs, answer)
    where = "" if inputs.model.id == DEMO else ", on the built-in model"
    with st.expander(f"Worked cases{where}", icon=":material/school:"):
        worked_cases()


page.head(FFN_INTERVENTIONS)
reason = why_not(FFN_INTERVENTIONS, current().model)
if reason:
    page.answer(current(), f"This page does not work with this model: {reason}.")
else:
    debugger(current())

page.how_to_read(
    "A feed-forward part (FFN) has many value vectors. Each pushes some tokens up and others down, as strongly as its "
    "coefficient says; a coefficient below 0 swaps the two.",
    "Bars and colours show the direct effect on the token's logit: orange raises it, blue lowers it. Open a layer to "
    "see the most likely tokens before and after it, and the vectors that write most.",
    "Switch a vector off or promote it, then look at the effect: the next token and the text, with and without.",
    "Caution: the direct effect leaves out what later layers make of it, so change a vector, and compare with random "
    "ones (Effect, then Control), to see what it does.",
)
page.next_steps((OUTPUT_CHECKS, VALUE_VECTORS, NEXT_TOKEN), "What to try next")
