"""LIME finds a line that is there, the same with the same seed, and says so when there is none."""

import numpy as np
import pytest
from sklearn.metrics import pairwise_distances

from lmdash.analyses.attributions.lime_weights import FITS, fits_anything, lime_weights, masks_needed
from lmdash.analyses.attributions.result import Options
from lmdash.analyses.attributions.shap_values import shap_values


class Planted:
    """A game whose values are known."""

    columns, fill_count = 1, 1

    def __init__(self, n, worth):
        self.n, self._worth = n, worth

    def expect(self, masks):
        pass

    def tick(self):
        pass

    def spread(self, values):
        return values

    def __call__(self, masks):
        return self._worth(np.asarray(masks, dtype=float))[:, None]


@pytest.mark.parametrize("n", [1, 2, 8, 14, 40])
def test_a_planted_line_is_recovered(n):
    weights = np.random.default_rng(n).normal(size=n)
    found, details = lime_weights(Planted(n, lambda masks: masks @ weights - 3.0), Options())
    assert found[0] == pytest.approx(weights, abs=1e-3)
    assert details.intercept == pytest.approx(-3.0, abs=1e-3)
    assert len(details.r_squared) == FITS
    assert min(details.r_squared) >= 0.999
    assert details.spread.max() <= 1e-3
    by_shap, _ = shap_values(Planted(n, lambda masks: masks @ weights - 3.0), Options(solver="permutation"))
    assert by_shap[0] == pytest.approx(weights, abs=1e-9)


def crooked(masks):
    """Parity: no line fits."""
    return (masks.sum(1) % 2) * 10.0


def test_the_same_seed_gives_the_same_numbers_and_another_one_others():
    one, same, other = (lime_weights(Planted(12, crooked), Options(seed=seed)) for seed in (4, 4, 40))
    assert np.array_equal(one[0], same[0])
    assert one[1].r_squared == same[1].r_squared
    assert not np.array_equal(one[0], other[0])


def test_a_bad_fit_is_reported_as_one():
    _, details = lime_weights(Planted(12, crooked), Options())
    assert max(details.r_squared) < 0.5
    assert details.spread.min() > 0.1


def test_the_kernel_width_decides_how_near_the_line_is_drawn():
    def bent(masks):
        return masks[:, 0] * masks[:, 1] * 5.0 + masks[:, 2]

    narrow, wide = (
        lime_weights(Planted(6, bent), Options(samples=800, kernel_width=width))[0][0] for width in (10, 500)
    )
    assert narrow[0] > wide[0] + 0.5  # near the prompt, where the other one is there too, each counts in full
    assert wide[2] == pytest.approx(1, abs=0.3)


@pytest.mark.parametrize("n", [3, 5, 14, 40, 150])
def test_the_default_kernel_rests_on_enough_samples(n):
    _, details = lime_weights(Planted(n, crooked), Options())
    assert len(details.effective) == FITS
    assert not fits_anything(details, n)


@pytest.mark.parametrize(("n", "width"), [(5, 1), (5, 4), (14, 2), (40, 0.5)])
def test_a_kernel_far_too_narrow_fits_whatever_is_asked(n, width):
    """Even parity, which no line fits, as long as hardly more samples count than there are weights."""
    _, details = lime_weights(Planted(n, crooked), Options(kernel_width=width))
    assert fits_anything(details, n)
    assert max(details.effective) <= n + 1.5


def test_effective_samples_are_counted_by_hand():
    """Of two words there are four masks; a kernel far too wide weighs every sample alike."""
    _, details = lime_weights(Planted(2, lambda masks: masks[:, 0]), Options(samples=400, kernel_width=1e6))
    # Once the whole, half of the others with one word hidden (either), half with both: (1, 100, 100, 200) / 401.
    assert details.effective == pytest.approx([401**2 / (1 + 2 * 100**2 + 200**2)] * FITS, rel=0.1)
    _, details = lime_weights(Planted(6, crooked), Options(kernel_width=0.1))
    assert details.effective == pytest.approx([1.0] * FITS)
    drawn = []

    def seen(masks):
        drawn.append(masks)
        return crooked(masks)

    _, details = lime_weights(Planted(9, seen), Options())
    for masks, effective in zip(drawn, details.effective, strict=True):
        distances = pairwise_distances(masks, np.ones((1, 9)), metric="cosine")[:, 0] * 100  # as lime measures them
        weight: dict[bytes, float] = {}
        for mask, distance in zip(masks, distances, strict=True):
            weight[mask.tobytes()] = weight.get(mask.tobytes(), 0.0) + np.exp(-(distance**2) / 25**2) ** 0.5
        values = np.array(list(weight.values()))
        assert effective == pytest.approx(values.sum() ** 2 / (values**2).sum())


def test_more_features_than_samples():
    weights = np.arange(150.0)
    found, _ = lime_weights(Planted(150, lambda masks: masks @ weights), Options(samples=20))
    assert found[0] == pytest.approx(weights, abs=0.05)
    assert masks_needed(150, Options(samples=20)) == FITS * 302
