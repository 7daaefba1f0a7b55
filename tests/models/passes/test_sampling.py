"""The distribution that tokens are drawn from is the one of transformers' own filters, at every extreme."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from lmdash.errors import InputError
from lmdash.models.passes.sampling import Sampling, choose, reshaped

SIZE = 50
SETTINGS = st.builds(
    Sampling,
    temperature=st.floats(0, 10),
    top_k=st.integers(0, 2 * SIZE),
    top_p=st.floats(0, 1),
    seed=st.integers(0, 2**63 - 1),
)
LOGITS = st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=20).map(torch.tensor)


def random_logits(seed: int = 0, scale: float = 3.0) -> torch.Tensor:
    return scale * torch.randn(SIZE, generator=torch.Generator().manual_seed(seed))


@given(logits=LOGITS, sampling=SETTINGS)
def test_probabilities_sum_to_one_and_the_best_stays(logits: torch.Tensor, sampling: Sampling) -> None:
    probabilities = reshaped(logits, sampling)
    assert float(probabilities.sum()) == pytest.approx(1, abs=1e-5)
    assert bool((probabilities >= 0).all())
    best = logits >= logits.max() - 1e-3  # of those that are as good as equal, any may stay
    assert float(probabilities[best].max()) > 0


@given(logits=st.lists(st.integers(-1000, 1000), min_size=1, max_size=20, unique=True), sampling=SETTINGS)
def test_probabilities_keep_the_order_of_the_logits(logits: list[int], sampling: Sampling) -> None:
    in_order = reshaped(torch.tensor(sorted(logits, reverse=True)).float(), sampling)
    assert bool((in_order.diff() <= 0).all())


@given(logits=LOGITS, sampling=SETTINGS)
def test_only_what_has_a_probability_is_drawn(logits: torch.Tensor, sampling: Sampling) -> None:
    drawn = choose(logits, sampling, torch.Generator().manual_seed(sampling.seed))
    assert reshaped(logits, sampling)[drawn] > 0


def test_plain_sampling_is_the_softmax() -> None:
    logits = random_logits()
    assert reshaped(logits, Sampling(temperature=1)) == pytest.approx(logits.softmax(-1), abs=1e-7)


def test_temperature_zero_is_the_most_probable() -> None:
    logits = random_logits()
    probabilities = reshaped(logits, Sampling(temperature=0, top_k=5, top_p=0.5))
    assert (int(probabilities.argmax()), float(probabilities.max())) == (int(logits.argmax()), 1.0)
    assert int((probabilities > 0).sum()) == 1
    assert choose(logits, Sampling(), torch.Generator()) == int(logits.argmax())


@pytest.mark.parametrize("temperature", [1e-3, 1e-30, 1e-46, 1e-300, 5e-324])
def test_a_tiny_temperature_is_greedy_and_does_not_overflow(temperature: float) -> None:
    logits = random_logits(scale=1000)
    probabilities = reshaped(logits, Sampling(temperature=temperature))
    assert float(probabilities[logits.argmax()]) == 1.0
    assert float(probabilities.sum()) == 1.0


@pytest.mark.parametrize("k", [1, 2, 7, SIZE - 1])
def test_top_k_keeps_exactly_the_k_most_probable(k: int) -> None:
    logits = random_logits()
    kept = (reshaped(logits, Sampling(temperature=1, top_k=k)) > 0).nonzero()[:, 0]
    assert set(kept.tolist()) == set(logits.topk(k).indices.tolist())


@pytest.mark.parametrize("k", [0, SIZE, SIZE + 1, 10**9])
def test_top_k_of_none_or_all_keeps_everything(k: int) -> None:
    logits = random_logits()
    assert torch.equal(reshaped(logits, Sampling(1, top_k=k)), reshaped(logits, Sampling(1)))


def test_top_p_keeps_the_fewest_that_reach_p() -> None:
    logits = torch.tensor([0.2, 0.5, 0.3]).log()
    kept = {p: (reshaped(logits, Sampling(1, top_p=p)) > 0).tolist() for p in (0.0, 0.4, 0.6, 0.79, 0.81, 1.0)}
    one, two, three = [False, True, False], [False, True, True], [True, True, True]
    assert kept == {0.0: one, 0.4: one, 0.6: two, 0.79: two, 0.81: three, 1.0: three}


@pytest.mark.parametrize("seed", range(20))
def test_filters_are_those_of_transformers(seed: int) -> None:
    logits, rng = random_logits(seed), torch.Generator().manual_seed(100 + seed)
    temperature, p = (0.05 + 0.95 * torch.rand(2, generator=rng)).tolist()
    k = int(torch.randint(1, SIZE, (), generator=rng))
    expected = logits[None]
    for warper in (TemperatureLogitsWarper(temperature), TopKLogitsWarper(k), TopPLogitsWarper(p)):
        expected = warper(None, expected)
    expected = expected.softmax(-1)[0]
    ours = reshaped(logits, Sampling(temperature, top_k=k, top_p=p))
    assert torch.equal(ours > 0, expected > 0)
    assert ours == pytest.approx(expected, abs=1e-6)


def test_draws_are_as_frequent_as_probable() -> None:
    logits, sampling = torch.tensor([0.6, 0.3, 0.1]).log(), Sampling(temperature=1)
    generator = torch.Generator().manual_seed(0)
    counts = torch.bincount(torch.tensor([choose(logits, sampling, generator) for _ in range(3000)])) / 3000
    assert counts == pytest.approx(logits.exp(), abs=0.03)


def test_logits_are_left_as_they_were() -> None:
    logits = random_logits()
    before = logits.clone()
    reshaped(logits, Sampling(0.5, top_k=3, top_p=0.5))
    assert torch.equal(logits, before)


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        ({"temperature": -0.1}, "Temperature"),
        ({"temperature": 10.1}, "Temperature"),
        ({"temperature": math.nan}, "Temperature"),
        ({"temperature": math.inf}, "Temperature"),
        ({"top_k": -1}, "Top-k"),
        ({"top_p": -0.01}, "Top-p"),
        ({"top_p": 1.01}, "Top-p"),
        ({"top_p": math.nan}, "Top-p"),
        ({"seed": -1}, "Seed"),
        ({"seed": 2**64}, "Seed"),
    ],
)
def test_a_bad_setting_is_named_with_its_range(bad: dict[str, float], name: str) -> None:
    with pytest.raises(InputError, match=f"^{name} .* is out of range: choose 0 .*\\.$"):
        Sampling(**bad)
