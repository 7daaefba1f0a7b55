"""Next token: the distribution, reshaped by sampling, for watched words, and step by step while the model writes."""

import streamlit as st

from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.numbers import count, perplexity
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.next_token import VIEW, View
from lmdash.ui.frame.conversation import conversation
from lmdash.ui.frame.from_here import from_here
from lmdash.ui.frame.headlines import next_token_headline, target_sentence
from lmdash.ui.frame.inputs import current, watched_target
from lmdash.ui.frame.parts import part
from lmdash.ui.frame.sitemap import ATTRIBUTIONS, HIDDEN_STATES, NEXT_TOKEN, PROMPT_ABLATION
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import say
from lmdash.ui.next_token import views
from lmdash.ui.next_token.explorer import write_on

shell.ensure()

inputs = current()
prediction = inputs.ask(next_token)
surprise = inputs.ask(surprisal)
target = watched_target()

page.head(NEXT_TOKEN)
show_answer = conversation(inputs)
page.answer(inputs, *next_token_headline(inputs, prediction), below=inputs.chat is not None)
from_here(inputs)
if target:
    say(*target_sentence(target), key="target_sentence")
page.prompt_strip(inputs, surprise)

with st.container(horizontal=True):
    st.metric("Undecided (entropy)", f"{prediction.entropy_bits:.2f} bits", help=GLOSSARY["entropy"], width="content")
    st.metric(
        "Tokens that share 90%",
        count(prediction.tokens_for_90),
        help=f"This many of the {count(inputs.model.vocabulary)} tokens share 90% of the probability.",
        width="content",
    )
    st.metric(
        "Perplexity of the prompt",
        perplexity(surprise.perplexity),
        help=GLOSSARY["perplexity"] + " A prompt of one token has no perplexity.",
        width="content",
    )

view = segmented(VIEW, "View", label_visibility="collapsed")
if view is View.WRITE_ON:
    write_on(inputs)
else:
    draw, own = views.QUICK[view]
    part("view", lambda: draw(inputs, prediction), own)

page.how_to_read(
    "The model gives each of its tokens (␣ is a space) a probability of coming next; the bars show the most likely.",
    "The chips above are the prompt; a darker one surprised the model more (surprisal, in bits). Click one to see the "
    "prediction after it.",
    "Temperature, top-k and top-p do not change what the model believes, only how the next token is picked.",
    "Caution: a high probability means that the model would write this, not that it is true.",
)
page.next_steps((ATTRIBUTIONS, HIDDEN_STATES, PROMPT_ABLATION), "What to try next")
if inputs.chat:
    show_answer()
