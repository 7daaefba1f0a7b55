"""The app in a real browser: a fresh server process and the system's Chromium."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.pages.app import ROOT

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def running_server() -> Iterator[str]:
    """A server of its own process on a free port; gives its address and ends it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_healthy(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_healthy(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("The server did not come up.")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """One server for the tests that do not need a cold one."""
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    if not shutil.which("chromium"):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class Visitor:
    """One person with a browser session of their own."""

    def __init__(self, browser: Browser, server: str, **context: object) -> None:
        self.server = server
        self.page: Page = browser.new_context(**context).new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.dialogs: list[str] = []
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, page: str = "", **address: str) -> None:
        """Open a page and wait for its answer."""
        self.page.goto(f"{self.server}/{page}?{urlencode(address)}")
        self.answer.wait_for()

    def settle(self) -> None:
        """Wait until nothing is drawn any more: a click on what is being replaced would be lost."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    @property
    def answer(self):
        """The headline."""
        return self.page.locator(".answer")

    def chip(self, label: str):
        """A token chip by its visible label."""
        return self.page.locator(".chip").filter(has_text=label).first

    def type_prompt(self, prompt: str) -> None:
        """Type into the sidebar's prompt box and run it."""
        box = self.page.get_by_role("textbox", name="Prompt", exact=True)
        box.fill(prompt)
        box.press("Control+Enter")

    def close(self) -> None:
        """Leave."""
        self.page.context.close()


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
