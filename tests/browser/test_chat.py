"""A chat in Chromium: from the answer to the cause of one of its words, and back to the answer."""

import re

import pytest
from playwright.sync_api import expect

from tests.models.families import tiny_model
from tests.pages.test_chat import TEMPLATE


@pytest.fixture
def folder(tokenizer, tmp_path):
    tiny_model("llama", len(tokenizer)).save_pretrained(tmp_path)
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(tmp_path)
    tokenizer.chat_template = None
    return str(tmp_path)


def test_from_the_answer_to_the_cause_of_a_word_in_two_clicks_and_back(visit, folder):
    visitor = visit()
    visitor.open(model=folder, prompt="The cat <b>sat</b>", chat="true")
    page = visitor.page
    expect(page.locator(".turn.you")).to_contain_text("The cat <b>sat</b>")
    words = page.locator(".turn.answer .word")
    text = page.locator(".turn.answer").inner_text()
    visitor.click(words.nth(1))
    expect(page.get_by_text("Looking at word 2 of the answer")).to_be_visible()
    expect(words.nth(1)).to_have_attribute("aria-pressed", "true")
    visitor.click(page.get_by_role("button", name="Why this word?"))
    expect(page.get_by_text(re.compile("The model is .* sure that|is undecided|has .* here"))).to_be_visible()
    expect(page.get_by_text("Looking at word 2 of the answer")).to_be_visible()
    visitor.click(page.get_by_role("button", name="Back to the answer"))
    expect(page.locator(".turn.answer")).to_have_text(text.replace("\n", ""), ignore_case=False)
    expect(page.get_by_text("Looking at word")).to_have_count(0)
    visitor.click(words.first)
    expect(page.get_by_text("Looking at word 1 of the answer")).to_be_visible()
    visitor.settle()
    words.first.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Looking at word 2 of the answer")).to_be_visible()
    visitor.settle()
    page.go_back()
    expect(page.get_by_text("Looking at word 1 of the answer")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Looking at word")).to_have_count(0)


def test_a_long_message_and_the_folded_format_fit_a_phone(visit, folder):
    visitor = visit(viewport={"width": 390, "height": 844})
    visitor.open(model=folder, prompt="W" * 5000, chat="true")
    visitor.expect_no_sideways_scroll()
    visitor.click(visitor.page.locator(".chip.folded").first)
    expect(visitor.page.get_by_role("button", name="Hide the chat format")).to_be_visible()
    visitor.expect_address("format=true")
