"""Back undoes one click, Forward does it again, and what nobody clicked leaves no entry."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

CLICKS = {
    "a link of the menu": lambda page: page.get_by_role("link", name="What comes next?").first,
    "a chip": lambda page: page.locator(".chip").filter(has_text="capital").first,
    "a segmented view": lambda page: page.get_by_role("radio", name="Watch words"),
    "a toggle": lambda page: page.get_by_text("With a space before each word"),
    "a button that moves on": lambda page: page.get_by_role("button", name="To the end of the prompt"),
    "a way on from the answer": lambda page: page.get_by_role("button", name="Why this word?"),
    "a link to a third page": lambda page: page.get_by_role("link", name="Where does it look?").first,
    "a view of it": lambda page: page.get_by_role("radio", name="Heat map"),
    "a button of the menu": lambda page: page.get_by_role("button", name="How do many prompts compare?"),
    "Start over": lambda page: page.get_by_role("button", name="Start over"),
}


def in_a_new_tab(visitor: Visitor) -> Visitor:
    """A history holds 50 entries, and those of the tabs that tests share may have as many."""
    visitor.tabs.give_back(visitor.page)
    visitor.page = visitor.tabs.context.new_page()
    return visitor


def entries(visitor: Visitor) -> int:
    return visitor.page.evaluate("history.length")


def seen(page: Page) -> tuple[str, str, str]:
    """The address, the page's title and its answer."""
    return page.url, page.title(), page.locator(".answer").first.inner_text()


def test_back_undoes_each_of_ten_clicks_and_forward_does_it_again(visit):
    visitor = in_a_new_tab(visit())
    visitor.open(prompt="The capital of Australia is")
    before, screens = entries(visitor), [seen(visitor.page)]
    for number, (what, target) in enumerate(CLICKS.items(), 1):
        visitor.click(target(visitor.page))
        visitor.settle()
        screens.append(seen(visitor.page))
        assert screens[-1] != screens[-2], what
        assert entries(visitor) == before + number, what
    for what, screen in zip(reversed(CLICKS), reversed(screens[:-1]), strict=True):
        visitor.page.go_back()
        expect(visitor.page).to_have_url(screen[0])
        visitor.settle()
        assert seen(visitor.page) == screen, what
    for what, screen in zip(CLICKS, screens[1:], strict=True):
        visitor.page.go_forward()
        expect(visitor.page).to_have_url(screen[0])
        visitor.settle()
        assert seen(visitor.page) == screen, what


@pytest.mark.parametrize("link", ["start", "next_token?view=Watch+words", "next_token?view=nothing&prompt=It+is&x=1"])
def test_a_link_is_one_entry_whatever_the_address_becomes(visit, link):
    visitor = in_a_new_tab(visit())
    before = entries(visitor)
    visitor.page.goto(f"{visitor.server}/{link}")
    visitor.answer.wait_for()
    visitor.settle()
    expect(visitor.page.get_by_text("Page not found")).to_have_count(0)
    assert entries(visitor) == before + 1
