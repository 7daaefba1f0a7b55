"""How tokens are picked: a temperature for each view, and two filters that the views share."""

from __future__ import annotations

from lmdash.ui.frame.addresses.next_token import TOP_K, TOP_P
from lmdash.ui.kit.controls import slider
from lmdash.ui.kit.kinds import Number


def sampling_sliders(control: Number) -> tuple[float, int, float]:
    """Temperature, top-k and top-p; at temperature 0 there is nothing to filter."""
    temperature = slider(control, "Temperature", step=0.05, term="temperature")
    greedy = temperature == 0
    return (
        temperature,
        slider(TOP_K, "Top-k (0: off)", term="top-k", disabled=greedy),
        slider(TOP_P, "Top-p (1: off)", step=0.01, term="top-p", disabled=greedy),
    )
