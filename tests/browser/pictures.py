"""Redraw the README's pictures: ``python -m tests.browser.pictures``."""

from __future__ import annotations

import shutil

from playwright.sync_api import sync_playwright

from lmdash.demo.cases.examples import WRONG_CAPITAL
from lmdash.demo.cases.loop_cases import MISSPELT
from lmdash.ui.frame.addresses.next_token import View
from lmdash.ui.frame.cases import repaired
from tests.browser.conftest import Visitor, running_server
from tests.browser.shared import CHROMIUM_FLAGS, ROOT

GIVING = "When Mary and John went to the store, John gave a drink to"
REPAIRED = {control.name: control.write(value)[0] for control, value in repaired(WRONG_CAPITAL).items()}
STORY = "Once upon a time, there was a little girl named"
PICTURES = {
    "start.png": ("", {}),
    "write_on.png": (
        "next_token",
        {
            "view": View.WRITE_ON,
            "prompt": "Once upon a time, there was a little girl named",
            "step": "0",
            "length": "12",
        },
    ),
    "attention.png": (
        "attention",
        {"prompt": "red blue green gold black; red blue green", "layer": "5", "head": "3", "hide_first": "true"},
    ),
    "hidden_states.png": ("hidden_states", {}),
    "attributions.png": ("attributions", {}),  # few runs: drawn without a click on any machine
    "ffn_interventions.png": ("ffn_interventions", REPAIRED),
    "prompt_ablation.png": ("prompt_ablation", {"prompt": GIVING}),
    "output_checks.png": ("output_checks", {"prompt": MISSPELT.prompt, "check_texts": "20"}),
}
SETTLED_MS = 3000  # charts fade in
HEIGHTS = {  # others: one screen
    "attention.png": 1500,
    "attributions.png": 1500,
    "ffn_interventions.png": 1300,
    "prompt_ablation.png": 1250,
    "output_checks.png": 1150,
}


def main() -> None:
    """Write every picture into ``docs/``."""
    with running_server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        for name, (page, controls) in PICTURES.items():
            visitor = Visitor(browser, address, viewport={"width": 1200, "height": HEIGHTS.get(name, 900)})
            visitor.open(page, **controls)
            visitor.page.get_by_text("How to read this").wait_for()
            visitor.page.wait_for_timeout(SETTLED_MS)
            visitor.page.screenshot(path=ROOT / "docs" / name)
            visitor.close()
        browser.close()


if __name__ == "__main__":
    main()
