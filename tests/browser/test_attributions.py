"""Attributions in Chromium: a cold link, a click on a word, kept results, marks, written text."""

import re

from playwright.sync_api import expect

PAGE = "attributions"
MARY = "When Mary and John went to the store, John gave a drink to"
FEW_RUNS = {"hidden_as": "neutral_token"}  # an eighth of those with other words


def parts(visitor):
    return visitor.page.get_by_role("group", name="part of the prompt").locator(".chip")


def part(visitor, label):
    return parts(visitor).filter(has_text=label).first


def without(visitor, label):
    return visitor.page.locator(".sentence").filter(has_text=f"Without {label} (replaced by ")


def choose(visitor, box, option):
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile(box)))
    visitor.page.get_by_role("option", name=option, exact=True).click()


def open_explained(visit, **address):
    """The page with its last answer: a busy server may first give an estimate."""
    visitor = visit()
    visitor.open(PAGE, **address)
    expect(visitor.answer).not_to_contain_text(re.compile("rough estimate|rests on"))
    visitor.settle()
    return visitor


def test_click_a_word_to_see_what_the_model_says_without_it(visit):
    visitor = open_explained(visit)
    expect(visitor.answer).to_contain_text("matters most: without it the answer ␣Paris")
    part(visitor, "capital").click()
    expect(without(visitor, "␣capital")).to_be_visible()
    expect(part(visitor, "capital")).to_have_attribute("aria-pressed", "true")
    visitor.expect_address("feature=1")
    visitor.click(visitor.page.get_by_text("The most likely words without it"))
    expect(visitor.page.get_by_text("The model then reads")).to_be_visible()
    visitor.settle()
    visitor.page.reload()
    expect(without(visitor, "␣capital")).to_be_visible()


def test_words_work_by_keyboard(visit):
    visitor = open_explained(visit)
    part(visitor, "The").focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Enter")
    expect(without(visitor, "␣capital")).to_be_visible()


def test_results_are_kept_when_the_controls_change_back(visit):
    visitor = visit()
    visitor.open(PAGE, prompt=MARY, method="lime", lime_samples="60", **FEW_RUNS)
    run = visitor.page.get_by_role("button", name="Run LIME (about")
    if run.count():
        run.click()
    expect(visitor.page.get_by_text("weighted R²")).to_be_visible()
    visitor.settle()
    texts = parts(visitor).all_inner_texts()
    choose(visitor, "Method", "Leave-one-out")
    expect(visitor.page.get_by_text("does not promise")).to_be_visible()
    choose(visitor, "Method", "LIME")
    expect(visitor.page.get_by_text("weighted R²")).to_be_visible()
    expect(parts(visitor)).to_have_text(texts)
    visitor.expect_address("method=lime")


def test_mark_spans_by_clicks(visit):
    visitor = visit()
    visitor.open(PAGE, parts="spans")
    tokens = visitor.page.get_by_role("group", name="token to mark").locator(".chip")
    for index in (0, 1, 3, 3):
        tokens.nth(index).click()
    expect(visitor.page.get_by_role("textbox", name="Marked tokens")).to_have_value("0-1,3")
    expect(visitor.answer).to_contain_text("matters most")
    visitor.expect_address("spans=0-1%2C3")


def test_click_a_written_token_to_explain_it_alone(visit):
    visitor = visit()
    visitor.open(PAGE, explain="written_text", explain_length="4")
    whole = parts(visitor).all_inner_texts()
    visitor.page.get_by_role("group", name="explained token").locator(".chip").nth(1).click()
    expect(visitor.page.get_by_role("button", name="All of them together")).to_be_visible()
    expect(parts(visitor)).not_to_have_text(whole)
    visitor.click(visitor.page.get_by_role("button", name="All of them together"))
    expect(parts(visitor)).to_have_text(whole)
    visitor.click(visitor.page.locator("[data-testid=stVegaLiteChart] path[aria-label*='written: ␣Paris']").first)
    expect(visitor.page.get_by_role("button", name="All of them together")).to_be_visible()
    visitor.expect_address("step=0")


def test_attention_links_here_and_back(visit):
    visitor = visit()
    visitor.open("attention", prompt=MARY)
    visitor.page.get_by_test_id("stMain").get_by_role("link", name="Attributions").click()
    expect(visitor.page).to_have_title("Which words caused it? · lmdash")
    expect(visitor.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(MARY)
    expect(visitor.page.get_by_test_id("stMain").get_by_role("link", name="Attention")).to_be_visible()
