"""Clients that leave in the middle, reload without a pause or click on what is gone leave nothing behind."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.browser import shared
from tests.wire import Session, Widget

PAGES = ("next_token", "attention", "attributions", "output_checks", "ffn_interventions")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, psutil.Process, Path]]:
    """A server of our own, warm, with its log."""
    folder = tmp_path_factory.mktemp("served")
    address, pid = shared.server(folder)
    _visit(address)
    yield address, psutil.Process(pid), next(folder.glob("server-*.log"))
    shared.end(pid)


def _visit(address: str) -> None:
    session = Session(address)
    for page in PAGES:
        run = session.visit(page, {"prompt": "The capital of Italy is"})
        assert run.answer
        assert not run.errors
    session.close()


def _nothing_is_left(process: psutil.Process, quiet: int, log: Path) -> None:
    """No threads beyond those of a quiet server, once they had time to end, and no exception in the log."""
    deadline = time.monotonic() + 60
    while process.num_threads() > quiet and time.monotonic() < deadline:
        time.sleep(0.2)
    assert process.num_threads() <= quiet
    assert "Traceback" not in log.read_text()


def _settled(process: psutil.Process) -> int:
    """Threads of the quiet server: what its libraries keep."""
    time.sleep(1.5)
    return process.num_threads()


def test_leaving_in_the_middle_of_a_run_leaves_nothing(served):
    address, process, log = served
    quiet = _settled(process)
    for number in range(15):
        session = Session(address)
        session.ask(PAGES[number % len(PAGES)], {"prompt": f"The {number}th capital of a country is"})
        time.sleep(0.02 * (number % 4))
        session.close()
    _nothing_is_left(process, quiet, log)
    _visit(address)


def test_reloading_twenty_times_a_second_leaves_nothing(served):
    address, process, log = served
    quiet = _settled(process)
    session = Session(address)
    for number in range(40):
        session.ask("attributions", {"prompt": f"Reloaded {number} times, the capital of France is"})
        time.sleep(0.05)
    last = session.visit("next_token", {"prompt": "The capital of France is"})
    while "Paris" not in last.answer:  # what was asked before may still be told
        last = session.read(time.perf_counter())
    session.close()
    _nothing_is_left(process, quiet, log)
    _visit(address)


def test_a_click_on_a_thing_that_is_gone_is_no_exception(served):
    address, process, log = served
    quiet = _settled(process)
    session = Session(address)
    session.visit("next_token", {"prompt": "The capital of France is"})
    shown = session.widgets["Tokens shown"]
    session.visit("attention", {"prompt": "The capital of France is"})
    session.widgets["gone"] = Widget("$$ID-0-nobody", "")
    assert not session.slide("gone", 3).errors
    session.widgets["gone"] = Widget(shown.id, "")
    assert not session.slide("gone", 3).errors
    session.tell(Widget(shown.id, "no such part"), 3)  # not answered
    assert session.visit("next_token", {"prompt": "The capital of France is"}).answer
    session.close()
    _nothing_is_left(process, quiet, log)
