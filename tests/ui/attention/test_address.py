"""What links of the first release said still opens what it opened."""

import pytest

from lmdash.ui.frame.addresses import attention as address
from lmdash.ui.frame.addresses.attention import CHOSEN_HEADS, Heads, Together, View
from lmdash.ui.kit.control import Control

OLD: dict[Control, dict[str, object]] = {
    address.VIEW: {
        "Lines": View.LINES,
        "Heat map": View.HEAT_MAP,
        "Why this weight": View.WHY,
        "What it writes": View.WRITES,
    },
    address.MEASURE: {
        "Copying (induction)": "induction",
        "Same word before": "duplicate",
        "Token before": "previous",
        "Rest on first token": "first",
        "Spread (entropy)": "entropy",
        "Distance": "distance",
        "Size of its result": "norm",
    },
    address.HEADS: {
        "This head": Heads.ONE,
        "Its layer": Heads.LAYER,
        "All layers": Heads.ALL,
        "Chosen heads": Heads.CHOSEN,
        "Rollout": Heads.ROLLOUT,
    },
    address.TOGETHER: {each.value: each for each in Together},
    address.LAYER: {"5": 5},
    address.WRITE_ON: {"3": 3, "3.0": 3},
    address.THRESHOLD: {"0.3": 0.3, "0": 0.0},
    address.HIDE_FIRST: {"true": True, "false": False},
}


@pytest.mark.parametrize("control", OLD, ids=lambda control: control.id)
def test_old_links_are_read(control):
    assert {text: control.read([text]) for text in OLD[control]} == OLD[control]


def test_chosen_heads_are_values_of_their_own():
    assert CHOSEN_HEADS.found({"chosen_heads": ["L5H0", "L2H3"]}) == ("L5H0", "L2H3")
