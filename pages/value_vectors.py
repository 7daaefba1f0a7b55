"""Value vectors: search, browse and group what the model's neurons write, and see where they fire."""

import streamlit as st

from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses import ffn_interventions
from lmdash.ui.frame.addresses.value_vectors import VIEW, View
from lmdash.ui.frame.inputs import Inputs, current
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, NEXT_TOKEN, START, VALUE_VECTORS, why_not
from lmdash.ui.kit import address
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.sentence import Part
from lmdash.ui.value_vectors.browse import browse
from lmdash.ui.value_vectors.clusters import clusters
from lmdash.ui.value_vectors.details import show_value_vector
from lmdash.ui.value_vectors.fires import fires
from lmdash.ui.value_vectors.listing import chosen_vector
from lmdash.ui.value_vectors.search import search

shell.ensure()

DRAWN = {View.SEARCH: search, View.BROWSE: browse, View.CLUSTERS: clusters, View.FIRES: fires}
HOW_TO_READ = (
    "The feed-forward part of each layer has many value vectors. Each makes some tokens more likely and others less, "
    "as strongly as its coefficient says, and the coefficient depends on the text.",
    "A score is in standard deviations (sd): at 4 sd the vector raises this word far more than it raises most tokens.",
    "Click a vector to see what it writes and where it acts in the prompt, and to switch it off or promote it.",
    "Caution: this is what a vector writes directly; later layers read it too, and may turn it into something else.",
)


def vectors(inputs: Inputs) -> None:
    """The open vector, and the ways to find others."""
    top = st.container()
    page.prompt_strip(inputs, inputs.ask(surprisal))
    vector = chosen_vector(inputs)
    if vector:
        with st.container(border=True):
            show_value_vector(inputs, vector)
            st.button(
                "See what else its layer writes",
                icon=FFN_INTERVENTIONS.icon,
                on_click=address.go,
                args=(FFN_INTERVENTIONS, {ffn_interventions.VIEW: ffn_interventions.View.TRACE}),
                type="tertiary",
            )

    def answer(*parts: Part) -> None:
        """The answer of the view, above everything that it draws."""
        with top:
            page.answer(inputs, *parts)

    DRAWN[segmented(VIEW, "View", label_visibility="collapsed")](inputs, answer)
    page.how_to_read(*HOW_TO_READ)
    page.next_steps((FFN_INTERVENTIONS, NEXT_TOKEN), "What to try next")


page.head(VALUE_VECTORS)
reason = why_not(VALUE_VECTORS, current().model)
if reason:
    page.answer(current(), f"This page does not work with this model: {reason}.")
    page.next_steps((START, NEXT_TOKEN), "What to try next")
else:
    vectors(current())
