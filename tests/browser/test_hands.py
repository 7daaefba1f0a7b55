"""Hands do what they do elsewhere: Enter runs, Copy copies, Start over is one click, changes are in view."""

import json

from playwright.sync_api import expect

LETTER = "Dear Anna, thank you for the letter that I"
EDITS = "L4D288=-4\nL0D523=-8"  # which only makes it say another wrong word


def test_enter_runs_shift_enter_breaks_the_line_and_an_older_answer_is_grey(visit):
    visitor = visit()
    visitor.open(prompt="The capital of France is")
    box = visitor.page.get_by_role("textbox", name="Type the beginning of a text")
    grey = visitor.page.locator("html[data-lmdash-differs]")
    box.fill("The opposite of hot is")
    expect(grey).to_have_count(1)
    box.press("Enter")
    expect(visitor.answer).to_contain_text("cold")
    expect(grey).to_have_count(0)
    expect(box).to_have_value("The opposite of hot is")
    box.press("Shift+Enter")
    expect(box).to_have_value("The opposite of hot is\n")
    expect(grey).to_have_count(1)
    visitor.page.get_by_role("button", name="Show what comes next").click()
    expect(visitor.page.get_by_text("The prompt ends with a line break")).to_be_visible()
    sidebar = visitor.page.get_by_role("textbox", name="Prompt", exact=True)
    sidebar.fill("three plus four is")
    sidebar.press("Enter")
    expect(visitor.answer).to_contain_text("seven")


def test_bars_stand_in_their_order_after_a_second_prompt(visit):
    visitor = visit()
    visitor.open(prompt=LETTER)
    for prompt in (LETTER, "Dear Anna, I", "The capital of Australia is"):
        visitor.type_prompt(prompt)
        visitor.settle()
        shares = visitor.page.evaluate(SHARES_FROM_THE_TOP)
        assert len(shares) >= 5
        assert shares == sorted(shares, reverse=True), prompt


SHARES_FROM_THE_TOP = """() => {
  const bars = [...document.querySelectorAll("[data-testid=stVegaLiteChart] svg [aria-label*='probability']")];
  const share = (bar) => parseFloat(bar.getAttribute("aria-label").match(/probability: ([0-9.e-]+)/)[1]);
  const top = (bar) => bar.getBoundingClientRect().top;
  return bars.sort((one, other) => top(one) - top(other)).map(share);
}"""


def test_a_link_is_copied_with_a_comment_that_stands_on_top_for_whoever_opens_it(visit):
    sender = visit()
    sender.open(prompt=LETTER, edits=EDITS)
    comment = "Look: it says was now <b>x</b>"
    link = sender.share(comment)
    expect(sender.page.get_by_role("status").filter(has_text="Copied with your comment")).to_be_visible()
    expect(sender.page.get_by_text("It works on this computer only")).to_be_visible()
    receiver = visit()
    receiver.page.goto(link)
    said = receiver.page.locator(".sentence.comment")
    expect(said).to_contain_text(comment)
    expect(receiver.page.get_by_role("button", name="2 changes")).to_be_visible()
    receiver.click(receiver.page.get_by_role("button", name="Close", exact=True))
    expect(said).to_have_count(0)
    far = visit()
    far.open("next_token", comment="x" * 10_000, prompt=LETTER)
    expect(far.page.locator(".sentence.comment")).to_contain_text("x" * 300)
    assert "x" * 301 not in json.dumps(far.page.locator(".sentence.comment").all_inner_texts())


def test_everything_is_undone_by_one_click_and_that_can_be_taken_back(visit):
    visitor = visit()
    visitor.open("next_token", prompt=LETTER, target="received", edits=EDITS, view="write_on", length="7")
    expect(visitor.page.get_by_role("button", name="2 changes")).to_be_visible()
    visitor.click(visitor.page.get_by_role("button", name="Start over"))
    expect(visitor.page).to_have_url(f"{visitor.server}/")
    expect(visitor.answer).to_contain_text("Paris")
    expect(visitor.page.get_by_role("button", name="2 changes")).to_have_count(0)
    visitor.click(visitor.page.get_by_text("Interventions", exact=True))
    visitor.click(visitor.page.get_by_role("button", name="Undo the last change"))
    expect(visitor.page.get_by_role("button", name="2 changes")).to_be_visible()


def test_changes_are_turned_off_where_they_are_counted(visit):
    visitor = visit()
    visitor.open("attention", prompt=LETTER, edits=EDITS)
    visitor.click(visitor.page.get_by_role("button", name="2 changes"))
    visitor.click(visitor.page.get_by_role("button", name="Turn off"))
    visitor.expect_address("edits_on=false", "edits=")
    expect(visitor.page.get_by_role("button", name="2 changes")).to_have_count(0)


def test_a_target_goes_with_its_prompt(visit):
    visitor = visit()
    visitor.open(prompt=LETTER, target="received")
    expect(visitor.page.get_by_text("Target ␣received")).to_be_visible()
    visitor.type_prompt("The capital of Italy is")
    expect(visitor.answer).to_contain_text("Rome")
    expect(visitor.page.get_by_text("Target ␣")).to_have_count(0)
    expect(visitor.page.get_by_role("textbox", name="Target word")).to_have_value("")
