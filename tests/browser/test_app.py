import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from lmdash.ui.frame.sitemap import PAGES
from tests.browser.conftest import PHONE, Visitor, running_server


def test_a_link_opened_on_a_cold_server_shows_its_page_with_the_full_menu(browser):
    with running_server() as address:
        visitor = Visitor(browser, address)
        visitor.open("next_token", prompt="The opposite of hot is", view="Prompt table")
        expect(visitor.answer).to_contain_text("cold")
        expect(visitor.page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_text(
            [re.compile(page.title) for page in PAGES]
        )
        expect(visitor.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("The opposite of hot is")
        expect(visitor.page.get_by_test_id("stDataFrame")).to_be_visible()
        expect(visitor.page).to_have_title("Next token · lmdash")
        visitor.close()


def test_type_a_prompt_and_read_the_answer(visit):
    visitor = visit()
    visitor.open()
    expect(visitor.answer).to_contain_text("Paris")
    visitor.type_prompt("The capital of Italy is")
    expect(visitor.answer).to_contain_text("Rome")
    visitor.expect_address("prompt=The+capital+of+Italy+is")


def test_click_a_token_to_see_what_was_expected_there(visit):
    visitor = visit()
    visitor.open("next_token")
    chips = visitor.page.get_by_role("group", name="prompt token").locator(".chip")
    visitor.click_through(visitor.chip("capital"), lambda: chips.nth(3).dispatch_event("click"))
    expect(visitor.answer).to_contain_text("After The␣capital")
    expect(visitor.chip("capital")).to_have_attribute("aria-pressed", "true")
    visitor.expect_address("position=1")


def test_tokens_work_by_keyboard(visit):
    visitor = visit()
    visitor.open("next_token")
    visitor.chip("The").focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Enter")
    expect(visitor.answer).to_contain_text("After The␣capital")
    visitor.page.keyboard.press("ArrowRight")  # the focus stays on the strip when it is drawn anew
    visitor.page.keyboard.press("Enter")
    expect(visitor.answer).to_contain_text("After The␣capital␣of the")


def test_an_example_leaves_its_tab_open(visit):
    visitor = visit()
    visitor.open()
    visitor.page.get_by_role("tab", name="Bugs to find").click()
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("button", name="The wrong capital"))
    expect(visitor.answer).to_contain_text("Sydney")
    expect(visitor.page.get_by_role("tab", name="Bugs to find")).to_have_attribute("aria-selected", "true")


def test_the_chosen_token_of_a_long_prompt_is_in_sight(visit):
    visitor = visit()
    visitor.open("next_token", prompt="The cat sat on the mat. " * 40 + "The capital of France is")
    chosen = visitor.page.locator(".chip[aria-pressed=true]")
    expect(chosen).to_contain_text("is")
    inside = "(chip) => { const [a, b] = [chip, chip.parentElement].map((e) => e.getBoundingClientRect());"
    assert chosen.evaluate(inside + " return a.top >= b.top && a.bottom <= b.bottom; }")


def test_write_on_take_another_token_and_go_back(visit):
    visitor = visit()
    visitor.open("next_token", view="Write on", length="8")
    written = visitor.page.get_by_role("group", name="written token").locator(".chip")
    first = written.first.inner_text()
    written.first.click()
    expect(visitor.page.get_by_role("group", name="take instead")).to_be_visible()
    visitor.settle()
    other = visitor.page.get_by_role("group", name="take instead").locator(".chip").nth(1)
    label = other.locator("span:not(.space):not(.detail)").last.inner_text()
    other.click()
    expect(written.first).to_contain_text(label)
    visitor.settle()
    visitor.page.get_by_role("button", name="Back to the model's own text").click()
    expect(written.first).to_have_text(first)


def test_a_shared_link_shows_a_new_visitor_the_same_numbers(visit):
    sender = visit()
    sender.open("next_token", temperature="0.7", shown="7")
    sender.type_prompt("The language of Spain is")
    expect(sender.answer).to_contain_text("Spanish")
    sender.chip("Spain").click()
    expect(sender.answer).to_contain_text("After")
    sender.click(sender.page.get_by_text("Share this page"))
    shown = sender.page.get_by_test_id("stSidebar").locator("code")
    expect(shown).to_contain_text("position=3")
    sender.settle()
    link = shown.inner_text()
    receiver = visit()
    receiver.page.goto(link)
    assert "model=demo" in link
    for part in (".answer", "[data-testid=stMetricValue]", ".chip"):
        expect(receiver.page.locator(part)).to_have_text(sender.page.locator(part).all_inner_texts())


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("", {}),
        ("next_token", {}),
        ("next_token", {"view": "Write on", "step": "1"}),
        ("next_token", {"view": "Watch words"}),
    ],
)
def test_a_phone_needs_no_sideways_scroll(visit, page, address):
    visitor = visit(**PHONE)
    visitor.open(page, **address)
    expect(visitor.page.get_by_text("How to read this")).to_be_visible()
    visitor.expect_no_sideways_scroll()


