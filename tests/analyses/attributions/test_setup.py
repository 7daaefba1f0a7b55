"""What a question may be, what its answer will cost, and what two answers have to share to be subtracted."""

from dataclasses import replace

import numpy as np
import pytest

from lmdash.analyses.attributions.attribution import TABLE, attribute, estimate
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import METHODS, MethodName, Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.replacement import Replacement
from lmdash.analyses.common.resampled import RESAMPLINGS
from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all

IDS = (7, 12, 31, 9, 44, 15)


@pytest.mark.parametrize(
    ("objective", "setup", "options", "message"),
    [
        (lambda: Objective(()), {}, {}, "nothing to explain"),
        (lambda: Objective((3,), (3,)), {}, {}, "are the same"),
        (lambda: Objective((3,), measure="loudness"), {}, {}, "measured by its log_probability or logit"),
        (lambda: Objective((10**6,)), {}, {}, "has no token 1000000"),
        (lambda: Objective((3,) * 70), {}, {}, "do not fit into the 64 tokens"),
        (lambda: Objective((3,)), {}, {"method": "magic"}, "found by shap, lime"),
        (lambda: Objective((3,)), {"grouping": "spans", "spans": "2-9"}, {}, "Token 9 is not in the prompt"),
        (lambda: Objective((3,)), {}, {"options": Options(solver="magic")}, "solved by exact, permutation, partition"),
    ],
)
def test_bad_input_is_refused_in_words(objective, setup, options, message, tiny):
    with pytest.raises(InputError, match=message):
        attribute(tiny, Setup(IDS, objective(), **{"grouping": "tokens"} | setup), **options)


def test_exact_values_of_many_features_are_refused(tiny):
    with pytest.raises(InputError, match="2\\^12 runs"):
        attribute(tiny, Setup((5, 6) * 6, Objective((3,)), grouping="tokens"), options=Options(solver="exact"))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("replacement", [Replacement(), Replacement("resampled")])
@pytest.mark.parametrize("target", [(17,), (17, 3)])
def test_the_estimate_is_about_what_is_run(method, replacement, target, tiny):
    ids = (7, 12, 31, 9, 44, 15, 8, 21, 33, 40, 41, 42, 43, 45)
    setup = Setup(ids, Objective(target), grouping="tokens", replacement=replacement)
    found = attribute(tiny, setup, method, options=Options(evaluations=900))
    expected = estimate(tiny, setup, method, options=Options(evaluations=900))
    assert 0.7 * found.evaluations - 3 <= expected.evaluations <= 1.4 * found.evaluations + RESAMPLINGS + 2
    assert expected.seconds > 0


def test_every_method_has_a_row():
    assert list(TABLE) == list(MethodName) == list(METHODS)


@pytest.mark.parametrize("target", [(17,), (17, 5)])
def test_the_difference_is_what_interventions_change(target, tiny):
    setup = Setup(IDS, Objective(target), "tokens", edits=parse_all("L0H1*0.5"))
    changed = attribute(tiny, setup, "leave_one_out")
    plain = attribute(tiny, replace(setup, edits=()), "leave_one_out")
    found = changed.minus(plain)
    assert np.array_equal(found.values, changed.values - plain.values)
    assert found.full == changed.full - plain.full
    assert found.base == changed.base - plain.base
    assert found.probability == changed.probability
    if len(target) > 1:
        assert np.array_equal(found.steps, changed.steps - plain.steps)
    assert not changed.minus(changed).values.any()


def test_answers_to_other_questions_are_not_subtracted(tiny):
    setup = Setup(IDS, Objective((17,)), "tokens")
    found = attribute(tiny, setup, "leave_one_out")
    for other, method, message in (
        (replace(setup, ids=IDS[::-1]), "leave_one_out", "parts of the prompt, number 0"),
        (replace(setup, ids=IDS[:4]), "leave_one_out", "has 6 parts of the prompt, the other 4"),
        (setup, "gradient", "methods, number 0"),
        (replace(setup, objective=Objective((17,), measure="logit")), "leave_one_out", "methods, number 1"),
        (replace(setup, objective=Objective((17, 3))), "leave_one_out", "has 0 steps, the other 2"),
    ):
        with pytest.raises(ValueError, match=message):
            found.minus(attribute(tiny, other, method))
