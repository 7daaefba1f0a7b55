"""Links of the first release, which said what stood on the screen, still open what they opened."""

import pytest

from lmdash.ui.frame.addresses import prompt_ablation as address


@pytest.mark.parametrize(
    ("control", "said", "value"),
    [
        (address.VIEW, ["Ablate"], address.View.ABLATE),
        (address.VIEW, ["Leave words out"], address.View.ABLATE),
        (address.VIEW, ["Compare prompts"], address.View.COMPARE),
        (address.PARTS, ["What I mark"], "spans"),
        (address.WAY, ["left out"], "left_out"),
        (address.WAY, ["all three"], address.ALL_WAYS),
        (address.ORDER, ["strongest first"], address.Order.STRONGEST),
        (address.PAIRS, ["both together"], address.Pairs.TOGETHER),
        (address.VARIANT_KINDS, ["Word order", "Typos"], ("word_order", "typos")),
        (address.VARIANT_KINDS, [""], ()),
        (address.VARIANTS_SHOWN, ["another answer"], address.Variants.OTHER),
        (address.PROMPTS_FROM, ["Grid"], address.Given.GRID),
        (address.PROMPTS, ["a\tb\nc"], "a\tb\nc"),
        (address.PROMPTS, [""], ""),
        (address.BESIDE, ["gpt2", "without the interventions"], ("gpt2", address.WITHOUT)),
        (address.COMBINE, ["All combinations"], address.Combine.CROSS),
        (address.JUDGED, ["Confusion"], address.Judged.CONFUSION),
        (address.JUDGED, ["By value"], address.Judged.BY_VALUE),
        (address.JUDGED, ["Magic"], address.Judged.PROPOSED),
    ],
)
def test_old_links_are_read(control, said, value):
    assert control.found({control.name: said}) == value