@pytest.mark.parametrize("page", ["", "next_token"])
def test_hostile_text_is_only_text(visit, page):
    visitor = visit()
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> ![p](https://tracker.invalid/p.png) **b**"
    visitor.open(page, prompt=hostile, target=hostile, view="Watch words", words=hostile, model="<b>x</b>")
    expect(visitor.page.locator(".error")).to_contain_text("“<b>x</b>” is not a model name")
    expect(visitor.page.get_by_text("How to read this")).to_be_visible()
    assert visitor.dialogs == []
    assert not visitor.page.locator("img[src*=x], img[src*=tracker]").count()


def test_a_worked_case_opens_from_the_start_page(visit):
    visitor = visit()
    visitor.open()
    visitor.page.get_by_role("button", name="Repair a wrong fact").click()
    expect(visitor.page).to_have_title("FFN interventions · lmdash")
    expect(visitor.answer).to_contain_text("Canberra")
    expect(visitor.page.locator(".changed")).to_contain_text("3 interventions are active")
    expect(visitor.page.get_by_text("The prediction moves by")).to_be_visible()


def test_check_this_model_measures_every_identity(visit):
    visitor = visit()
    visitor.open()
    visitor.page.get_by_role("button", name="About this model").click()
    expect(visitor.page.get_by_role("dialog")).to_contain_text("Neurons a layer")
    visitor.click(visitor.page.get_by_role("button", name="Check this model"))
    expect(visitor.page.get_by_role("dialog")).to_contain_text("can be trusted: all 15 identities")
    expect(visitor.page.get_by_role("dialog").get_by_test_id("stDataFrame")).to_be_visible()


def test_an_intervention_travels_in_the_link_and_no_one_else_has_it(visit):
    sender, other = visit(), visit()
    sender.open("next_token")
    sender.page.get_by_text("Interventions", exact=True).click()
    box = sender.page.get_by_role("textbox", name="Change the model, one intervention a line")
    box.fill('L5R@last<"The capital of Italy is"')
    box.press("Control+Enter")
    expect(sender.answer).to_contain_text("Rome")
    expect(sender.page.locator(".changed")).to_contain_text("1 intervention is active")
    other.open("next_token")
    expect(other.answer).to_contain_text("Paris")
    sender.settle()
    receiver = visit()
    receiver.page.goto(sender.page.url)
    expect(receiver.answer).to_contain_text("Rome")
    receiver.click(receiver.page.get_by_text("Use them"))
    expect(receiver.answer).to_contain_text("Paris")


def test_nothing_is_fetched_from_elsewhere(visit):
    visitor = visit()
    visitor.open()
    visitor.open("next_token")
    expect(visitor.page.get_by_text("How to read this")).to_be_visible()
    hosts = {urlsplit(url).hostname for url in visitor.requests if url.startswith("http")}
    assert hosts == {"127.0.0.1"}


def test_chips_can_be_read_in_both_themes(visit):
    visitor = visit()
    visitor.open("next_token", prompt="zebra zebra quickly the of Paris nine")
    visitor.page.mouse.move(0, 0)
    for scheme in visitor.themes():
        assert min(visitor.page.evaluate(CONTRASTS)) >= 4.5, scheme


CONTRASTS = """
(() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((v) => {
      const s = v / 255;
      return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const roots = [...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean);
  return roots.flatMap((root) => [...root.querySelectorAll(".chip")]).map((chip) => {
    const style = getComputedStyle(chip);
    const [a, b] = [luminance(style.color), luminance(style.backgroundColor)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
})()
"""
