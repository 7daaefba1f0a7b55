"""Output checks in Chromium: a cold link, a click on a mark, every question on its page, hostile text, a phone."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from lmdash.demo.cases.loop_cases import LOOP
from lmdash.ui.frame.addresses.output_checks import VIEWS, Source, View

PAGE = "output_checks"
LETTER = "Dear Anna, thank you for the letter that I"
FOX = "The quick brown fox jump over the lazzy dog."
HOSTILE = (
    "<img src=x onerror=alert(1)><script>alert(2)</script> ![p](https://tracker.invalid/p.png) **b** the the "
    "<svg onload=alert(3)> [l](javascript:alert(4)) lazzy &lt;i&gt;"
)
# What would run or lead elsewhere; the menu's own links hold the text, too, as what follows their question mark.
HOSTILE_ELEMENTS = """
[...document.querySelectorAll("*")].flatMap(e => e.shadowRoot ? [...e.shadowRoot.querySelectorAll("*")] : [e])
  .filter(e => {
    if (e.onerror || e.onload || e.getAttribute("onerror") || e.getAttribute("onload")) return true;
    const to = e.getAttribute("src") || e.getAttribute("href") || "";
    const { host, protocol } = new URL(to, location);
    return to === "x" || host.includes("tracker") || protocol === "javascript:";
  }).map(e => e.outerHTML)
