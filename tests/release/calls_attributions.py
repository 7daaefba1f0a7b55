"""Calls that ask which words mattered: attributions by every method, and how far they can be trusted."""

from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import Options
from lmdash.analyses.common.replacement import Replacement
from lmdash.models.interventions.text import parse_all
from tests.release.asked import BANK, FRANCE, Call, ids, result, token

EDITS = parse_all("L2D370@last=0\nL1H1*0")
OTHER_WORDS = Replacement("resampled", seed=2)


def _paris() -> dict[str, object]:
    return {"ids": ids(FRANCE), "objective": Objective((token("Paris"),))}


def _water() -> dict[str, object]:
    return {"ids": ids(BANK), "objective": Objective((token("water"),), (token("money"),), "logit")}


CALLS = (
    Call(
        "SHAP", "attributions.attribution:attribute", lambda: _paris() | {"method": "shap", "replacement": OTHER_WORDS}
    ),
    Call(
        "SHAP, sampled, edited",
        "attributions.attribution:attribute",
        lambda: _water() | {"method": "shap", "options": Options(evaluations=60, seed=5), "edits": EDITS},
    ),
    Call(
        "SHAP of spans",
        "attributions.attribution:attribute",
        lambda: (
            _paris()
            | {"method": "shap", "grouping": "spans", "spans": "0-1,3", "replacement": Replacement("word", "Italy")}
        ),
    ),
    Call(
        "LIME",
        "attributions.attribution:attribute",
        lambda: _paris() | {"method": "lime", "replacement": OTHER_WORDS, "options": Options(samples=40)},
    ),
    Call(
        "LIME, seed, tokens",
        "attributions.attribution:attribute",
        lambda: (
            _water()
            | {"method": "lime", "grouping": "tokens", "options": Options(samples=50, kernel_width=10.0, seed=7)}
        ),
    ),
    Call(
        "leave one out",
        "attributions.attribution:attribute",
        lambda: _paris() | {"method": "leave_one_out", "replacement": OTHER_WORDS},
    ),
    Call(
        "leave one out, written text",
        "attributions.attribution:attribute",
        lambda: {
            "ids": ids(FRANCE),
            "objective": Objective((token("Paris"), *ids("."))),
            "method": "leave_one_out",
            "grouping": "tokens",
            "replacement": Replacement("token", " Italy"),
        },
    ),
    Call(
        "integrated gradients",
        "attributions.attribution:attribute",
        lambda: _water() | {"method": "integrated_gradients", "options": Options(ig_steps=16)},
    ),
    Call(
        "integrated gradients, edited",
        "attributions.attribution:attribute",
        lambda: _paris() | {"method": "integrated_gradients", "options": Options(ig_steps=8), "edits": EDITS},
    ),
    Call("gradient times input", "attributions.attribution:attribute", lambda: _water() | {"method": "gradient"}),
    Call("rollout", "attributions.attribution:attribute", lambda: _water() | {"method": "rollout", "edits": EDITS}),
    Call(
        "estimate",
        "attributions.attribution:estimate",
        lambda: _water() | {"method": "lime", "options": Options(samples=50)},
    ),
    Call(
        "without",
        "attributions.without:without",
        lambda: _paris() | {"hidden": (3,), "replacement": OTHER_WORDS, "edits": EDITS},
    ),
    Call(
        "deletion curve, seed 6",
        "attributions.faithfulness:deletion_curve",
        lambda: _paris() | {"order": (3, 1, 0, 2, 4), "replacement": OTHER_WORDS, "seed": 6},
    ),
    Call(
        "deletion curve, edited",
        "attributions.faithfulness:deletion_curve",
        lambda: _water() | {"order": (4, 1, 9, 6, 3, 2, 0, 5, 7, 8), "orders": 5, "edits": EDITS},
    ),
    Call("exact check", "attributions.faithfulness:exact_check", lambda: _paris() | {"replacement": OTHER_WORDS}),
    Call(
        "agreement",
        "attributions.faithfulness:agreement",
        lambda: {
            "found": [
                result(each) for each in ("integrated gradients", "gradient times input", "SHAP, sampled, edited")
            ]
        },
    ),
    Call(
        "verdict",
        "attributions.faithfulness:verdict",
        lambda: {
            "found": result("gradient times input"),
            "curve": result("deletion curve, edited"),
            "others": [result("SHAP, sampled, edited")],
        },
    ),
    Call("fit caution", "attributions.faithfulness:fit_caution", lambda: {"found": result("LIME, seed, tokens")}),
)
