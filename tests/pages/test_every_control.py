"""Every declared control of every page is restored by a cold link: by its widget, and in the address that goes on.

On the way every sentence of the app is held against ``tests/words.txt``, and every chart against Vega-Lite's schema.
"""

from __future__ import annotations

import pytest

from lmdash.ui.attributions import question
from lmdash.ui.frame.sitemap import PAGES
from lmdash.ui.kit.kinds import Choice, Choices, Number, Text, Toggle, Whole
from tests.charts.schema import fits
from tests.pages.app import open_app
from tests.tour import address, links
from tests.words import approved, said

WIDGETS = (Choice, Choices, Toggle, Whole, Number, Text)
# What no widget shows: a box of our own, the subject of a search; and what this model has no use for.
NO_WIDGET = {
    "attention.unrotated",
    "ffn_interventions.searched",
    "output_checks.text",
    "prompt_ablation.compare_answer",
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(question, "QUICK", 1000.0)  # as the words were collected


def named(part: object) -> str:
    """The names of the controls that a link is about."""
    return " ".join(each.name for each in part) if isinstance(part, list) else ""


@pytest.mark.parametrize(("page", "values", "seen"), links(), ids=named)
def test_a_cold_link_restores_every_control(page, values, seen):
    app = open_app(page, **address(values, seen))
    went_on = {name: [said] if isinstance(said, str) else list(said) for name, said in app.query_params.items()}
    by_key = {(getattr(each, "key", None) or "").partition("~")[0]: each for each in app._tree}
    for chart in app.get("vega_lite_chart"):
        fits(chart.proto.spec)
    for control in seen:
        assert went_on.get(control.name) == control.write(values[control]), control.id
        if isinstance(control, WIDGETS) and control.id not in NO_WIDGET:
            assert control.id in by_key, f"{control.id} is not drawn"
            shown = getattr(by_key[control.id], "value", None)
            if shown is None:  # a box that opens and closes
                shown = app.session_state[by_key[control.id].key]
            wanted = list(values[control]) if isinstance(control, Choices) else values[control]
            assert shown == wanted, control.id
    if page != "output_checks":  # which quotes what the model wrote
        assert not said(app) - approved(), "new words: python -m tests.words > tests/words.txt, and read the difference"


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_as_it_opens_says_what_was_approved(page):
    assert not said(open_app(page)) - approved(), "new words: python -m tests.words > tests/words.txt"
