"""Two of the worked cases in Chromium, from the Start page to the repair as the walk-through says; test_eight_tasks.py
has the third.
"""

import re

from playwright.sync_api import expect

from lmdash.demo.cases.examples import WRONG_CAPITAL
from lmdash.demo.cases.loop_cases import LOOP
from lmdash.ui.frame.sitemap import OUTPUT_CHECKS
from lmdash.ui.frame.walks import WALKS
from lmdash.ui.kit import address


def start(visit, number):
    """Open a case from the Start page."""
    visitor = visit(viewport={"width": 1280, "height": 1600})
    visitor.open()
    visitor.click(visitor.page.get_by_role("button", name=WALKS[number].title))
    visitor.page.wait_for_url("**/output_checks?**")
    visitor.page.locator(".frame .text").first.wait_for()
    visitor.settle()
    return visitor


def type_edits(visitor, edits):
    """Write interventions into the sidebar, as somebody who found them does."""
    box = visitor.page.get_by_role("textbox", name="Interventions, one per line")
    if not box.is_visible():
        visitor.click(visitor.page.get_by_test_id("stSidebar").get_by_text("Interventions", exact=True))
    box.fill(edits)
    box.press("Control+Enter")


def back_to_the_checks(visitor):
    visitor.click(visitor.page.get_by_test_id("stSidebar").get_by_role("link", name="Output checks"))
    visitor.page.wait_for_url("**/output_checks?**")
    visitor.page.locator(".frame .text").first.wait_for()


def recheck(visitor):
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("radio", name="Re-check", exact=True))
    sentence = visitor.page.locator(".sentence.text").filter(has_text="All findings:")
    expect(sentence).to_contain_text("with the interventions")
    visitor.settle()
    return sentence.inner_text()


def ask_why(visitor, question, page):
    visitor.page.get_by_role("button", name=question).click()
    visitor.page.wait_for_url(f"**/{page}?**")
    visitor.answer.wait_for()
    visitor.settle()


def test_the_wrong_capital_is_found_explained_and_repaired(visit):
    visitor = start(visit, 1)
    expect(visitor.answer).to_contain_text("Sydney (New names)")
    chips = visitor.page.locator(".chip").filter(has_text="%")
    expect(chips.nth(0)).to_contain_text("Sydney")
    expect(chips.nth(1)).to_contain_text("Canberra")
    ask_why(visitor, "Which layer wrote it?", "hidden_states")
    expect(visitor.answer).to_contain_text("␣Sydney")
    type_edits(visitor, WRONG_CAPITAL.edits)
    expect(visitor.page.locator(".changed").first).to_contain_text("3 interventions are on")
    back_to_the_checks(visitor)
    recheck(visitor)
    texts = visitor.page.locator(".frame .text")
    expect(texts.nth(0)).to_contain_text("The capital of Australia is Sydney")
    expect(texts.nth(1)).to_contain_text("The capital of Australia is Canberra")


def test_the_loop_is_found_its_heads_switched_off_and_it_stops(visit):
    visitor = start(visit, 2)
    expect(visitor.answer).to_contain_text("(Loop)")
    ask_why(visitor, "Which head brought it?", "attention")
    expect(visitor.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(LOOP.prompt)
    type_edits(visitor, LOOP.edits)
    expect(visitor.page.locator(".changed").first).to_contain_text("3 interventions are on")
    back_to_the_checks(visitor)
    said = recheck(visitor)
    assert "Loop: 1 without, 0 with the interventions (−100%)" in said
    expect(visitor.page.locator(".frame .text").nth(1)).to_have_text(re.compile(r"hello and hello and hello\."))


def test_a_walk_leads_to_the_repair_and_its_link_shows_the_same(visit):
    visitor = start(visit, 2)
    for page in ("attention", "output_checks"):
        visitor.click(visitor.page.get_by_role("button", name="Next", exact=True))
        visitor.page.wait_for_url(f"**/{page}?**")
        expect(visitor.page.locator(".st-key-walk")).to_be_in_viewport()
    sentence = visitor.page.locator(".sentence.text").filter(has_text="All findings:")
    expect(sentence).to_contain_text("Loop: 1 without, 0 with")
    other = visit()
    other.page.goto(f"{other.server}/{address.link(OUTPUT_CHECKS, WALKS[2].values(fixed=True))}")
    expect(other.page.locator(".sentence.text").filter(has_text="All findings:")).to_have_text(sentence.inner_text())
