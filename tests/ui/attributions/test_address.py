"""Links of the first release, which said what stood on the screen, still open what they opened."""

import pytest

from lmdash.ui.frame.addresses import attributions as address


@pytest.mark.parametrize(
    ("control", "said", "value"),
    [
        (address.METHOD, "Gradient × input", "gradient"),
        (address.METHOD, "Attention rollout", "rollout"),
        (address.EXPLAIN, "This or that", address.Explain.RIVAL),
        (address.PARTS, "My spans", "spans"),
        (address.PARTS, "What I mark", "spans"),
        (address.HIDDEN_AS, "neutral token", address.HiddenAs.NEUTRAL),
        (address.HIDDEN_AS, "my word", address.HiddenAs.WORD),
        (address.MEASURE, "Log-probability", "log_probability"),
        (address.VIEW, "In prompt order", address.View.IN_ORDER),
        (address.NUMBERS, "false", False),
        (address.KERNEL_WIDTH, "4.0", 4.0),
        (address.FEATURE, "3", 3),
        (address.FEATURE, "Magic", None),
        (address.METHOD, "Magic", "shap"),
    ],
)
def test_old_links_are_read(control, said, value):
    assert control.found({control.name: [said]}) == value
