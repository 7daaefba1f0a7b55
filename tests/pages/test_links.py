"""The link that a page shares opens what is on the screen: it says what the address says, with model and prompt.

That an address brings back every control is tested in ``test_every_control.py``.
"""

import pytest
from streamlit.testing.v1 import AppTest

from lmdash.models.service import service
from lmdash.ui.frame.sitemap import PAGES
from tests.pages.app import answer, open_app, shared
from tests.tour import address, links

KINDS = ("selectbox", "button_group", "toggle", "slider", "number_input", "text_input", "text_area", "multiselect")


def controls(app: AppTest) -> dict[str, object]:
    """What every control holds, by its name in the address."""
    every = [each for kind in KINDS for each in app.get(kind)]
    return {each.key.partition("~")[0].rpartition(".")[2]: each.value for each in every if each.key}


def link(app: AppTest) -> dict[str, list[str]]:
    """What the shared link says: the address, with model and prompt."""
    said = {name: [text] if isinstance(text, str) else list(text) for name, text in app.query_params.items()}
    return {name: [text] for name, text in shared(app)["always"].items()} | said


def last_link(page: str) -> dict[str, str | list[str]]:
    """Another value of every control that is seen together on a page, as the tour has it."""
    found: dict[str, str | list[str]] = {"edits": "L5F*0.5"}
    for name, values, seen in links():
        if name == page:
            found = address(values, seen)
    return found


@pytest.mark.thinned(2)
@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_the_shared_link_opens_the_same_page(page):
    app = open_app(page, **last_link(page))
    assert {"model", "prompt"} <= link(app).keys()
    held, headline = controls(app), answer(app)
    service.cache_clear()
    again = open_app(page, **link(app))
    assert (controls(again), answer(again)) == (held, headline)
