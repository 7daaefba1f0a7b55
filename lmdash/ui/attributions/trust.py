"""Can the attribution be trusted?  Its sums, its spread, a test by removal, and what other methods say."""

from __future__ import annotations

import numpy as np
import streamlit as st

from lmdash.analyses.attributions.exact import MOST_EXACT, exact_check
from lmdash.analyses.attributions.faithfulness import (
    DeletionCurve,
    Verdict,
    agreement,
    deletion_curve,
    fit_caution,
    verdict,
)
from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.common.features import free
from lmdash.charts.attributions.tables import agreement_map, deletion_chart
from lmdash.charts.numbers import count, signed_number
from lmdash.ui.attributions.answer import moves
from lmdash.ui.attributions.question import Question
from lmdash.ui.attributions.sums import sums
from lmdash.ui.frame.addresses.attributions import AGREEMENT
from lmdash.ui.kit.boxes import opened
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.tables import wide_frame

FEW = 4  # words: fewer have hardly any random orders
WEAK_FIT = 0.5  # a weighted R² below it is warned about


def trust(question: Question, found: Attribution) -> None:
    """The verdict, the sums behind it, the test by removal, and the other methods on request."""
    st.subheader("How far can this be trusted?")
    if question.shown.change:
        st.info("These checks apply to one model at a time: choose With or Without.")
        return
    place = st.container()
    for number, sentence in enumerate(sums(question, found)):
        say(*sentence, key=f"sums_{number}")
    _cross_check(question, found)
    curve = _removal(question, found)
    others = _compare(question, found)
    with place:
        for number, note in enumerate(found.notes):
            say(note, tone="note", key=f"attribution_note_{number}")
        if curve is None:
            _warn(found)
    if curve is not None:
        if not others and question.quick(question.cost(_other(found)).seconds):
            other = question.run(_other(found))
            others = [other] if other else []
        with place:
            said = verdict(found, curve, others)
            say(*verdict_parts(question, said, len(curve.order)), tone="changed", key="verdict")
            for number, note in enumerate(said.notes):
                say(note, tone="note", key=f"caution_{number}")


def _other(found: Attribution) -> MethodName:
    """The method that one is compared with."""
    return MethodName.LIME if found.method is MethodName.SHAP else MethodName.SHAP


def verdict_parts(question: Question, said: Verdict, words: int) -> list[Part]:
    """‘SHAP and LIME agree closely. With ␣France and ␣capital hidden, the answer ␣Paris drops from 97% to 3%’, and how
    that compares with random orders where there are enough ``words`` for many of them.
    """
    parts: list[Part] = []
    if said.agreement is not None:
        how = next(word for least, word in _AGREEING if said.agreement >= least)
        rank = signed_number(said.agreement)
        parts.append(
            f"{MethodName(said.method).label} and {MethodName(said.other).label} {how} (rank correlation {rank}). "
        )
    names: list[Part] = []
    for label in said.top:
        names += [" and " if names else "", (label, "token")]
    parts += ["With ", *names, " hidden, ", *moves(question, said.probability, said.probability_without)]
    if words >= FEW:
        every, none = said.beaten == said.orders, said.beaten == 0
        beaten = "all" if every else "none of" if none else f"{said.beaten} of"
        parts.append(f" Hiding words in this order lowers it more than {beaten} {said.orders} random orders do.")
    return parts


_AGREEING = ((0.8, "agree closely"), (0.5, "mostly agree"), (0.2, "hardly agree"), (-1.01, "disagree"))


def _warn(found: Attribution) -> None:
    fits = found.details.r_squared
    if caution := fit_caution(found):
        say(caution, tone="note", key="empty_fit")
    elif fits and np.mean(fits) < WEAK_FIT:
        say(
            f"One weight per word does not describe this prompt well (R² {np.mean(fits):.2f}, below {WEAK_FIT}): the "
            "words act together. Use SHAP, or raise the kernel width under More.",
            tone="note",
            key="weak_fit",
        )
    gap = found.details.gap
    if gap is not None and gap > 0.05:
        say(
            "The numbers of integrated gradients do not add up yet: raise “Gradient steps” under More.",
            tone="note",
            key="wide_gap",
        )


def _cross_check(question: Question, found: Attribution) -> None:
    """SHAP compared with the definition itself, where that takes few enough runs."""
    parts = free(found.features)
    if found.method is not MethodName.SHAP or len(parts) > MOST_EXACT:
        return
    cost = question.cost(MethodName.SHAP)
    if not question.quick(cost.seconds / max(1, cost.evaluations) * 2 ** len(parts)):
        return
    checked = question.inputs.ask_watched(exact_check, doing="Running all combinations", setup=question.setup)
    if checked:
        combinations = count(2 ** len(parts))
        far = checked.distance(found)
        say(
            f"Checked against the definition, computed separately over all {combinations} combinations: the "
            f"largest difference is {'below 0.00001' if far < 1e-5 else f'{far:.5f}'} {found.unit}.",
            key="exact_check",
        )


def _removal(question: Question, found: Attribution) -> DeletionCurve | None:
    """The answer as words are hidden, the most important first, compared with random orders."""
    parts = free(found.features)
    if len(parts) < 2:
        return None
    cost = question.cost(MethodName.LEAVE_ONE_OUT)
    runs = min(21 * len(parts), 2 ** len(parts))  # a combination is run once
    seconds = cost.seconds / max(1, cost.evaluations) * runs
    if not question.affordable(
        seconds, f"removal_{found.method}", f"Test it: hide words one by one, {count(runs)} runs"
    ):
        return None
    curve = question.inputs.ask_watched(
        deletion_curve,
        doing="Hiding words one by one",
        setup=question.setup,
        order=tuple(found.order),
        seed=question.options.seed,
    )
    if curve is None:
        return None
    table = curve.frame()
    shown = table.rename(columns={"random_mean": "mean", "random_low": "low", "random_high": "high"})
    chart = deletion_chart(shown, f"{question.subject.objective.measure.replace('_', '-')} ({curve.unit})")
    picture(
        chart, key="deletion_curve", alt="The answer as words are hidden one by one, in this order and in random orders"
    )
    st.caption(
        "Violet: the words that do most for the answer are hidden first. Grey, dashed: the mean of 20 random orders, "
        "with the middle 80% shaded. The further violet runs below grey, the better the method found what matters."
    )
    downloads("deletion_curve", table, chart)
    return curve


def _compare(question: Question, found: Attribution) -> list[Attribution]:
    """Every method on the same question, on request."""
    with opened(AGREEMENT, "Compare with the other methods", ":material/balance:") as box:
        if not box.open:
            return []
        seconds = sum(question.cost(method).seconds for method in MethodName)
        if not question.affordable(seconds, "agreement", "Run all seven methods"):
            return []
        every = []
        for method in MethodName:
            one = question.run(method)
            if one is None:
                return []
            every.append(one)
        matrix = agreement(every)
        chart = agreement_map(matrix)
        with wide_frame("agreement_frame"):
            picture(chart, width="content", key="agreement_map", alt="Rank correlation between every two methods")
        st.caption(
            GLOSSARY["Spearman"]
            + " Rollout cannot tell raising from lowering, so it is compared with the sizes of the other numbers."
        )
        table = matrix.rename_axis("method").reset_index()
        st.dataframe(table.style.format(precision=2, na_rep="–"), hide_index=True, alt="The same numbers as a table")
        downloads("agreement_of_methods", table, chart)
        return [one for one in every if one.method != found.method]
