import re

from playwright.sync_api import expect

from lmdash.ui.frame.addresses.attention import (
    HEAD,
    HEADS,
    KEY,
    LAYER,
    PAGE,
    STEP,
    THRESHOLD,
    VIEW,
    WRITE_ON,
    Heads,
    View,
)
from lmdash.ui.frame.addresses.every_page import POSITION, PROMPT

LIST = "cat river seven lamp green apple cat river seven lamp green"
MARY = "When Mary and John went to the store, John gave a drink to"


def _reads(visitor, label: str):
    return visitor.page.get_by_role("group", name="tokens that read").get_by_role("button").filter(has_text=label)


def test_click_a_head_in_the_map(visit):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: LIST, LAYER: 0, HEAD: 0})
    visitor.click(visitor.page.locator("[data-testid=stVegaLiteChart] path[aria-label*='head: L5H3']"))
    expect(visitor.answer).to_contain_text("L5H3 looks mostly at ␣apple")
    visitor.expect_address(f"{LAYER.name}=5")
    visitor.expect_address(f"{HEAD.name}=3")
    visitor.page.reload()
    expect(visitor.answer).to_contain_text("L5H3")


def test_click_a_head_that_is_named(visit):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: LIST, LAYER: 0, HEAD: 0})
    visitor.chip("L5H2").click()
    expect(visitor.answer).to_contain_text("L5H2")
    visitor.click(visitor.chip("L5H3"))
    expect(visitor.answer).to_contain_text("L5H3")


def test_a_token_shows_only_its_lines(visit):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, THRESHOLD: 0.0})
    lines = visitor.page.locator(".board path")
    expect(lines.first).to_be_attached()
    everything = 14 * 15 // 2
    expect(lines).to_have_count(everything)
    last = _reads(visitor, "to").last
    last.hover()
    expect(lines).to_have_count(14)
    expect(visitor.page.locator(".frame .status").first).to_contain_text("␣to looks at ␣Mary")
    visitor.page.mouse.move(0, 0)
    expect(lines).to_have_count(everything)
    last.click()
    visitor.page.mouse.move(0, 0)
    expect(lines).to_have_count(14)  # a click holds them
    last.click()
    visitor.page.mouse.move(0, 0)
    last.blur()
    expect(lines).to_have_count(everything)


def test_lines_by_keyboard(visit):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, THRESHOLD: 0.0})
    _reads(visitor, "to").last.focus()
    status = visitor.page.locator(".frame .status").first
    expect(status).to_contain_text("␣to looks at")
    visitor.page.keyboard.press("ArrowUp")
    expect(status).to_contain_text("␣drink looks at")
    visitor.page.keyboard.press("ArrowRight")
    expect(status).to_contain_text("␣drink is looked at from")


def test_one_of_several_heads_is_switched_off_in_the_legend(visit):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, HEADS: Heads.LAYER, THRESHOLD: 0.3})
    lines = visitor.page.locator(".board path")
    expect(lines.first).to_be_attached()
    before = lines.count()
    key = visitor.page.get_by_role("button", name="L5H1", exact=True)
    key.click()
    expect(key).to_have_attribute("aria-pressed", "false")
    assert 0 < lines.count() < before


def test_click_a_cell_to_see_why(visit):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: LIST, LAYER: 5, HEAD: 3, VIEW: View.HEAT_MAP})
    canvas = visitor.page.locator("canvas[role=img]")
    canvas.focus()
    status = visitor.page.locator(".frame .status")
    expect(status).to_contain_text("reads ␣green (10), looks at ␣apple (5): 95")
    visitor.page.keyboard.press("ArrowUp")
    expect(status).to_contain_text("reads ␣lamp (9), looks at ␣apple (5)")
    visitor.settle()
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] / 2, "y": box["height"] - 20})  # somewhere in the last row, which is full
    expect(visitor.page.get_by_text("Query · key is")).to_be_visible()
    expect(visitor.page.get_by_role("group", name="token looked at")).to_be_visible()
    expect(visitor.page).to_have_url(re.compile(rf"{KEY.name}=\d"))
    visitor.expect_address(f"{VIEW.name}={View.WHY}")


def test_the_picture_of_the_heat_map_is_saved(visit, tmp_path):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: LIST, VIEW: View.HEAT_MAP})
    download = visitor.download(visitor.page.get_by_role("button", name="Picture (PNG)"))
    assert download.suggested_filename == "attention.png"
    download.save_as(tmp_path / "attention.png")
    assert (tmp_path / "attention.png").read_bytes().startswith(b"\x89PNG")


def test_a_click_on_the_strip_reads_from_there_and_forgets_the_pair(visit):
    visitor = visit()
    visitor.open(PAGE, {PROMPT: MARY, LAYER: 5, HEAD: 0, KEY: 2, WRITE_ON: 3, STEP: 1})
    expect(visitor.page.get_by_role("group", name="written token").locator("[aria-pressed=true]")).to_have_count(1)
    visitor.page.get_by_role("group", name="prompt token").locator(".chip").nth(3).click()
    expect(visitor.answer).to_contain_text("when it reads ␣John")
    expect(visitor.page.get_by_role("group", name="written token").locator("[aria-pressed=true]")).to_have_count(0)
    visitor.expect_address(f"{POSITION.name}=3")
    expect(visitor.page).not_to_have_url(re.compile(f"{KEY.name}=|{STEP.name}="))
