"""The pictures of an attribution: bars, waterfall, and for several written tokens the matrix of steps and words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from lmdash.analyses.attributions.result import Attribution
from lmdash.analyses.common.features import free
from lmdash.charts.attributions.bars import attribution_bars, waterfall, waterfall_rows
from lmdash.charts.attributions.tables import PICK, step_matrix
from lmdash.ui.attributions.answer import chosen_feature, values_of
from lmdash.ui.attributions.question import Question
from lmdash.ui.frame.interventions import kept_in_link
from lmdash.ui.frame.sidebar import STEP
from lmdash.ui.kit.controls import drawn, opened, wide_frame
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence_and_strip import Chip, say, strip

BARS, IN_ORDER, WATERFALL = "Strongest first", "In prompt order", "Waterfall"
MOST_BARS, MOST_COLUMNS = 24, 40


def unit_of(found: Attribution) -> str:
    """What the numbers are in, for an axis."""
    return {"share": "share of attention"}.get(found.unit, f"effect ({found.unit})")


def pictures(question: Question, found: Attribution, step: int | None) -> None:
    """The chosen picture of the values, with its table."""
    view = st.segmented_control(
        "Picture",
        [BARS, IN_ORDER, WATERFALL],
        default=BARS,
        required=True,
        key="attribution_view",
        bind="query-params",
        label_visibility="collapsed",
        on_change=kept_in_link("attribution_view"),
    )
    values = values_of(found, step)
    parts = free(found.features)
    if view == WATERFALL and (step is not None or found.method != "shap"):
        st.info(
            "The waterfall adds SHAP's numbers up to the whole answer: choose SHAP, and all written tokens together."
        )
        view = BARS
    if view == WATERFALL:
        rows = waterfall_rows([found.features[each].label for each in parts], values[parts], found.base)
        chart = drawn(waterfall(rows, found.unit))
        alt = "From the answer with all words hidden, word by word, to the answer of the prompt"
    else:
        table = _rows(found, values, parts, view, with_error=step is None)
        chosen = found.features[chosen_feature(found)].positions
        signed = found.method != "rollout"
        chart = drawn(attribution_bars(table, unit_of(found), chosen=chosen, signed=signed))
        alt = "A bar for each part of the prompt: to the right raises, to the left lowers"
    st.altair_chart(chart, key="attribution_picture", alt=alt + "; the same numbers are in the table below")
    if view != WATERFALL:
        st.caption(_about_bars(question, found, len(parts)))
    with opened("The same numbers as a table", ":material/table:", "attribution_table") as box:
        if box.open:
            st.dataframe(found.frame(), hide_index=True, alt="Every part of the prompt with its number")
    downloads("attributions", found.frame(), chart)


def _about_bars(question: Question, found: Attribution, count: int) -> str:
    if found.unit == "share":
        what = "Shares of the attention that reaches the last token."
    else:
        of = "log-probability" if found.unit == "nats" else "logit"
        behind = "in favour of this word rather than the other" if question.subject.rival else f"to the answer's {of}"
        what = f"What each part adds {behind}, in {found.unit}."
    if question.is_difference:
        what = f"The change that the interventions make. {what}"
    some = f" The {MOST_BARS} strongest of {count} parts; the table has all." if count > MOST_BARS else ""
    error = found.details.error if found.details.error is not None else found.details.spread
    lines = " Lines show how far a number moves from draw to draw." if error is not None and np.any(error) else ""
    return what + some + lines


def _rows(found: Attribution, values: np.ndarray, parts: list[int], view: str, *, with_error: bool) -> pd.DataFrame:
    strongest = sorted(parts, key=lambda number: -abs(values[number]))[:MOST_BARS]
    shown = sorted(strongest) if view == IN_ORDER else strongest
    table = pd.DataFrame(
        {
            "feature": [found.features[each].label for each in shown],
            "positions": [found.features[each].positions for each in shown],
            "value": values[shown],
        }
    )
    error = found.details.error if found.details.error is not None else found.details.spread
    return table if error is None or not with_error else table.assign(error=np.nan_to_num(error[shown]))


def steps(found: Attribution, step: int | None) -> None:
    """Written tokens by words of the prompt; a click on a token, or in its row, explains that token alone."""
    say("Which word made it write which token? Click a token to explain it alone.", tone="small", key="steps_hint")
    most = np.abs(found.steps).sum(1)
    strip(
        "explained token",
        [Chip(label, float(each / (most.max() or 1.0))) for label, each in zip(found.step_labels, most, strict=True)],
        key="explained_strip",
        on_click=_choose_step,
        selected=-1 if step is None else step,
    )
    if step is not None:
        st.button("All of them together", icon=":material/select_all:", on_click=_choose_step, args=(None,))
    parts = free(found.features)
    columns = sorted(sorted(parts, key=lambda number: -np.abs(found.steps[:, number]).max())[:MOST_COLUMNS])
    chart = drawn(
        step_matrix(
            found.steps[:, columns],
            list(found.step_labels),
            [found.features[each].label for each in columns],
            unit_of(found),
            chosen=-1 if step is None else step,
        )
    )
    key = f"step_matrix_{step}"  # a new one for each step, or a second click on the same row would do nothing
    with wide_frame("step_matrix_frame"):
        st.altair_chart(
            chart,
            width="content",
            key=key,
            on_select=lambda: _picked(key),
            selection_mode=PICK,
            alt="Effect of every word of the prompt, across, on every written token, down",
        )
    if len(columns) < len(parts):
        st.caption(f"The {MOST_COLUMNS} words with the strongest effects, in the order of the prompt.")
    downloads("attribution_steps", found.step_frame(), chart)


def _picked(key: str) -> None:
    picked = st.session_state[key]["selection"].get(PICK)
    if picked:
        _choose_step(int(picked[0]["step"]))


def _choose_step(step: int | None) -> None:
    if step is None:
        st.query_params.pop(STEP, None)
    else:
        st.query_params[STEP] = str(step)
