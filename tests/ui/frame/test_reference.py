"""Every declared control, walked: its default and any value are read back, and the reference is up to date."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmdash.__main__ import main
from lmdash.ui.frame.reference import address_page, every_control
from lmdash.ui.frame.sitemap import PAGES
from lmdash.ui.kit.control import EVERY_PAGE
from lmdash.ui.kit.kinds import Choice, Choices, Number, Parsed, Place, Text, Texts, Toggle, Whole, sound

REFERENCE = Path(__file__).parents[3] / "docs" / "address.md"
EVERY = [control for control in every_control() if control.page in {EVERY_PAGE, *(page.name for page in PAGES)}]


STRATEGIES = {
    Choice: lambda control: st.sampled_from(list(control.labels)),
    Choices: lambda control: st.lists(st.sampled_from(list(control.labels)), unique=True).map(tuple),
    Toggle: lambda _control: st.booleans(),
    Whole: lambda control: st.integers(control.low, control.high),
    Number: lambda control: st.floats(control.low, control.high),
    Place: lambda _control: st.integers(0, 10**6),
    Texts: lambda _control: st.lists(st.text(min_size=1).map(sound), max_size=5).map(tuple),
    Text: lambda _control: st.text().map(sound),
    Parsed: lambda control: st.sampled_from(
        [each for each in (control.default, *control.examples) if each is not None]
    ),
}


@pytest.mark.parametrize("control", EVERY, ids=lambda control: control.id)
@given(st.data())
def test_every_control_reads_back_what_it_writes(control, data):
    value = data.draw(next(make for kind, make in STRATEGIES.items() if isinstance(control, kind))(control))
    assert control.read(control.write(value)) == value
    if control.default is not None:
        assert control.found({control.name: control.write(control.default)}) == control.default
    assert control.found({}) == control.default


@pytest.mark.parametrize("control", EVERY, ids=lambda control: control.id)
@given(st.lists(st.text(), min_size=1, max_size=3))
def test_no_control_fails_on_what_makes_no_sense(control, texts):
    control.found({control.name: texts})


@pytest.mark.parametrize("control", EVERY, ids=lambda control: control.id)
def test_every_control_says_what_it_means_and_where_it_is_seen(control):
    assert control.meaning
    assert all(other.page in (control.page, EVERY_PAGE) for other in control.within)


def test_old_labels_lead_to_ids_that_exist():
    for control in EVERY:
        if isinstance(control, Choice | Choices):
            assert set(control.old.values()) <= set(control.labels), control.id


def test_the_reference_is_up_to_date(capsys):
    assert main(["address"]) == 0
    assert capsys.readouterr().out == address_page()
    assert REFERENCE.read_text(encoding="utf-8") == address_page(), "run python -m lmdash address > docs/address.md"
