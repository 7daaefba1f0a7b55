"""The links of the worked cases say all that they show."""

import pytest

from lmdash.demo.cases.examples import WORKED_CASES
from lmdash.models.interventions.text import parse_all
from lmdash.ui.frame.addresses import ffn_interventions as ffn
from lmdash.ui.frame.addresses import output_checks as checks
from lmdash.ui.frame.addresses.every_page import EDITS, PROMPT, TARGET
from lmdash.ui.frame.cases import repaired
from lmdash.ui.frame.walks import WALKS
from lmdash.ui.kit.control import EVERY_PAGE


def read(values: dict) -> dict:
    """The values as an address says them and gives them back."""
    return {control: control.found({control.name: control.write(value)}) for control, value in values.items()}


@pytest.mark.parametrize("case", WORKED_CASES, ids=lambda case: case.title)
def test_a_repair_names_its_prompt_edits_and_view(case):
    values = repaired(case)
    assert read(values) == values
    assert {control.page for control in values} == {EVERY_PAGE, ffn.PAGE}
    assert (values[PROMPT], values[TARGET], values[EDITS]) == (case.prompt, case.target, case.edits)
    assert values[ffn.AGAINST] == case.against


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.title)
def test_a_walk_leads_from_a_text_to_a_re_check_with_its_repair(walk):
    found, fixed = walk.values(fixed=False), walk.values(fixed=True)
    assert read(found) == found
    assert read(fixed) == fixed
    assert {control.page for control in fixed} == {EVERY_PAGE, checks.PAGE}
    assert found[checks.VIEW] is checks.View.TEXT
    assert found[EDITS] == ""
    assert fixed[checks.VIEW] is checks.View.RECHECK
    assert parse_all(str(fixed[EDITS]))
    assert {control for control in found if found[control] != fixed[control]} == {EDITS, checks.VIEW}
