"""What is said of an attribution's reliability is what a computation by hand gives."""

import dataclasses
import math

import numpy as np
import pytest

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.exact import exact_check
from lmdash.analyses.attributions.faithfulness import agreement, deletion_curve, verdict, without
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import Details
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.neutral import neutral_token
from lmdash.analyses.common.replacement import Replacement
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = (7, 12, 31, 9, 44, 15)
OBJECTIVE = Objective((17,))


def attributed(model, method="shap", **options):
    return attribute(model, Setup(IDS, OBJECTIVE, grouping="tokens"), method, **options)


def log_probability(model, hidden):
    row = tuple(neutral_token(model) if place in hidden else own for place, own in enumerate(IDS))
    return float(model.logit_summary(row).last_logits.log_softmax(-1)[17])


def test_the_deletion_curve_is_the_target_without_the_first_k(tiny):
    order = (4, 1, 0, 5, 3, 2)
    curve = deletion_curve(tiny, Setup(IDS, OBJECTIVE, grouping="tokens"), order)
    by_hand = [log_probability(tiny, order[:count]) for count in range(7)]
    assert curve.value == pytest.approx(by_hand, abs=1e-5)
    assert curve.log_probability == pytest.approx(by_hand, abs=1e-5)
    assert curve.probability[0] == pytest.approx(math.exp(by_hand[0]), abs=1e-5)
    assert curve.random_value.shape == (20, 7)
    assert curve.random_value[:, 0] == pytest.approx(by_hand[0], abs=1e-5)
    assert curve.random_value[:, -1] == pytest.approx(by_hand[-1], abs=1e-5)
    assert curve.area == pytest.approx(np.mean(by_hand), abs=1e-5)
    assert curve.beats_mean == (curve.area < curve.random_areas.mean())
    assert curve.beaten == sum(area > curve.area for area in curve.random_areas)
    again = deletion_curve(tiny, Setup(IDS, OBJECTIVE, grouping="tokens"), order)
    other = deletion_curve(tiny, Setup(IDS, OBJECTIVE, grouping="tokens"), order, seed=1)
    assert np.array_equal(curve.random_value, again.random_value)
    assert not np.array_equal(curve.random_value, other.random_value)
    table = curve.frame()
    assert table["hidden"].tolist() == list(range(7))
    assert table["random_mean"].to_numpy() == pytest.approx(curve.random_value.mean(0))
    assert (table["random_low"] <= table["random_high"]).all()


def test_the_probability_is_known_whatever_is_measured(tiny):
    order = tuple(range(6))
    curve = deletion_curve(tiny, Setup(IDS, Objective((17,), (5,), "logit"), grouping="tokens"), order)
    assert curve.unit == "logits"
    assert curve.log_probability[1] == pytest.approx(log_probability(tiny, [0]), abs=1e-5)
    assert curve.value[0] == pytest.approx(float(np.diff(tiny.logit_summary(IDS).last_logits[[5, 17]])[0]), abs=1e-5)


def test_an_order_of_other_features_is_refused(tiny):
    for order in ((0, 1), (0, 0, 1, 2, 3, 4), tuple(range(7))):
        with pytest.raises(InputError, match="each of them once"):
            deletion_curve(tiny, Setup(IDS, OBJECTIVE, grouping="tokens"), order)


@pytest.mark.parametrize("name", FAMILIES)
def test_brute_force_agrees_with_the_library(name, tokenizer):
    plain = tiny_model(name, len(tokenizer))
    model = LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)
    check = exact_check(model, Setup(IDS[:4], OBJECTIVE, grouping="tokens"))
    found = attribute(model, Setup(IDS[:4], OBJECTIVE, grouping="tokens"))
    assert check.distance(found) <= 1e-5
    assert check.evaluations == 16
    assert check.distance(dataclasses.replace(found, values=found.values + np.array([0, 0, 0.5, 0]))) == pytest.approx(
        0.5, abs=1e-4
    )
    with pytest.raises(InputError, match="10 at most"):
        exact_check(model, Setup((5, 6) * 6, OBJECTIVE, grouping="tokens"))


