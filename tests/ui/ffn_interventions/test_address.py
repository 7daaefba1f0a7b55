"""Links of the first release, which had the words of the screen."""

import pytest

from lmdash.ui.frame.addresses.ffn_interventions import (
    AGAINST,
    EFFECT,
    FIND_TEXTS,
    FIND_WANT,
    FIND_WHERE,
    LENGTH,
    VIEW,
    Effect,
    View,
    Want,
    Where,
)


@pytest.mark.parametrize(
    ("control", "old", "value"),
    [
        (VIEW, {"ffn_view": ["Effect"]}, View.EFFECT),
        (VIEW, {"ffn_view": ["Find an edit"]}, View.FIND),
        (VIEW, {"ffn_view": ["nonsense"]}, View.TRACE),
        (EFFECT, {"effect": ["Next token"]}, Effect.NEXT_TOKEN),
        (EFFECT, {"effect": ["Control"]}, Effect.CONTROL),
        (LENGTH, {"effect_length": ["7"]}, 7),
        (FIND_WANT, {"find_want": ["not say"]}, Want.NOT_SAY),
        (FIND_WHERE, {"find_where": ["at the last token"]}, Where.LAST),
        (FIND_TEXTS, {"find_texts": [""]}, ""),
        (AGAINST, {"against": ["Sydney"]}, "Sydney"),
    ],
)
def test_an_old_link_reads(control, old, value):
    assert control.found(old) == value
