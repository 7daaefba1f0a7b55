"""The pictures of an attribution: bars, waterfall, and for several written tokens the matrix of steps and words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.common.features import free
from lmdash.charts.attributions.bars import attribution_bars, waterfall, waterfall_rows
from lmdash.charts.attributions.tables import PICK, step_matrix
from lmdash.ui.attributions.answer import chosen_feature, values_of
from lmdash.ui.attributions.question import Question
from lmdash.ui.frame.addresses.attributions import STEP, TABLE, VIEW, View
from lmdash.ui.kit.controls import segmented
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import figure, picture
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.strip import Chip, strip
from lmdash.ui.kit.tables import wide_frame

MOST_BARS, MOST_COLUMNS = 24, 40


def unit_of(found: Attribution) -> str:
    """What the numbers are in, for an axis."""
    return {"share": "share of attention"}.get(found.unit, f"effect ({found.unit})")


def pictures(question: Question, found: Attribution, step: int | None) -> None:
    """The chosen picture of the values, with its table."""
    view = segmented(VIEW, "Picture", label_visibility="collapsed")
    values = values_of(found, step)
    parts = free(found.features)
    if view is View.WATERFALL and (step is not None or found.method is not MethodName.SHAP):
        st.info("The waterfall adds up SHAP's numbers. To see it, choose SHAP, and all written tokens together.")
        view = View.STRONGEST
    if view is View.WATERFALL:
        rows = waterfall_rows([found.features[each].label for each in parts], values[parts], found.base)
        chart = waterfall(rows, found.unit)
        alt = "Word by word from the answer with all words hidden to the answer with none hidden"
    else:
        table = _rows(found, values, parts, view, with_error=step is None)
        chosen = found.features[chosen_feature(found)].positions
        signed = found.method is not MethodName.ROLLOUT
        chart = attribution_bars(table, unit_of(found), chosen=chosen, signed=signed)
        alt = "One bar per part of the prompt: to the right it raises the answer, to the left it lowers it"
    figure(
        "attributions",
        chart,
        found.frame(),
        alt,
        caption="" if view is View.WATERFALL else _about_bars(question, found, len(parts)),
        open_table=TABLE,
        draw_table=lambda table: st.dataframe(table, hide_index=True, alt="Every part of the prompt with its number"),
    )


def _about_bars(question: Question, found: Attribution, count: int) -> str:
    if found.unit == "share":
        what = "How much of the attention that reaches the last token comes from each part."
    else:
        of = "log-probability" if found.unit == "nats" else "logit"
        behind = "in favour of this word rather than the other" if question.subject.rival else f"to the answer's {of}"
        what = f"What each part adds {behind}, in {found.unit}."
    if question.shown.change:
        what = f"These are changes made by the interventions. {what}"
    some = (
        f" Only the {MOST_BARS} strongest of {count} parts are drawn; the table has them all."
        if count > MOST_BARS
        else ""
    )
    error = found.details.error if found.details.error is not None else found.details.spread
    lines = (
        " Lines show how much a number varies from one random draw to the next."
        if error is not None and np.any(error)
        else ""
    )
    return what + some + lines


def _rows(found: Attribution, values: np.ndarray, parts: list[int], view: View, *, with_error: bool) -> pd.DataFrame:
    strongest = sorted(parts, key=lambda number: -abs(values[number]))[:MOST_BARS]
    shown = sorted(strongest) if view is View.IN_ORDER else strongest
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
    values = found.steps
    if values is None:
        return
    say(
        "Which word made the model write which token? Click a token to explain only that one.",
        tone="small",
        key="steps_hint",
    )
    most = np.abs(values).sum(1)
    strip(
        "explained token",
        [Chip(label, float(each / (most.max() or 1.0))) for label, each in zip(found.step_labels, most, strict=True)],
        key="explained_strip",
        on_click=STEP.set,
        selected=-1 if step is None else step,
    )
    if step is not None:
        st.button("All of them together", icon=":material/select_all:", on_click=STEP.clear)
    parts = free(found.features)
    columns = sorted(sorted(parts, key=lambda number: -np.abs(values[:, number]).max())[:MOST_COLUMNS])
    chart = step_matrix(
        values[:, columns],
        list(found.step_labels),
        [found.features[each].label for each in columns],
        unit_of(found),
        chosen=-1 if step is None else step,
    )
    key = f"step_matrix_{step}"  # a new one for each step, or a second click on the same row would do nothing
    with wide_frame("step_matrix_frame"):
        picture(
            chart,
            width="content",
            key=key,
            on_select=lambda: _picked(key),
            selection_mode=PICK,
            alt="The effect of every word of the prompt (columns) on every written token (rows)",
        )
    if len(columns) < len(parts):
        st.caption(f"The {MOST_COLUMNS} words with the strongest effects, in the order of the prompt.")
    downloads("attribution_steps", found.step_frame(), chart)


def _picked(key: str) -> None:
    picked = st.session_state[key]["selection"].get(PICK)
    if picked:
        STEP.set(int(picked[0]["step"]))
