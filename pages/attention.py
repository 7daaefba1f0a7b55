"""Attention: a map of all heads, then one head: where it looks, why, and what it writes."""

import streamlit as st

from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.settings import settings
from lmdash.ui.attention.details import why, writes
from lmdash.ui.attention.headline import attention_headline
from lmdash.ui.attention.overview import overview
from lmdash.ui.attention.study import study, written_strip
from lmdash.ui.attention.views import heat_map, lines
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.attention import MOST_WRITTEN, OF_A_VIEW, VIEW, WRITE_ON, View
from lmdash.ui.frame.compare import comparison
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.parts import part
from lmdash.ui.frame.sitemap import ATTENTION, ATTRIBUTIONS, HIDDEN_STATES, NEXT_TOKEN
from lmdash.ui.kit.controls import segmented, slider

shell.ensure()

inputs = current()
page.head(ATTENTION)
answer, tokens = st.container(), st.container()

st.subheader("All heads")
controls = st.container(horizontal=True, vertical_alignment="bottom")
with controls:
    most = min(MOST_WRITTEN, settings().max_new_tokens, inputs.model.context - len(inputs.read.ids))
    written = slider(WRITE_ON, "Tokens to write", high=most) if most > 0 else 0
    shown = comparison(inputs)
looked = study(shown, written)

with answer:
    page.answer(inputs, *attention_headline(looked))
with tokens:
    page.prompt_strip(
        inputs,
        inputs.ask(surprisal),
        on_click=looked.read_from,
        selected=looked.query if looked.query < looked.start else -1,
    )
    written_strip(looked)

overview(looked, controls)

st.subheader(f"Head {looked.name}")
DRAWN = {View.LINES: lines, View.HEAT_MAP: heat_map, View.WHY: why, View.WRITES: writes}
draw = DRAWN[segmented(VIEW, "View", label_visibility="collapsed")]
part("view", lambda: draw(looked), OF_A_VIEW)

page.how_to_read(
    "For every token it reads, each head divides 100% of its attention among the tokens so far and brings something "
    "from each of them.",
    "Each line or cell is one such share. Many heads rest on the first token when they find nothing useful.",
    "The map shows one number per head: habits are measured on random words, everything else on this prompt.",
    "Caution: attention shows where the model looks, not what mattered; the Attributions page shows which words "
    "mattered, and L5H3*0 in the sidebar shows what happens without head L5H3.",
)
page.next_steps((ATTRIBUTIONS, HIDDEN_STATES, NEXT_TOKEN), "What to try next")
