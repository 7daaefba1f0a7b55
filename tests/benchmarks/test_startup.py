"""From ``streamlit run`` to a drawn Start page, beside importing the libraries alone."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.browser.conftest import browser, running_server  # noqa: F401 - browser is a fixture

IMPORTS = "import streamlit, torch, transformers; from transformers import GPT2LMHeadModel"


@pytest.mark.timeout(300)
def test_startup(browser, benchmark):  # noqa: F811
    imports, starts = [], []
    for _ in range(3):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", IMPORTS], check=True, capture_output=True)
        imports.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        with running_server() as address:
            context = browser.new_context()  # a browser that has kept nothing from the last time
            page = context.new_page()
            page.goto(address)
            page.locator(".answer").wait_for()
            starts.append(time.perf_counter() - begin)
            context.close()
    bare, start = min(imports), min(starts)
    print(f"\nimports {bare:.2f} s, drawn Start page {start:.2f} s, bound {bare + 1:.2f} s")
    benchmark.extra_info.update(imports=bare, start=start, bound=bare + 1)
    benchmark.pedantic(lambda: None, rounds=1)
