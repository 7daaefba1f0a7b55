"""Whether the numbers of an attribution add up to the answer, in sentences."""

from __future__ import annotations

import numpy as np

from lmdash.analyses.attributions.faithfulness import fit_caution
from lmdash.analyses.attributions.objective import Measure
from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.common.features import free
from lmdash.charts.numbers import count, signed_number
from lmdash.ui.attributions.question import Question
from lmdash.ui.kit.sentence import Part


def sums(question: Question, found: Attribution) -> list[list[Part]]:
    """Whether the numbers add up to the answer, in sentences."""
    total, unit = signed_number(float(found.values.sum())), found.unit
    base, full = (signed_number(each).removeprefix("+") for each in (found.base, found.full))
    if found.method in (MethodName.ROLLOUT, MethodName.RELEVANCE):
        return [_shared(question, found)]
    if found.method is MethodName.SHAP:
        runs, combinations = count(found.evaluations), count(2 ** len(free(found.features)))
        solver = {
            "exact": f"All {combinations} combinations of hidden words were run, so they are exact Shapley values.",
            "permutation": f"They are estimates from {runs} runs in random orders.",
            "partition": f"They are estimates from {runs} runs in which neighbouring words share credit (Owen values).",
        }.get(found.details.solver, "")
        error = found.details.error
        noise = "" if error is None else f" Each number may be off by about ±{float(np.nanmean(error)):.2f}."
        return [
            [
                f"The numbers add up: the answer is at {base} with all words hidden, the words add {total}, and that "
                f"makes {full} {unit} ({_exactness(found.residual)}). {solver}{noise}"
            ]
        ]
    if found.method is MethodName.LIME:
        fits = found.details.r_squared
        spread = 0.0 if found.details.spread is None else float(np.mean(found.details.spread))
        if fit_caution(found):
            return [[f"A weight varies by ±{spread:.2f} {unit} from seed to seed ({len(fits)} seeds)."]]
        return [
            [
                f"The fit explains {np.mean(fits):.0%} of what the model did (weighted R², {min(fits):.2f} to "
                f"{max(fits):.2f} over {len(fits)} seeds); a weight varies by ±{spread:.2f} {unit} from seed to seed."
            ]
        ]
    way = f"the answer goes from {base} with all words hidden to {full} {unit} with none hidden"
    if found.method is MethodName.INTEGRATED_GRADIENTS:
        return [
            [
                f"The numbers add up to {total}, and {way}: a gap of {found.details.gap:.1%} after "
                f"{found.details.ig_steps} steps."
            ]
        ]
    moved = signed_number(found.full - found.base)
    return [
        [
            f"The numbers add up to {total}, while {way}: a change of {moved}. This method does not promise that the "
            "two match."
        ]
    ]


def _shared(question: Question, found: Attribution) -> list[Part]:
    """What is shared out, and to whom."""
    if found.method is MethodName.ROLLOUT:
        return ["The shares add up to 100%. They cannot tell raising from lowering, and do not add up to the answer."]
    words, constants, others = (
        signed_number(each) for each in (float(found.values.sum()), found.details.constants, found.details.others)
    )
    return [
        f"The numbers add up: the words add {words} logits, the model's own constants (biases, positions) {constants}, "
        f"and the rest (marks, and what would stand in place of the words) {others}. Together that is "
        f"{signed_number(found.full).removeprefix('+')} ({_exactness(found.residual)}): {_explained(question)}."
    ]


def _explained(question: Question) -> str:
    """What relevance shares out, in words."""
    if question.subject.rival:
        return "how far the logit of the one word lies above that of the other"
    if question.subject.objective.measure == Measure.LOGIT:
        return "the answer's logit"
    return "how far the answer's logit lies above those of all other words, as far as the model expects them"


def _exactness(residual: float) -> str:
    return "exactly" if abs(residual) < 1e-6 else f"off by {max(abs(residual), 1e-5):.5f}"
