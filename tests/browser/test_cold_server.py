"""What a link shows to the first visitor of a server that has just started."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from lmdash.ui.frame.sitemap import PAGES, START
from tests.browser.conftest import Visitor, running_server

MARY = "When Mary and John went to the store, John gave a drink to"
SHOWN = {  # what both servers must show alike
    "attributions": (
        {"prompt": MARY, "method": "Leave-one-out", "parts": "Tokens", "feature": "5", "hidden_as": "neutral token"},
        (".answer", ".chip"),
    ),
    "output_checks": (
        {
            "prompt": "Dear Anna, thank you for the letter that I",
            "check_texts": "6",
            "check_length": "20",
            "sample": "2",
            "switched": "missing_end",
        },
        (".answer", ".chip", ".mark", ".sentence"),
    ),
}


# All that a progress bar has said.
SEEN = """
window.progress = "";
new MutationObserver(() => {
  for (const bar of document.querySelectorAll("[data-testid=stProgress]")) window.progress += bar.textContent;
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


@pytest.fixture(scope="module")
def cold(browser: Browser) -> Iterator[Visitor]:
    with running_server() as address:
        visitor = Visitor(browser, address)
        yield visitor
        visitor.close()


def test_the_first_visitor_of_a_link_sees_its_page_with_the_full_menu(cold: Visitor) -> None:
    cold.open("next_token", prompt="The opposite of hot is", view="Prompt table")
    expect(cold.answer).to_contain_text("cold")
    expect(cold.page.get_by_test_id("stSidebar").get_by_role("link")).to_have_text(
        [re.compile(f"{re.escape(page.asks)}.*{page.term if page is not START else ''}") for page in PAGES]
    )
    expect(cold.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("The opposite of hot is")
    expect(cold.page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(cold.page).to_have_title("What comes next? · lmdash")


def test_the_first_explanation_shows_progress_until_it_is_there(cold: Visitor) -> None:
    cold.page.add_init_script(SEEN)  # it may be gone before anybody looks
    cold.page.goto(f"{cold.server}/attributions")
    expect(cold.answer).to_contain_text("matters most")
    assert "SHAP" in cold.page.evaluate("window.progress")
    expect(cold.page.get_by_test_id("stProgress")).to_have_count(0)
    expect(cold.page).to_have_title("Which words caused it? · lmdash")


@pytest.mark.parametrize("page", SHOWN)
def test_a_link_shows_the_same_on_two_servers(cold: Visitor, visit, page: str) -> None:
    address, parts = SHOWN[page]
    cold.open(page, **address)
    warm = visit()
    warm.open(page, **address)
    for part in parts:
        expect(warm.page.locator(part)).to_have_text(cold.page.locator(part).all_text_contents())
