"""Attributions: which words of the prompt made the model say this, and how far that can be trusted."""

import streamlit as st

from lmdash.errors import InputError
from lmdash.ui.attributions.answer import chosen_step, headline, life_without, signed_strip, to_the_end
from lmdash.ui.attributions.controls import controls
from lmdash.ui.attributions.pictures import pictures, steps
from lmdash.ui.attributions.question import Question, best_so_far, improve, not_yet
from lmdash.ui.attributions.trust import trust
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.attributions import FEATURE, TABLE, VIEW, WITHOUT_WORDS
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.parts import part
from lmdash.ui.frame.sitemap import ATTENTION, ATTRIBUTIONS, HIDDEN_STATES, NEXT_TOKEN
from lmdash.ui.kit.sentence import say

shell.ensure()

inputs = current()
page.head(ATTRIBUTIONS)
answer, prompt = st.container(), st.container()


def explain(question: Question) -> None:
    """The answer, the prompt in colours, the picture, and how far to trust it."""
    so_far = best_so_far(question)
    found = so_far.found
    if found is None:
        with answer:
            page.answer(inputs, *not_yet(question))
        return
    step = chosen_step(found)
    with answer:
        page.answer(inputs, *headline(question, found))
    if found.steps is not None:
        steps(found, step)

    def one_part() -> None:
        with prompt:
            signed_strip(inputs, found, step)
            to_the_end(inputs)
            if found.method is question.method:
                life_without(question, found)
        pictures(question, found, step)

    part("numbers", one_part, (FEATURE, WITHOUT_WORDS, VIEW, TABLE))
    if so_far.better:
        improve(question, so_far.better)
    elif found.method is question.method:
        trust(question, found)


try:
    asked = controls(inputs)
    if asked:
        explain(asked)
    else:
        with answer:
            page.answer(inputs, "Choose below what to explain.")
except InputError as error:
    with answer:
        say(str(error), tone="error", key="attribution_error")

page.how_to_read(
    "Each part of the prompt is hidden, alone or with others, and the model is run again: what its answer then loses "
    "is what that part gave. Orange (+) raises the answer, blue (−) lowers it.",
    "Where this takes long, a first estimate comes at once, and better methods take its place: the first sentence says "
    "which one it rests on.",
    "The numbers are nats of log-probability (or logits): +0.69 doubles the probability, −0.69 halves it.",
    "Click a part to see what the model says without it. The curve tests the whole ranking: hiding the words that "
    "matter must hurt more than hiding random words. Where attention looks is a different question, and does not "
    "measure what mattered.",
    "Caution: a hidden word is replaced by another one, which may affect the answer too, so check whether the result "
    "holds when something else takes its place.",
)
page.next_steps((ATTENTION, HIDDEN_STATES, NEXT_TOKEN), "What to try next")