def test_agreement_is_spearmans(tiny):
    shap = attributed(tiny)
    same = dataclasses.replace(shap, method="lime", values=shap.values**3)  # the same order
    opposite = dataclasses.replace(shap, method="leave_one_out", values=-shap.values)
    size = dataclasses.replace(shap, method="rollout", values=np.abs(shap.values), unit="share")
    table = agreement([shap, same, opposite, size])
    assert table.loc["SHAP", "LIME"] == pytest.approx(1)
    assert table.loc["SHAP", "Leave-one-out"] == pytest.approx(-1)
    assert table.loc["Attention rollout", "Leave-one-out"] == pytest.approx(1)
    assert np.allclose(table, table.T)
    assert np.allclose(np.diag(table), 1)
    mixed = dataclasses.replace(shap, method="lime", values=np.array([1.0, 2, 3, 4, 5, 6]))
    base = dataclasses.replace(shap, values=np.array([1.0, 2, 4, 3, 6, 5]))
    assert agreement([base, mixed].copy()).loc["SHAP", "LIME"] == pytest.approx(1 - 6 * 4 / (6 * 35))
    flat = dataclasses.replace(shap, method="lime", values=np.zeros(6))
    assert math.isnan(agreement([shap, flat]).loc["SHAP", "LIME"])
    two = [attribute(tiny, Setup(IDS[:2], OBJECTIVE, grouping="tokens"), method) for method in ("shap", "lime")]
    assert math.isnan(agreement(two).loc["SHAP", "LIME"])


def test_the_verdict_has_the_numbers_of_the_curve(tiny):
    shap, lime = attributed(tiny), attributed(tiny, "lime")
    curve = deletion_curve(tiny, Setup(IDS, OBJECTIVE, grouping="tokens"), tuple(shap.order))
    found = verdict(shap, curve, [lime])
    assert found.top == tuple(shap.features[each].label for each in shap.order[: len(found.top)])
    assert all(shap.values[each] > 0 for each in shap.order[: len(found.top)])
    assert found.probability == pytest.approx(shap.probability, abs=1e-6)
    hidden = shap.order[: len(found.top)]
    assert found.probability_without == pytest.approx(math.exp(log_probability(tiny, hidden)), abs=1e-5)
    assert found.agreement == pytest.approx(agreement([shap, lime]).loc["SHAP", "LIME"])
    assert found.other == "lime"
    assert found.r_squared == pytest.approx(np.mean(lime.details.r_squared))
    assert (found.beaten, found.orders) == (curve.beaten, 20)
    alone = verdict(shap, curve)
    assert alone.agreement is None
    assert alone.other is None


def test_cautions(tiny):
    lime = dataclasses.replace(attributed(tiny, "lime"), details=Details(r_squared=(0.3, 0.4), intercept=0.0))
    worst = tuple(reversed(attributed(tiny).order))
    curve = deletion_curve(tiny, Setup(IDS, OBJECTIVE, grouping="tokens"), worst)
    notes = verdict(lime, curve).notes
    assert any("R² 0.35" in note for note in notes)
    assert any("random words" in note for note in notes)
    gap = dataclasses.replace(attributed(tiny, "integrated_gradients"), details=Details(gap=0.2, ig_steps=8))
    assert any("miss 20% of the change" in note for note in verdict(gap, curve).notes)
    owen = dataclasses.replace(attributed(tiny), details=Details(solver="partition"))
    assert any("Owen" in note for note in verdict(owen, curve).notes)


@pytest.mark.parametrize("replacement", [Replacement(), Replacement("resampled")])
def test_without_a_word(replacement, tiny):
    found = without(tiny, Setup(IDS, OBJECTIVE, grouping="tokens", replacement=replacement), (2, 3))
    assert len(found.ids) == len(found.tokens) == len(IDS)
    assert found.ids[:2] + found.ids[4:] == IDS[:2] + IDS[4:]
    table = found.table.set_index("id")
    assert 17 in table.index
    before = tiny.logit_summary(IDS).last_logits.softmax(-1)
    assert table.loc[17, "probability_before"] == pytest.approx(float(before[17]), abs=1e-6)
    if replacement.kind == "token":
        assert found.value == pytest.approx(log_probability(tiny, [2, 3]), abs=1e-5)
        assert table.loc[17, "probability"] == pytest.approx(found.probability, abs=1e-6)
    assert found.table["probability"].iloc[:5].is_monotonic_decreasing
    with pytest.raises(InputError, match="never hidden"):
        without(tiny, Setup(IDS, OBJECTIVE, grouping="tokens"), (9,))
