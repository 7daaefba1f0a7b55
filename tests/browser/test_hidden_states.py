"""The Hidden states page in Chromium: cells, chips and views are clicked."""

import re

from playwright.sync_api import Page, expect

from lmdash.analyses.common.stream import StreamPoint
from lmdash.ui.frame.addresses.every_page import POSITION
from lmdash.ui.frame.addresses.hidden_states import PAGE, STATE


def cell(page: Page, step: int, position: int):
    """The square of a point and a position; Vega draws them in the order of the table: steps from 0, then positions."""
    squares = page.locator("[data-testid=stVegaLiteChart] svg g.mark-rect path")
    columns = page.get_by_role("group", name="prompt token").locator(".chip").count()
    return squares.nth(step // 2 * columns + position)


def test_click_a_cell_to_open_it(visit):
    visitor = visit()
    visitor.open(PAGE)
    expect(visitor.answer).to_contain_text("first leads after L3 and stays ahead")
    visitor.click(cell(visitor.page, 4, 2))
    expect(visitor.page.locator(".text").filter(has_text="After L1, at ␣of (token 2)")).to_be_visible()
    expect(visitor.answer).to_contain_text("After The␣capital␣of")
    expect(visitor.chip("of")).to_have_attribute("aria-pressed", "true")
    expect(visitor.page).to_have_url(re.compile(f"{STATE.name}=L1"))
    expect(visitor.page).to_have_url(re.compile(f"{POSITION.name}=2"))


def test_a_cell_can_be_clicked_again_after_its_token_was_left(visit):
    visitor = visit()
    visitor.open(PAGE)
    visitor.click(cell(visitor.page, 4, 2))
    expect(visitor.answer).to_contain_text("After The␣capital␣of")
    visitor.click(visitor.chip("capital"))
    expect(visitor.answer).to_contain_text("After The␣capital:")
    visitor.click(cell(visitor.page, 4, 2))
    expect(visitor.answer).to_contain_text("After The␣capital␣of")


def test_the_state_goes_along_from_view_to_view(visit):
    visitor = visit()
    visitor.open(PAGE, {STATE: StreamPoint(2, "ffn")})
    visitor.click(visitor.page.get_by_role("radio", name="Raw state"))
    expect(visitor.page.locator(".text").filter(has_text="after L2: 256 numbers")).to_be_visible()
    visitor.click(visitor.page.get_by_role("radio", name="Trajectories"))
    expect(visitor.page.get_by_text("Words to follow")).to_be_visible()
    visitor.click(visitor.page.get_by_role("radio", name="Logit lens"))
    expect(visitor.page.locator(".text").filter(has_text="After L2, at")).to_be_visible()
