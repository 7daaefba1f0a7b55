"""What the open model is, what works with it, and whether its numbers can be trusted: drawn in the sidebar."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lmdash.charts.numbers import count, parameters
from lmdash.charts.theme import RAISES, STRENGTH
from lmdash.models.checks.check import check_model, headline
from lmdash.models.opening.catalog import DEMO
from lmdash.models.opening.memory import readable_size
from lmdash.models.values import ModelInfo
from lmdash.ui.frame.ask import ask_watched
from lmdash.ui.frame.sitemap import PAGES, why_not
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import say

_CHECK_COLUMNS = {
    "result": "Result",
    "identity": "Check",
    "measured": "Measured error",
    "bound": "Allowed error",
    "meaning": st.column_config.TextColumn("What must hold", width="large"),
}
_MARKS = {"✓": f"color: {STRENGTH}; font-weight: 600", "✗": f"color: {RAISES}; font-weight: 600"}


def in_a_line(info: ModelInfo) -> str:
    """The model in a line, under its name."""
    return (
        f"{info.family} · {parameters(info.parameters)} parameters · {info.layers} layers × {info.heads} heads · "
        f"reads {count(info.context)} tokens · {info.device}"
    )


BUILT_IN = (
    "This is the built-in model: tiny, trained for this app on made-up texts, and taught some mistakes on purpose, so "
    "that there is something to find and to mend. What it says need not be true."
)


def about_model(info: ModelInfo) -> None:
    """A button that opens the facts, what works, and the check."""
    if st.button("About this model", icon=":material/info:", width="stretch"):
        st.session_state.pop(_CHECKED, None)
        _dialog(info)


_CHECKED = "_checked_model"


@st.dialog("About this model", width="large")
def _dialog(info: ModelInfo) -> None:
    if info.id == DEMO:
        st.markdown(f"**{BUILT_IN}**")
    facts, works = st.columns(2, gap="large")
    with facts:
        st.table(_facts(info), border="horizontal", hide_header=True)
        for note in info.notes:
            say(note, tone="note")
    with works:
        st.markdown("**What works with it**")
        for name, reason in _what_works(info):
            st.markdown(f":material/block: {name}: {reason}." if reason else f":material/check: {name}")
        st.markdown("**Can its numbers be trusted?**")
        if st.button("Check this model", icon=":material/verified:"):
            st.session_state[_CHECKED] = info.id
        st.caption(
            "Measures on one sentence whether the parts add up, whether an intervention does what it says and nothing "
            "else, and whether anything is left behind."
        )
    if st.session_state.get(_CHECKED) == info.id:
        _check(info)


def _facts(info: ModelInfo) -> pd.DataFrame:
    groups = "" if info.kv_heads == info.heads else f", {info.kv_heads} for keys and values"
    own = "" if info.own_context == info.context else f" (made for {count(info.own_context)})"
    facts = {
        "Family": info.family,
        "Parameters": count(info.parameters),
        "Layers": count(info.layers),
        "Heads per layer": f"{info.heads}{groups}",
        "Width": f"{count(info.width)} ({info.head_width} per head)",
        "Neurons per layer": count(info.neurons) if info.neurons else "none: a mixture of experts",
        "Vocabulary": f"{count(info.vocabulary)} tokens",
        "Reads": f"{count(info.context)} tokens{own}",
        "Numbers": f"{info.dtype}, on {info.device}",
        "Memory": f"{readable_size(info.weight_bytes)} of weights, up to {readable_size(info.working_bytes)} more",
        "Output head": "shares the embedding's weights" if info.tied else "has its own weights",
    }
    if info.own.in_words:
        facts["Recommended for writing"] = f"{info.own.in_words} (applied only if you choose so in Write on)"
    return pd.DataFrame({"": facts.values()}, index=list(facts))


def _what_works(info: ModelInfo) -> list[tuple[str, str]]:
    """Pages and abilities with the reason why one does not work; empty where it does."""
    middle = "attention and feed-forward part read the same state, so there is no state between them"
    return [
        *((page.term, why_not(page, info)) for page in PAGES),
        ("Interventions on heads and on the residual stream", ""),
        ("Neurons and value vectors", "" if info.neurons else "a mixture of experts has no fixed neurons"),
        ("The state between attention and feed-forward part", middle if info.parallel else ""),
        ("Chat format", "" if info.chat else "this model has no chat template"),
    ]


def _check(info: ModelInfo) -> None:
    checks = ask_watched(info.id, check_model, doing="Checking")
    if checks is None:
        return
    fine = all(check.passed for check in checks)
    say((headline(checks), "strong") if fine else headline(checks), tone="text" if fine else "error", key="headline")
    table = pd.DataFrame(
        {
            "result": [check.verdict for check in checks],
            "identity": [check.name for check in checks],
            "measured": ["" if check.skipped else _written(check.measured) for check in checks],
            "bound": [_written(check.bound) for check in checks],
            "meaning": [check.skipped or check.meaning for check in checks],
        }
    )
    styled = table.style.map(_mark, subset=["result"])
    st.dataframe(
        styled, column_config=_CHECK_COLUMNS, hide_index=True, height="content", alt="Every check with its result"
    )
    st.caption(
        "Measured on one short sentence. Errors are relative to the largest number, where that is above 1; an allowed "
        "error of 0 means that every bit must be the same."
        + ("" if info.dtype == "float32" else f" More error is allowed here because {info.dtype} is coarser.")
    )
    downloads("model_check", table)


def _mark(verdict: Any) -> str:
    return _MARKS.get(verdict[0], "")


def _written(error: float) -> str:
    return f"{error:.0e}".replace("-", "−") if error else "0"
