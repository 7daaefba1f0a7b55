"""The controls of the Attributions page, one row: method, what is explained, parts, what hides them, the measure."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attributions.result import MethodName, Options
from lmdash.analyses.common.features import Grouping
from lmdash.analyses.common.replacement import NEUTRAL_WORD, Replacement, ReplacementKind
from lmdash.analyses.common.resampled import RESAMPLINGS
from lmdash.models.text.tokens import clean
from lmdash.ui.attributions.question import Question
from lmdash.ui.attributions.spans import marked_spans
from lmdash.ui.attributions.subject import subject_of
from lmdash.ui.frame.addresses.attributions import (
    AGAINST,
    EXPLAIN,
    HIDDEN_AS,
    HIDDEN_TOKEN,
    HIDDEN_WORD,
    IG_STEPS,
    KERNEL_WIDTH,
    LENGTH,
    LIME_SAMPLES,
    MEASURE,
    METHOD,
    NUMBERS,
    PARTS,
    SEED,
    SHAP_RUNS,
    Explain,
    HiddenAs,
)
from lmdash.ui.frame.compare import comparison
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import CONTROL_WIDTH, number, select, text, toggle
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.kinds import Text

ABOUT = {
    MethodName.SHAP: "SHAP: what each word adds to the answer, averaged over every order in which the words could be "
    "put back. The numbers add up to the answer.",
    MethodName.LIME: "LIME hides random sets of words many times and fits one weight per word to the results.",
    MethodName.LEAVE_ONE_OUT: "Leave-one-out hides one word at a time and keeps all the others. It is the simplest "
    "method, but it misses what two words do together.",
    MethodName.RELEVANCE: "Relevance shares out the answer's logit among the words. It hides no word, so it is only an "
    "estimate: on the two models that were measured, its order of the words has a rank correlation of about 0.5 with "
    "SHAP's (1 is the same order, 0 is no better than chance).",
    MethodName.GRADIENT: "Gradient × input: how steeply the answer changes at each token. One pass, and a poor guide: "
    "on the two models that were measured, its order hardly agrees with SHAP's (rank correlation 0 to 0.3).",
    MethodName.INTEGRATED_GRADIENTS: "Integrated gradients adds up how steeply the answer changes on the way from "
    "neutral tokens to the real ones.",
    MethodName.ROLLOUT: "Attention rollout follows attention through all layers. It shows where the model looked, not "
    "what mattered, and cannot tell raising from lowering.",
}
_EXPLAIN_HELP = (
    "Next word: the target word of the sidebar, or the model's answer if there is none. This or that: what decided "
    "between it and another word. Written text: each of the next tokens that the model writes."
)
_HIDDEN_HELP = (
    "A hidden word is replaced, so that all the others keep their place. Other words: what the model itself might "
    f"write there, averaged over {RESAMPLINGS} texts; where it writes the word again, it stays. Neutral token: the "
    "same common word everywhere."
)


def controls(inputs: Inputs) -> Question | None:
    """Draw the row and read it; None, with a sentence, where something is missing or was stopped."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        method = select(METHOD, "Method", width=172, help="Seven ways to find out which words mattered.")
        what = select(EXPLAIN, "Explain", width=136, help=_EXPLAIN_HELP)
        grouping = select(
            PARTS, "Parts", width=114, help="How the prompt is split into parts. Each part is hidden as a whole."
        )
        hidden_as = select(HIDDEN_AS, "If hidden", width=142, help=_HIDDEN_HELP)
        options = _more(method)
    with st.container(horizontal=True, vertical_alignment="bottom"):  # what the row's choices ask for
        rival = _word(AGAINST, "Rather than", "another word") if what == Explain.RIVAL else ""
        if what == Explain.TEXT:
            number(LENGTH, "Tokens", help="How many tokens the model writes. It always takes the most likely one.")
        replacement = _replacement(hidden_as, options.seed)
        shown = comparison(inputs)
    st.caption(ABOUT[method])
    subject = subject_of(inputs, what, rival)
    spans = marked_spans(inputs) if grouping is Grouping.SPANS else ""
    if subject is None or (grouping is Grouping.SPANS and not spans):
        return None
    return Question(inputs, subject, method, grouping, spans, replacement, options, shown)


def _word(control: Text, label: str, placeholder: str) -> str:
    return clean(text(control, label, placeholder=placeholder, max_chars=200, width=CONTROL_WIDTH)).strip()


def _replacement(hidden_as: HiddenAs, seed: int) -> Replacement:
    match hidden_as:
        case HiddenAs.TOKEN:
            return Replacement(ReplacementKind.TOKEN, _word(HIDDEN_TOKEN, "Which token", "the neutral one"))
        case HiddenAs.WORD:
            return Replacement(ReplacementKind.WORD, _word(HIDDEN_WORD, "Which word", NEUTRAL_WORD))
        case HiddenAs.NEUTRAL:
            return Replacement(ReplacementKind.TOKEN)
    return Replacement(ReplacementKind.RESAMPLED, seed=seed)


def _more(method: MethodName) -> Options:
    """What is rarely changed, and how thorough methods are."""
    with st.popover("More", icon=":material/tune:"):
        toggle(NUMBERS, "Show numbers on the words")
        select(MEASURE, "Measured as", width=170, help=GLOSSARY["log-probability"])
        options = Options(
            seed=number(SEED, "Seed", help=GLOSSARY["seed"]),
            evaluations=number(
                SHAP_RUNS, "SHAP: runs at most", help="Exact if every combination of hidden words fits in."
            ),
            samples=number(
                LIME_SAMPLES, "LIME: samples", help="Random sets of hidden words for each of its five fits."
            ),
            kernel_width=number(
                KERNEL_WIDTH,
                "LIME: kernel width",
                help="Small: only samples with few hidden words count. Large: all samples count more equally.",
            ),
            ig_steps=number(
                IG_STEPS, "Gradient steps", help="For integrated gradients: more steps are slower and more exact."
            ),
        )
        st.caption(f"You chose {METHOD.labels[method]}. Settings of other methods are used where methods are compared.")
    return options
