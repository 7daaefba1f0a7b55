"""Attributions in Chromium: a cold link, a click on a word, a long run with its cost, progress and cancel, a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor, running_server
from tests.browser.test_app import CONTRASTS

PAGE = "attributions"
MARY = "When Mary and John went to the store, John gave a drink to"
FEW_RUNS = {"hidden_as": "neutral_token"}  # an eighth of those with other words
LONG = "The cat sat on the mat and looked at the dog. " * 14 + "The capital of France is"


def parts(visitor):
    return visitor.page.get_by_role("group", name="part of the prompt").locator(".chip")


def part(visitor, label):
    return parts(visitor).filter(has_text=label).first


def without(visitor, label):
    return visitor.page.locator(".sentence").filter(has_text=f"Without {label}, with ")


def choose(visitor, box, option):
    visitor.click(visitor.page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile(box)))
    visitor.page.get_by_role("option", name=option, exact=True).click()


def test_a_new_process_shows_progress_first_and_the_same_numbers(browser, visit):
    address = {"prompt": MARY, "method": "leave_one_out", "parts": "tokens", "feature": "5", **FEW_RUNS}
    with running_server() as cold:
        visitor = Visitor(browser, cold)
        visitor.page.goto(f"{cold}/{PAGE}")
        expect(visitor.page.get_by_test_id("stProgress")).to_contain_text("SHAP")
        expect(visitor.answer).to_contain_text("matters most")
        expect(visitor.page.get_by_test_id("stProgress")).to_have_count(0)
        expect(visitor.page).to_have_title("Attributions · lmdash")
        visitor.open(PAGE, **address)
        texts = parts(visitor).all_inner_texts()
        visitor.close()
    second = visit()
    second.open(PAGE, **address)
    expect(parts(second)).to_have_text(texts)


def test_click_a_word_to_see_what_the_model_says_without_it(visit):
    visitor = visit()
    visitor.open(PAGE)
    expect(visitor.answer).to_contain_text("matters most: without it ␣Paris falls from")
    part(visitor, "capital").click()
    expect(without(visitor, "␣capital")).to_be_visible()
    expect(part(visitor, "capital")).to_have_attribute("aria-pressed", "true")
    visitor.expect_address("feature=1")
    visitor.click(visitor.page.get_by_text("The likeliest words without it"))
    expect(visitor.page.get_by_text("The model then reads")).to_be_visible()
    visitor.settle()
    visitor.page.reload()
    expect(without(visitor, "␣capital")).to_be_visible()


def test_words_work_by_keyboard(visit):
    visitor = visit()
    visitor.open(PAGE)
    part(visitor, "The").focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Enter")
    expect(without(visitor, "␣capital")).to_be_visible()


def test_a_long_prompt_tells_its_cost_runs_with_progress_and_is_stopped(visit):
    visitor = visit()
    visitor.open(PAGE, prompt=LONG, shap_runs="20000", **FEW_RUNS)
    expect(visitor.answer).to_contain_text("run it below")
    run = visitor.page.get_by_role("button", name="Run SHAP (about")
    run.click()
    expect(visitor.page.get_by_test_id("stProgress")).to_contain_text("SHAP runs the model")
    visitor.page.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    expect(visitor.page.get_by_text("Stopped. There are no results yet.")).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Go on")).to_be_visible()
    choose(visitor, "Method", "Gradient × input")  # the model is free for another question at once
    expect(visitor.page.get_by_text("takes the slope")).to_be_visible()
    run = visitor.page.get_by_role("button", name="Run Gradient × input (about")
    visitor.settle()
    if run.count():
        run.click()
    expect(visitor.answer).to_contain_text("matters most")


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
    expect(visitor.page.get_by_role("textbox", name="Spans")).to_have_value("0-1,3")
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
    expect(visitor.page).to_have_title("Attributions · lmdash")
    expect(visitor.page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(MARY)
    expect(visitor.page.get_by_test_id("stMain").get_by_role("link", name="Attention")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [{}, {"explain": "written_text", "prompt": MARY}, {"parts": "spans", "spans": "0-1"}],
    ids=["word", "text", "spans"],
)
def test_a_phone_needs_no_sideways_scroll(visit, address):
    visitor = visit(**PHONE)
    visitor.open(PAGE, method="leave_one_out", **address, **FEW_RUNS)
    expect(visitor.page.get_by_text("How to read this")).to_be_visible()
    visitor.expect_no_sideways_scroll()


def test_coloured_words_can_be_read_in_both_themes(visit):
    visitor = visit()
    visitor.open(PAGE, prompt=MARY, method="leave_one_out", **FEW_RUNS)
    visitor.page.mouse.move(0, 0)
    for scheme in visitor.themes():
        contrasts = visitor.page.evaluate(CONTRASTS)
        assert contrasts
        assert min(contrasts) >= 4.5, scheme
    assert parts(visitor).filter(has_text="+").count()


def test_hostile_text_is_only_text(visit):
    visitor = visit()
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> ![p](https://tracker.invalid/p.png) **b**"
    visitor.open(
        PAGE,
        prompt=hostile,
        target=hostile,
        method="leave_one_out",
        explain="this_or_that",
        against=f"{hostile} c",
        hidden_as="my_word",
        hidden_word=hostile[:50],
    )
    expect(visitor.page.get_by_text("How to read this")).to_be_visible()
    assert visitor.dialogs == []
    assert not visitor.page.locator("img[src*=x], img[src*=tracker]").count()
