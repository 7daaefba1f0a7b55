"""Start: an answer at once, examples by what they teach, and the way through the app."""

import streamlit as st

from lmdash.analyses.common.tokens import text_of
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.next_token import probability_bars
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.about import BUILT_IN
from lmdash.ui.frame.cases import on_built_in, worked_cases
from lmdash.ui.frame.conversation import conversation
from lmdash.ui.frame.examples import examples_on_start, what_it_shows
from lmdash.ui.frame.from_here import from_here
from lmdash.ui.frame.headlines import next_token_headline, target_sentence
from lmdash.ui.frame.inputs import current, watched_target
from lmdash.ui.frame.prompt_box import prompt_box
from lmdash.ui.frame.sitemap import START, TOUR
from lmdash.ui.frame.walks import walks
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import say

shell.ensure()

SHOWN, WRITTEN = 5, 30
inputs = current()
prediction = inputs.ask(next_token)
target = watched_target()

st.title(START.question)
if inputs.model.id == DEMO:
    st.caption(BUILT_IN)
prompt_box(chat=inputs.chat is not None)
show_answer = conversation(inputs)
page.answer(inputs, *next_token_headline(inputs, prediction), below=inputs.chat is not None)
from_here(inputs)
with st.container():  # one place, filled or not: what stands below keeps its state
    if target:
        say(*target_sentence(target), key="target_sentence")
    what_it_shows(inputs, prediction)
page.prompt_strip(inputs, inputs.ask(surprisal))

bars, text = (st.container(), st.container()) if inputs.chat else st.columns(2, gap="medium")
with bars:
    st.subheader("Most likely next tokens")
    chart = probability_bars(prediction.top.head(SHOWN), target.tokens[0].id if target else None)
    picture(chart, key="start_bars", alt="Bars of the five most likely next tokens")
with text:
    if not inputs.chat:
        st.subheader("How the text would continue")
    continued = st.container()
    if not inputs.chat:
        st.caption("Always the most likely token, so nothing is random (greedy decoding).")

st.subheader("Examples")
examples_on_start(inputs.model)

with on_built_in("From a flawed text to a fix"):
    walks()
with on_built_in("Finished fixes to explore"):
    worked_cases()

page.next_steps(TOUR, "A guided tour")
page.how_to_read(
    "The model reads the prompt as tokens (the chips; ␣ is a space) and gives each a probability of coming next.",
    "A darker chip surprised the model more. Click a chip to see what the model expected after that token.",
    "The bars are the highest probabilities. They show what the model would write, not what is true.",
)

if inputs.chat:  # last, as it takes longest: all that stands below is there before it
    show_answer()
else:
    with continued:
        written = inputs.goes_on(WRITTEN)
        if written:
            say(
                (inputs.ask(text_of, ids=inputs.ids)[-300:], "faint"),
                (written.text or " (the model ends the text here)", "strong"),
                key="written",
            )
