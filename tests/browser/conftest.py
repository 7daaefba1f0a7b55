"""The app in a real browser: a fresh server process and the system's Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Dialog,
    Download,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

from lmdash.ui.kit.control import Control
from tests.browser import shared
from tests.pages.app import address_of

PATIENCE_MS = 120_000  # where other programs keep the machine busy
QUIET_MS = 150
SCREEN = {"width": 1280, "height": 720}
PHONE = {"viewport": {"width": 390, "height": 844}}
WIDE = (
    "[...document.querySelectorAll('[data-testid=stMain], body'), document.documentElement]"
    ".some(e => e.scrollWidth > e.clientWidth + 1)"
)
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 21, 29)"}
expect.set_options(timeout=PATIENCE_MS)
# When the browser last asked for a run of the script, and last heard that one was done (told by the tags of Streamlit's
# messages): what the page says of itself comes late where the machine is busy.
LISTEN = """
window.traffic = { asked: 0, done: 0 };
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", ({ data }) => {
      const [tag, status] = new Uint8Array(data).slice(-2);
      const early = 2;  // for the sake of the next run
      if (tag === 6 << 3 && status !== early && data.byteLength < 500) window.traffic.done = performance.now();
    });
  }
  send(message) {
    if (message[0] === ((11 << 3) | 2)) window.traffic.asked = performance.now();
    super.send(message);
  }
};
"""
QUIET = """
([call, quiet]) => {
  const now = performance.now();
  const { asked, done } = window.traffic;
  const still = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  if (window.settling?.call !== call || !still || asked >= done) window.settling = { call, since: now };
  return now - Math.max(window.settling.since, done) >= quiet;
}
"""


@contextmanager
def running_server() -> Iterator[str]:
    """A server that nobody has asked for anything yet; gives its address and ends it afterwards."""
    with shared.running() as (address, _):
        yield address


@pytest.fixture(scope="session")
def server() -> str:
    """One server for all tests that do not need a cold one."""
    return shared.shared(shared.server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    if not shutil.which("chromium"):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect(shared.shared(shared.chromium))
        yield browser
        browser.close()


class Tabs:
    """The tabs of a browser that nobody looks at: a new one costs as much as the page that is shown in it."""

    def __init__(self, browser: Browser) -> None:
        self.context: BrowserContext = browser.new_context(reduced_motion="reduce")  # animation costs a tenth
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(LISTEN)
        self.free: list[Page] = []

    def take(self, viewport: dict[str, int]) -> Page:
        """An empty tab of this size."""
        page = self.free.pop() if self.free else self.context.new_page()
        page.set_viewport_size(viewport)
        page.mouse.move(0, 0)
        page.emulate_media(color_scheme="light")
        return page

    def give_back(self, page: Page) -> None:
        """For the next visitor, whose session is another one."""
        page.goto("about:blank")
        self.free.append(page)


TABS: dict[Browser, Tabs] = {}


class Visitor:
    """One person with a browser session of their own."""

    def __init__(self, browser: Browser, server: str, viewport: dict[str, int] = SCREEN) -> None:
        self.server = server
        self.tabs = TABS.get(browser) or TABS.setdefault(browser, Tabs(browser))
        self.page: Page = self.tabs.take(viewport)
        self.settled = 0
        self.dialogs: list[str] = []
        self.page.on("dialog", self._dismiss)
        self.requests: list[str] = []
        self.page.on("request", self._note)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def open(self, page: str = "", values: Mapping[Control, Any] | None = None, /, **address: str) -> None:
        """Open a page whose address says ``values``, and texts as they stand; wait for all of it."""
        said = urlencode(address_of(values or {}) | address, doseq=True)
        self.page.goto(f"{self.server}/{page}?{said}")
        self.answer.wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until all that was done is answered and drawn, and nothing has gone on for a moment."""
        self.settled += 1
        self.page.wait_for_function(QUIET, arg=[self.settled, QUIET_MS])

    def click(self, target: Locator) -> None:
        """Click when nothing goes on any more: one of Streamlit's own controls is lost while it is drawn anew."""
        self.settle()
        target.click()

    def click_through(self, target: Locator, redraw: Callable[[], None]) -> None:
        """Press, have everything drawn anew, and release: a click like any other."""
        self.settle()
        target.hover()
        self.page.mouse.down()
        redraw()
        self.settle()
        target.hover()  # the page may have moved
        self.page.mouse.up()

    def expect_address(self, *parts: str) -> None:
        """Wait until the address has these parts."""
        for part in parts:
            expect(self.page).to_have_url(re.compile(re.escape(part)))

    def themes(self, *schemes: str) -> Iterator[str]:
        """Light and then dark, or those that are named, each when everything is drawn in it."""
        for scheme, background in BACKGROUNDS.items():
            if schemes and scheme not in schemes:
                continue
            self.page.emulate_media(color_scheme=scheme)
            expect(self.page.get_by_test_id("stApp")).to_have_css("background-color", background)
            self.settle()
            yield scheme

    def expect_no_sideways_scroll(self) -> None:
        """In the theme that is shown."""
        assert not self.page.evaluate(WIDE)

    @property
    def answer(self):
        """The headline."""
        return self.page.locator(".answer")

    def chip(self, label: str):
        """A token chip by its visible label."""
        return self.page.locator(".chip").filter(has_text=label).first

    def share(self, comment: str = "") -> str:
        """The link that the page copies, once it stands for what is shown."""
        self.settle()
        with shared.clipboard():
            self.page.get_by_role("button", name="Copy link").click()
            if comment:
                self.page.get_by_label("Comment that travels with the link").fill(comment)
                self.page.get_by_role("button", name="Copy with comment").click()
            said = "Copied with your comment." if comment else "Copied."
            expect(self.page.get_by_role("status").filter(has_text=said)).to_be_visible()
        return self.page.get_by_label("Link to this page").input_value()

    def download(self, button: Locator) -> Download:
        """What a button makes when it is clicked."""
        with self.page.expect_download() as download:
            button.click()
        return download.value

    def type_prompt(self, prompt: str) -> None:
        """Type into the sidebar's prompt box and run it."""
        box = self.page.get_by_role("textbox", name="Prompt", exact=True)
        box.fill(prompt)
        box.press("Control+Enter")

    def close(self) -> None:
        """Leave."""
        self.page.remove_listener("dialog", self._dismiss)
        self.page.remove_listener("request", self._note)
        self.tabs.give_back(self.page)


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator:
    """A function that makes visitors; all leave after the test."""
    visitors = []

    def visitor(**context: object) -> Visitor:
        visitors.append(Visitor(browser, server, **context))
        return visitors[-1]

    yield visitor
    for each in visitors:
        each.close()
