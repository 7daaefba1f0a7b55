"""Value vectors: search, browse and group what the model's neurons write, and see where they fire."""

import streamlit as st

from lmdash.analyses.common.vectors import name_of
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, NEXT_TOKEN, START, VALUE_VECTORS, why_not
from lmdash.ui.value_vectors.browse import browse
from lmdash.ui.value_vectors.clusters import clusters
from lmdash.ui.value_vectors.details import show_value_vector
from lmdash.ui.value_vectors.fires import fires
from lmdash.ui.value_vectors.listing import VECTOR, chosen_vector
from lmdash.ui.value_vectors.search import search

shell.ensure()

VIEWS = {"Search words": search, "Browse a layer": browse, "Clusters": clusters, "Where it fires": fires}
inputs = current()
st.title(VALUE_VECTORS.title)
st.caption(VALUE_VECTORS.question)
reason = why_not(VALUE_VECTORS, inputs.model)
if reason:
    page.answer(inputs, f"This page does not work with this model: {reason}.")
    page.next_steps((START, NEXT_TOKEN), "What to try next")
    st.stop()

top = st.container()
page.prompt_strip(inputs, ask(inputs.model.id, surprisal, ids=inputs.read.ids, edits=inputs.edits))
vector = chosen_vector(inputs.model)
if vector:
    with st.container(border=True):
        show_value_vector(inputs, *vector)
        st.page_link(
            FFN_INTERVENTIONS.file,
            label="See it among what its layer writes",
            icon=FFN_INTERVENTIONS.icon,
            query_params={VECTOR: name_of(vector)},
        )


def answer(*parts) -> None:
    """The view's answer, above everything that it draws."""
    with top:
        page.answer(inputs, *parts)


view = st.segmented_control(
    "View",
    list(VIEWS),
    default="Search words",
    required=True,
    key="vectors_view",
    bind="query-params",
    label_visibility="collapsed",
)
VIEWS[view](inputs, answer)

page.how_to_read(
    "Every neuron of a feed-forward layer adds its own fixed vector, times a coefficient that depends on the text; "
    "read through the output head, that value vector raises some tokens and lowers others.",
    "A score counts standard deviations: 4 sd means that the word lies far above what this vector gives other tokens.",
    "A click on a vector shows what it writes, where it acts in the prompt, and lets you switch it off or raise it.",
    "Caution: this is what a vector writes directly; later layers read it too, and may turn it into something else.",
)
page.next_steps((FFN_INTERVENTIONS, NEXT_TOKEN), "What to try next")
