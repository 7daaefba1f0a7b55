"""Next token: the distribution, reshaped by sampling, for watched words, and step by step while the model writes."""

import streamlit as st

from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.numbers import count, perplexity
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.headlines import next_token_headline, target_sentence
from lmdash.ui.frame.sidebar import current, watched_target
from lmdash.ui.frame.sitemap import ATTRIBUTIONS, HIDDEN_STATES, NEXT_TOKEN, PROMPT_ABLATION
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence_and_strip import say
from lmdash.ui.next_token import views
from lmdash.ui.next_token.explorer import write_on

shell.ensure()

inputs = current()
prediction = ask(inputs.model.id, next_token, ids=inputs.read.ids, position=inputs.position, edits=inputs.edits)
surprise = ask(inputs.model.id, surprisal, ids=inputs.read.ids, edits=inputs.edits)
target = watched_target()

st.title(NEXT_TOKEN.title)
st.caption(NEXT_TOKEN.question)
page.answer(inputs, *next_token_headline(inputs, prediction))
if target:
    say(*target_sentence(target), key="target_sentence")
page.prompt_strip(inputs, surprise)

with st.container(horizontal=True):
    st.metric("Undecided (entropy)", f"{prediction.entropy_bits:.2f} bits", help=GLOSSARY["entropy"], width="content")
    st.metric(
        "Tokens that share 90%",
        count(prediction.tokens_for_90),
        help=f"So many tokens, of {count(inputs.model.vocabulary)}, hold 90% of the probability together.",
        width="content",
    )
    st.metric(
        "Perplexity of the prompt",
        perplexity(surprise.perplexity),
        help=GLOSSARY["perplexity"] + " A prompt of one token has none.",
        width="content",
    )

VIEWS = {
    "Probabilities": views.probabilities,
    "Watch words": views.watch_words,
    "Write on": write_on,
    "Prompt table": views.prompt_table,
}
chosen = st.segmented_control(
    "View",
    list(VIEWS),
    default="Probabilities",
    required=True,
    key="view",
    bind="query-params",
    label_visibility="collapsed",
)
VIEWS[chosen](inputs, prediction)

page.how_to_read(
    "The model gives each of its tokens (␣ is a space) a probability of coming next; the bars show the likeliest.",
    "The chips above are the prompt; a darker one surprised the model more (surprisal, in bits). A click goes there.",
    "Temperature, top-k and top-p do not change what the model believes, only how a token is drawn from it.",
    "Caution: a high probability says that the model would write it, not that it is true.",
)
page.next_steps((ATTRIBUTIONS, HIDDEN_STATES, PROMPT_ABLATION), "What to try next")
