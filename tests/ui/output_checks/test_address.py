"""What addresses of Output checks say, those of the first release too."""

import pytest

from lmdash.ui.frame.addresses import output_checks as checks
from lmdash.ui.kit.control import Control

SAID: list[tuple[Control, list[str], object]] = [
    (checks.SOURCE, ["Pasted text"], checks.Source.PASTED),
    (checks.SOURCE, ["file"], checks.Source.FILE),
    (checks.VIEW, ["All texts"], checks.View.ALL),
    (checks.VIEW, ["Re-check"], checks.View.RECHECK),
    (checks.GRAMMAR_SHOWS, ["Names"], checks.Grammar.NAMES),
    (checks.RECHECK_AGAINST, ["at another temperature"], checks.Against.HEAT),
    (checks.OF_CHECK, ["Spelling", "a or an", "Nonsense"], ("spelling", "article")),
    (checks.OF_SEVERITY, ["error", "hint"], ("error", "hint")),
    (checks.OF_TEXT, ["1", "3"], ("1", "3")),
    (checks.SWITCHED, ["spelling.nonsense.loop"], ("loop", "spelling")),
    (checks.TEXTS, ["7"], 7),
    (checks.TEMPERATURE, ["1.25"], 1.25),
    (checks.PASTED, [""], ""),
    (checks.SAMPLE, ["-1"], None),
]


@pytest.mark.parametrize(("control", "said", "value"), SAID)
def test_what_an_address_says_is_read(control, said, value):
    assert control.found({control.name: said}) == value
