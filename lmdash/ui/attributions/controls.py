"""The controls of the Attributions page, one row: method, what is explained, parts, what hides them, the measure."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attributions.objective import Measure
from lmdash.analyses.attributions.result import METHODS, MethodName, Options
from lmdash.analyses.common.features import Grouping
from lmdash.analyses.common.replacement import NEUTRAL_WORD, RESAMPLINGS, Replacement, ReplacementKind
from lmdash.models.text.tokens import clean
from lmdash.ui.attributions.question import METHOD, PARTS, Question
from lmdash.ui.attributions.spans import marked_spans
from lmdash.ui.attributions.subject import LENGTH, MOST_WRITTEN, NEXT, RIVAL, TEXT, subject_of
from lmdash.ui.frame.compare import comparison
from lmdash.ui.frame.interventions import kept_in_link
from lmdash.ui.frame.sidebar import Inputs
from lmdash.ui.frame.target import AGAINST
from lmdash.ui.kit.controls import CONTROL_WIDTH
from lmdash.ui.kit.glossary import GLOSSARY

ABOUT = {
    "shap": "SHAP asks what each word adds, averaged over every order in which the words could be put in; the numbers "
    "add up to the answer.",
    "lime": "LIME hides words by chance many times and fits one weight a word to what the model then does.",
    "leave_one_out": "Leave-one-out hides one word at a time and keeps all others: the plainest question, which misses "
    "what two words do together.",
    "gradient": "Gradient × input takes the slope of the answer at each token: one look, and a guess to first order.",
    "integrated_gradients": "Integrated gradients adds the slopes up on the way from neutral tokens to the real ones.",
    "rollout": "Attention rollout follows attention through all layers: where the model looked, not what mattered, and "
    "without a sign.",
}
GROUPINGS = Grouping.by_label()
NEUTRAL = "neutral token"
HIDDEN = {
    "other words": ReplacementKind.RESAMPLED,
    NEUTRAL: ReplacementKind.TOKEN,
    "my token": ReplacementKind.TOKEN,
    "my word": ReplacementKind.WORD,
}
_ASKED = {
    "token": ("Which token", "hidden_token", "the neutral one"),
    "word": ("Which word", "hidden_word", NEUTRAL_WORD),
}
MEASURED = Measure.by_label()


def controls(inputs: Inputs) -> Question | None:
    """Draw the row and read it; None, with a sentence, where something is missing or was stopped."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        names = MethodName.by_label()
        method = names[_select("Method", list(names), METHOD, 172, help="Six ways to ask which words mattered.")]
        what = _select("Explain", [NEXT, RIVAL, TEXT], "explain", 136, help=_EXPLAIN_HELP)
        grouping = GROUPINGS[_select("Parts", list(GROUPINGS), PARTS, 114, help="What is hidden and weighed as one.")]
        hidden_as = _select("If hidden", list(HIDDEN), "hidden_as", 142, help=_HIDDEN_HELP)
        measure, numbers, options = _options(method)
    with st.container(horizontal=True, vertical_alignment="bottom"):  # what the row's choices ask for
        if what == RIVAL:
            _text("Rather than", AGAINST, "another word")
        if what == TEXT:
            _number("Tokens", 1, MOST_WRITTEN, 6, LENGTH, help="How many tokens the model writes, greedily.")
        kind = HIDDEN[hidden_as]
        word = _text(*_ASKED[kind]) if kind in _ASKED and hidden_as != NEUTRAL else ""
        compare = comparison(inputs)
    st.caption(ABOUT[method])
    subject = subject_of(inputs, what, measure)
    spans = marked_spans(inputs) if grouping == Grouping.SPANS else ""
    if subject is None or (grouping == Grouping.SPANS and not spans):
        return None
    replacement = Replacement(kind, word, options.seed if kind == ReplacementKind.RESAMPLED else 0)
    return Question(inputs, subject, method, grouping, spans, replacement, options, compare, numbers)


_EXPLAIN_HELP = (
    "Next word: the target word of the sidebar, or else the model's own choice. This or that: what decided between it "
    "and another word. Written text: each of the next tokens that the model writes."
)
_HIDDEN_HELP = (
    "A hidden word is replaced, so that all others keep their place. Other words are what the model itself might "
    f"write there, averaged over {RESAMPLINGS} texts; the neutral token is the same everywhere."
)


def _select(name: str, options: list[str], key: str, width: int, *, help: str) -> str:
    return st.selectbox(
        name, options, key=key, bind="query-params", width=width, help=help, on_change=kept_in_link(key)
    )


def _number(name: str, low: int, high: int, default: int, key: str, *, help: str = "") -> int:
    return st.number_input(
        name,
        low,
        high,
        default,
        key=key,
        bind="query-params",
        width=CONTROL_WIDTH,
        help=help or None,
        on_change=kept_in_link(key),
    )


def _text(name: str, key: str, placeholder: str) -> str:
    text = st.text_input(
        name,
        key=key,
        bind="query-params",
        placeholder=placeholder,
        max_chars=200,
        width=CONTROL_WIDTH,
        on_change=kept_in_link(key),
    )
    return clean(text or "").strip()


def _options(method: str) -> tuple[str, bool, Options]:
    """The measure, whether numbers are written on the words, and how thorough methods are."""
    plain = Options()
    with st.popover("More", icon=":material/tune:"):
        numbers = st.toggle(
            "Numbers on the words",
            value=True,
            key="attribution_numbers",
            bind="query-params",
            on_change=kept_in_link("attribution_numbers"),
        )
        measure = _select("Measured as", list(MEASURED), "measured_as", 170, help=GLOSSARY["log-probability"])
        seed = _number("Seed", 0, 2**31 - 1, plain.seed, "attribution_seed", help=GLOSSARY["seed"])
        evaluations = _number(
            "SHAP: most runs", 16, 100_000, plain.evaluations, "shap_runs", help="Exact where all combinations fit."
        )
        samples = _number("LIME: samples", 20, 20_000, plain.samples, "lime_samples", help="Of each of its five fits.")
        width = st.number_input(
            "LIME: kernel width",
            1.0,
            1000.0,
            plain.kernel_width,
            key="kernel_width",
            bind="query-params",
            width=CONTROL_WIDTH,
            on_change=kept_in_link("kernel_width"),
            help="How far from the prompt samples still count: small looks only at prompts with few words hidden.",
        )
        steps = _number("Gradient steps", 4, 2000, plain.ig_steps, "ig_steps", help="Of integrated gradients.")
        st.caption(f"{METHODS[method]} is chosen; the others are used where methods are compared.")
    options = Options(
        evaluations=int(evaluations),
        samples=int(samples),
        kernel_width=float(width),
        ig_steps=int(steps),
        seed=int(seed),
    )
    return MEASURED[measure], numbers, options
