"""Clicks that come faster than the page is drawn: each of them counts."""

import pytest
from playwright.sync_api import expect

PRESSED = (0, 1, 3, 3, 2, 4, 2)
# In one go, or so many milliseconds apart; the chips are looked up for each, as a finger would.
CLICK = """
async ([name, places, pause]) => {
  for (const place of places) {
    const roots = [...document.querySelectorAll("*")].map((each) => each.shadowRoot).filter(Boolean);
    const [strip] = roots.map((root) => root.querySelector(`[aria-label="${name}"]`)).filter(Boolean);
    strip.children[place].click();
    if (pause) await new Promise((done) => setTimeout(done, pause));
  }
}
"""


CASES = {
    # 0 to 1 are a span, 3 is one, 2 to 4 are another in its place, and the last click unmarks that
    "token to mark": ("attributions", {"parts": "spans", "method": "leave_one_out"}, "Marked tokens", "0-1"),
    # every click marks or unmarks
    "mark token": ("prompt_ablation", {"ablation_parts": "spans"}, "Marked tokens", "0-1,4"),
}


@pytest.mark.parametrize("pause", [0, 120])
@pytest.mark.parametrize("strip", CASES)
def test_each_of_many_quick_clicks_counts(visit, strip, pause):
    page, address, name, spans = CASES[strip]
    visitor = visit()
    visitor.open(page, prompt="The capital of France is", **address)
    visitor.page.get_by_role("group", name=strip).locator(".chip").last.wait_for()
    visitor.page.evaluate(CLICK, [strip, PRESSED, pause])
    box = visitor.page.get_by_role("textbox", name=name)
    expect(box).to_have_value(spans)
    visitor.settle()
    expect(box).to_have_value(spans)
    visitor.page.get_by_role("group", name=strip).locator(".chip").nth(0).click()
    expect(box).not_to_have_value(spans)
