"""Start: an answer at once, examples by what they teach, and the way through the app."""

import streamlit as st

from lmdash.analyses.common.tokens import text_of
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.next_token import probability_bars
from lmdash.demo.cases.examples import EXAMPLES
from lmdash.models.passes.sampling import Sampling
from lmdash.settings import settings
from lmdash.ui.ffn_interventions.worked_cases import worked_cases
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.every_page import PROMPT, TARGET
from lmdash.ui.frame.ask import ask, ask_watched
from lmdash.ui.frame.headlines import next_token_headline, target_sentence
from lmdash.ui.frame.inputs import current, set_prompt, watched_target
from lmdash.ui.frame.sitemap import TOUR
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.theme import drawn
from lmdash.ui.output_checks.walks import loop_walks

shell.ensure()

SHOWN, WRITTEN = 5, 30
inputs = current()
model = inputs.model.id
prediction = ask(model, next_token, ids=inputs.read.ids, position=inputs.position, edits=inputs.edits)
target = watched_target()

st.session_state["start_prompt"] = PROMPT.value
st.title("What would the model write next?")
st.text_area(
    "Type the beginning of a text",
    key="start_prompt",
    height=80,
    on_change=lambda: set_prompt(st.session_state["start_prompt"], TARGET.value),
    help="Ctrl+Enter, or a click elsewhere, runs it.",
)
page.answer(inputs, *next_token_headline(inputs, prediction))
with st.container():  # one place, filled or not: what stands below keeps its state
    if target:
        say(*target_sentence(target), key="target_sentence")
    shows = {example.prompt: example.shows for group in EXAMPLES.values() for example in group}
    if inputs.prompt in shows:
        st.caption(shows[inputs.prompt])
page.prompt_strip(inputs, ask(model, surprisal, ids=inputs.read.ids, edits=inputs.edits))

bars, text = st.columns(2, gap="medium")
with bars:
    st.subheader("Most likely next tokens")
    chart = drawn(probability_bars(prediction.top.head(SHOWN), target.tokens[0].id if target else None))
    st.altair_chart(chart, key="start_bars", alt="Bars of the five most probable next tokens")
with text:
    st.subheader("How it would go on")
    written = ask_watched(
        model,
        continuation,
        doing="Writing",
        ids=inputs.ids,
        sampling=Sampling(),
        new_tokens=min(WRITTEN, settings().max_new_tokens),
        forced=(),
        edits=inputs.edits,
    )
    if written:
        say(
            (ask(model, text_of, ids=inputs.ids)[-300:], "faint"),
            (written.text or " (the model ends the text here)", "strong"),
            key="written",
        )
    st.caption("Always taking the most probable token (greedy decoding).")

st.subheader("Examples")
for tab, (group, examples) in zip(
    st.tabs([group.title for group in EXAMPLES], key="examples"), EXAMPLES.items(), strict=True
):
    with tab:
        for example in examples:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    example.title,
                    key=f"example_{example.prompt}",
                    icon=group.icon,
                    on_click=set_prompt,
                    args=(example.prompt, example.target),
                )
                st.caption(example.shows)

st.subheader("From a flawed text to its cure")
loop_walks(elsewhere=True)

st.subheader("Finished repairs to take apart")
worked_cases(elsewhere=True)

page.next_steps(TOUR, "A guided tour")
page.how_to_read(
    "The model reads the prompt as tokens (the chips; ␣ is a space) and gives each a probability of coming next.",
    "A darker chip surprised the model more. Click a chip to see what it expected after that token.",
    "The bars are those probabilities. They say what the model would write, not what is true.",
)
