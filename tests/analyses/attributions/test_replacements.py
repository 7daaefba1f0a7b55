"""What stands in the place of hidden words: every replacement with every way to solve."""

import numpy as np
import pytest

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import METHODS, Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.replacement import Replacement
from lmdash.analyses.common.resampled import RESAMPLINGS
from tests.analyses.attributions.test_attribution import IDS


@pytest.mark.parametrize("solver", ["exact", "permutation", "partition"])
@pytest.mark.parametrize("replacement", [Replacement(), Replacement("word", "cat"), Replacement("resampled")])
def test_every_solver_adds_up_with_every_replacement(solver, replacement, tiny):
    options = Options(evaluations=400, solver=solver)
    ids = tiny.tokens.encode("The cat sat on the mat. It slept.").ids
    found, again = (
        attribute(tiny, Setup(ids, Objective((17, 4)), replacement=replacement), "shap", options=options)
        for _ in range(2)
    )
    assert found.residual == pytest.approx(0, abs=1e-5)
    assert found.details.solver == solver
    assert np.array_equal(found.values, again.values)
    assert (found.details.error is not None) == (solver == "permutation")
    exact = attribute(
        tiny, Setup(ids, Objective((17, 4)), replacement=replacement), "shap", options=Options(solver="exact")
    )
    close = {"exact": 1e-6, "permutation": 0.35, "partition": 1.0}[solver]
    assert np.abs(found.values - exact.values).max() <= close * np.abs(exact.values).max()


def test_resampled_values_are_means_over_texts(tiny):
    resampled = Replacement("resampled")
    found = attribute(tiny, Setup(IDS, Objective((17,)), grouping="tokens", replacement=resampled), "leave_one_out")
    assert found.evaluations == 1 + RESAMPLINGS * (len(IDS) + 1)


@pytest.mark.parametrize("method", METHODS)
def test_a_prompt_of_one_token(method, tiny):
    found = attribute(
        tiny, Setup(IDS[:1], Objective((17,)), grouping="tokens", replacement=Replacement("token", ",")), method
    )
    assert found.values.shape == (1,)
    if method in {"shap", "leave_one_out"}:
        assert found.values[0] == pytest.approx(found.full - found.base, abs=1e-5)
    assert np.isfinite(found.values).all()
    assert len(found.frame()) == 1
