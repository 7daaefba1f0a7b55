"""From a click on a token to the changed answer, in Chromium: ``python -m tests.benchmarks.clicks``.

The page's own clock is read: when the chip is clicked, when the headline first says something else, and when nothing in
the page has changed any more.  Every click is on another token than the last; all answers have been asked for before.
"""

from __future__ import annotations

import shutil
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from lmdash.ui.frame.sitemap import ATTENTION, FFN_INTERVENTIONS, HIDDEN_STATES, NEXT_TOKEN
from tests.browser.shared import CHROMIUM_FLAGS
from tests.wire import server

PROMPT = "When Mary and John went to the store, John gave a drink to"
CLICKS = 15
QUIET_MS = 800  # without any change
MEASURE = """
([place, quiet]) => new Promise(done => {
  const roots = [document, ...[...document.querySelectorAll("*")].map(each => each.shadowRoot).filter(Boolean)];
  const all = selector => roots.flatMap(root => [...root.querySelectorAll(selector)]);
  const around = all(".answer")[0].getRootNode();
  const said = () => around.querySelector(".answer")?.textContent;
  const before = said(), start = performance.now();
  let changed = 0, last = start;
  const note = () => {
    last = performance.now();
    if (!changed && said() !== before) changed = last;
  };
  const watch = root => new MutationObserver(note).observe(
    root, { subtree: true, childList: true, characterData: true, attributes: true });
  roots.forEach(watch);
  const wait = () => performance.now() - last > quiet && changed
    ? done([changed - start, last - start])
    : performance.now() - start > 4000 ? done([NaN, NaN]) : setTimeout(wait, 20);
  all(".chip")[place].click();
  wait();
})
"""


def main() -> None:
    """Print a row of the table in docs/measured.md for every page whose headline is about the chosen token."""
    with server() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        print("| page | answer changed, ms (median) | worst | page quiet, ms |\n|---|---|---|---|")
        for each in (NEXT_TOKEN, ATTENTION, HIDDEN_STATES, FFN_INTERVENTIONS):
            page.goto(f"{app.address}/{each.path}?prompt={PROMPT}")
            page.locator(".answer").wait_for()
            page.wait_for_timeout(2000)
            times = _clicks(page)
            changed, quiet = zip(*times, strict=True)
            print(
                f"| {each.term} | {statistics.median(changed):.0f} | {max(changed):.0f} "
                f"| {statistics.median(quiet):.0f} |",
                flush=True,
            )


def _clicks(page: Page) -> list[tuple[float, float]]:
    """Milliseconds until the answer has changed and until nothing changes, for clicks on warm places."""
    places = [2 + (number * 3) % 9 for number in range(CLICKS + 9)]
    found = [page.evaluate(MEASURE, [place, QUIET_MS]) for place in places]
    return [tuple(each) for each in found[9:]]


if __name__ == "__main__":
    sys.exit(main())
