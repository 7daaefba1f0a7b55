"""On the built-in model attributions name the words that its answers depend on."""

import numpy as np
import pytest

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.replacement import Replacement
from lmdash.demo.attributions import (
    both_names_first,
    capitals,
    country_first,
    explain,
    givings,
    mixed,
    removed_in_order,
)

RESAMPLED = Replacement("resampled")


def share(demo, prompts, judge):
    """Of prompts that are explained well, with half of SHAP's usual budget."""
    found = [(explain(demo, asked, "shap", RESAMPLED, Options(evaluations=512)), asked) for asked in prompts]
    return np.mean([judge(*each) for each in found])


SOME = pytest.mark.parametrize("some", [6, pytest.param(12, marks=pytest.mark.slow)])


@SOME
def test_the_two_names_carry_who_is_given_something(demo, some):
    assert share(demo, givings(demo, some), both_names_first) >= 0.9


@SOME
def test_the_country_comes_first_for_its_capital(demo, some):
    assert share(demo, capitals(demo, some), country_first) >= 0.9


@pytest.mark.slow
@SOME
def test_removing_what_shap_names_beats_random_orders(demo, some):
    assert share(demo, mixed(demo, some), lambda found, asked: removed_in_order(demo, asked, found, RESAMPLED)) >= 0.9


def test_shap_adds_up_on_the_demo(demo):
    for asked in (*givings(demo, 4), *capitals(demo, 4), *mixed(demo, 4)):
        found = explain(demo, asked, "shap", Replacement(), Options(evaluations=128))
        ids = demo.tokens.encode(asked.prompt).ids
        assert found.base + found.values.sum() == pytest.approx(found.full, abs=1e-5)
        if not asked.objective.rival:
            own = float(demo.score([ids], [asked.objective.target[0]]).log_probability[0])
            assert found.full == pytest.approx(own, abs=1e-5)


@pytest.mark.slow
def test_integrated_gradients_miss_at_most_a_hundredth_at_their_default_steps(demo):
    gaps = []
    for asked in (*givings(demo, 4), *capitals(demo, 4), *mixed(demo, 5)):
        ids = demo.tokens.encode(asked.prompt).ids
        gaps.append(attribute(demo, Setup(ids, asked.objective), "integrated_gradients").details.gap)
    assert max(gaps) <= 0.01


def test_a_whole_continuation_is_explained_step_by_step(demo):
    ids = demo.tokens.encode("The capital of France is").ids
    target = demo.tokens.encode_word(" Paris.")
    found = attribute(demo, Setup(ids, Objective(target)), "shap")
    assert found.steps.shape == (len(target), 5)
    assert found.features[int(found.steps[0].argmax())].label == "␣France"
