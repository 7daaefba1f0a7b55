"""The first visitor of a page in a running server gets what the link says, though nobody has drawn the page before."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor, running_server


def test_the_first_visitor_of_a_page_gets_what_the_link_says(browser):
    with running_server() as fresh:
        Visitor(browser, fresh).open("next_token")
        visitor = Visitor(browser, fresh)
        visitor.open("prompt_ablation", ablation_parts="spans", ablation_spans="3")
        expect(visitor.answer).to_contain_text("Without ␣France the answer changes")
        visitor.expect_address("ablation_parts=spans")
