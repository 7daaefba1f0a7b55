"""Output checks: what is wrong with what the model wrote, the step that wrote it, its cause, and its repair."""

import streamlit as st

from lmdash.errors import InputError
from lmdash.ui.frame import page, shell
from lmdash.ui.frame.addresses.output_checks import (
    AT,
    FINDING,
    GRAMMAR_SHOWS,
    OF_CHECK,
    OF_SEVERITY,
    OF_TEXT,
    SAMPLE,
    VIEW,
    WORD,
    View,
)
from lmdash.ui.frame.cases import on_built_in
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.parts import part
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, NEXT_TOKEN, OUTPUT_CHECKS
from lmdash.ui.frame.walks import walks
from lmdash.ui.kit import address
from lmdash.ui.kit.control import About
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.sentence import say
from lmdash.ui.output_checks.answer import show_answer
from lmdash.ui.output_checks.batch import batch_of
from lmdash.ui.output_checks.findings import show_batch, show_findings
from lmdash.ui.output_checks.grammar import show_grammar
from lmdash.ui.output_checks.recheck import show_recheck
from lmdash.ui.output_checks.settings import choose_checking
from lmdash.ui.output_checks.source import choose_kind, choose_source
from lmdash.ui.output_checks.text import show_text

shell.ensure()

inputs = current()
page.head(OUTPUT_CHECKS)
answer, controls = st.container(), st.container()


def check() -> None:
    """The answer, the controls that it comes from, and the chosen view of what was found."""
    with controls:
        with st.container(horizontal=True, vertical_alignment="center"):
            kind, checking = choose_kind(), choose_checking(inputs.model.id)
        source = choose_source(inputs, kind)
        address.concerns(About.TEXTS, hash((inputs.model.id, source, checking, inputs.edits)))
        view = segmented(VIEW, "View", label_visibility="collapsed")
    batch = batch_of(inputs, source, checking, inputs.edits)
    with answer:
        show_answer(inputs, batch, source)
    if batch is None:
        return
    match view:
        case View.TEXT if all(sample is not None for sample in batch.samples):
            part("text", lambda: show_text(inputs, batch, source), (SAMPLE, FINDING, AT))
        case View.TEXT:  # a long text is read with the model first, which may be stopped
            show_text(inputs, batch, source)
        case View.FINDINGS:
            part("findings", lambda: show_findings(batch), (OF_CHECK, OF_SEVERITY, OF_TEXT))
        case View.ALL:
            show_batch(batch)
        case View.GRAMMAR:
            part("grammar", lambda: show_grammar(inputs, batch), (SAMPLE, GRAMMAR_SHOWS, WORD))
        case View.RECHECK:
            show_recheck(inputs, batch, source, checking)


try:
    check()
except InputError as error:
    with answer:
        say(str(error), tone="error", key="checks_error")

with on_built_in("Three flaws, found and repaired"):
    walks()
page.how_to_read(
    "The checks read the text with spaCy and a dictionary: ✕ is wrong, ! is probably wrong, ? is worth a look. Every "
    "mark says why, and every check can be switched off.",
    "A finding leads to the token that it begins with: how likely it was, and what else the model could have written.",
    "From there, one click takes the text and the word to the page that explains them. With interventions on, Re-check "
    "writes the same texts again with the same seeds.",
    "Caution: the checks look at form, not at truth: a text without findings may be false, and a rare word may be "
    "right.",
)
page.next_steps((NEXT_TOKEN, FFN_INTERVENTIONS), "What to try next")