"""
BADGES = ".badge"


def view(visitor, name):
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True))


def prompt_box(visitor):
    return visitor.page.get_by_role("textbox", name="Prompt", exact=True)


def target_box(visitor):
    return visitor.page.get_by_role("textbox", name="Target word")


def pasted(visit, text=FOX, **address):
    visitor = visit()
    visitor.open(PAGE, check_source=Source.PASTED, text=text, **address)
    return visitor


def test_a_click_on_a_mark_chooses_its_finding_and_the_link_keeps_it(visit):
    visitor = pasted(visit)
    expect(visitor.answer).to_have_text("2 errors: jump (Subject and verb), lazzy (Spelling).")
    expect(visitor.page.get_by_text("Token 5 of the text")).to_be_visible()
    # Chosen while the other one is pressed down: the press is not lost.
    badges = visitor.page.locator(BADGES)
    visitor.click_through(badges.nth(0), lambda: badges.nth(1).dispatch_event("click"))
    expect(badges.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.get_by_text("Token 5 of the text")).to_be_visible()
    visitor.click(badges.nth(1))
    expect(visitor.page.get_by_text("Token 8 of the text")).to_be_visible()
    expect(visitor.page.locator(BADGES).nth(1)).to_have_attribute("aria-pressed", "true")
    visitor.click(visitor.page.locator(".mark").filter(has_text="jump"))
    expect(visitor.page.get_by_text("Token 5 of the text")).to_be_visible()
    visitor.click(visitor.chip("brown"))
    expect(visitor.page.get_by_text("Token 3 of the text")).to_be_visible()
    visitor.settle()
    assert parse_qs(urlsplit(visitor.page.url).query)["at"] == ["2"]
    again = visit()
    again.page.goto(visitor.page.url)
    expect(again.page.get_by_text("Token 3 of the text")).to_be_visible()


@pytest.mark.parametrize(
    ("question", "page", "sign"),
    [
        ("Why this token?", "next_token", "recieved"),
        ("What did the FFNs write?", "ffn_interventions", "␣recieved"),
    ],
)
def test_each_question_opens_its_page_with_prompt_and_target(visit, question, page, sign):
    visitor = visit()
    visitor.open(PAGE, prompt=LETTER, check_texts="2", check_length="12", sample="0")
    visitor.page.get_by_role("button", name=question).click()
    visitor.page.wait_for_url(f"**/{page}?**")
    expect(prompt_box(visitor)).to_have_value(LETTER)
    expect(target_box(visitor)).to_have_value("recieved")
    expect(visitor.answer).to_contain_text(sign)
    visitor.settle()
    address = visitor.page.url
    other = visit()
    other.page.goto(address)
    expect(prompt_box(other)).to_have_value(LETTER)
    expect(other.answer).to_have_text(visitor.answer.inner_text())


def test_an_edit_is_looked_for_against_the_word(visit):
    visitor = visit()
    visitor.open(PAGE, prompt=LETTER, check_texts="2", check_length="12", sample="0")
    visitor.page.get_by_role("button", name="Make it say something else").click()
    visitor.page.wait_for_url("**/ffn_interventions?**")
    expect(visitor.page.get_by_role("textbox", name="Word", exact=True)).to_have_value("received")
    expect(visitor.page.get_by_role("textbox", name="Rather than", exact=True)).to_have_value("recieved")
    expect(visitor.page.get_by_role("radio", name="say", exact=True)).to_be_checked()


def test_another_token_is_taken_and_the_rest_written_with_the_same_dice(visit):
    visitor = visit()
    visitor.open(PAGE, prompt=LETTER, check_texts="3", check_length="12", sample="1")
    visitor.page.locator(".chip").filter(has_text="received").filter(has_text="%").click()
    visitor.page.wait_for_url("**/next_token?**")
    expect(visitor.page.get_by_text("You chose")).to_be_visible()
    expect(prompt_box(visitor)).to_have_value(LETTER)
    expect(visitor.page.locator(".sentence .strong").first).to_contain_text("received")
    visitor.settle()
    query = parse_qs(urlsplit(visitor.page.url).query)
    assert query["seed"] == ["1"]
    assert query["write_temperature"] == ["0.7"]
    assert query["step"] == ["0"]


def test_pasting_checks_at_once_and_nothing_of_it_becomes_an_element(visit):
    visitor = pasted(visit)
    box = visitor.page.locator("textarea").filter(visible=True).last
    box.fill(HOSTILE)
    box.press("Control+Enter")
    expect(visitor.answer).to_contain_text("the the")
    for name in VIEWS.values():
        view(visitor, name)
        visitor.settle()
        assert visitor.page.evaluate(HOSTILE_ELEMENTS) == []
    assert visitor.dialogs == []
    assert not [url for url in visitor.requests if "tracker" in url or url.endswith("/x")]


def test_hostile_text_goes_through_the_loop_as_text(visit):
    visitor = pasted(visit, HOSTILE, finding="0")
    visitor.page.get_by_role("button", name="Why this token?").click()
    visitor.page.wait_for_url("**/next_token?**")
    visitor.settle()
    visitor.answer.wait_for()
    assert HOSTILE.startswith(prompt_box(visitor).input_value())
    assert visitor.dialogs == []


def test_the_tree_is_an_image_in_which_nothing_runs(visit):
    visitor = pasted(visit, f"The old man saw {HOSTILE}", checks_view=View.GRAMMAR)
    image = visitor.page.locator("img[src^='data:image/svg+xml']")
    expect(image.first).to_be_visible()
    assert visitor.page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => e.shadowRoot)"
        ".flatMap(e => [...e.shadowRoot.querySelectorAll('img')])"
        ".every(e => e.complete && e.naturalWidth > 100)"
    )
    assert visitor.dialogs == []


def test_long_writing_can_be_stopped_keeps_what_is_done_and_goes_on(visit):
    visitor = visit()
    address = urlencode({"prompt": LOOP.prompt, "check_texts": 100, "check_length": 200, "check_seed": 77})
    visitor.page.goto(f"{visitor.server}/{PAGE}?{address}")  # loops do not end by themselves
    # some are done, and not only begun
    expect(visitor.page.get_by_test_id("stProgress")).to_contain_text(re.compile(r"\b\d\d of 100"))
    visitor.page.get_by_test_id("stMain").get_by_role("button", name="Stop", exact=True).click()
    expect(visitor.page.get_by_text(re.compile("Those .*are kept"))).to_be_visible()
    visitor.answer.wait_for()
    visitor.settle()
    done = visitor.page.get_by_role("group", name="text", exact=True).locator(".chip").count()
    assert 0 < done < 100
    expect(visitor.page.get_by_text(f"{done} of 100 texts are done")).to_be_visible()
