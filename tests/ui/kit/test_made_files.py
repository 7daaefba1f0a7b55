"""Files that are made at a click stay until the browser has fetched them, and no longer than memory allows."""

import urllib.request
from types import SimpleNamespace

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from lmdash.ui.kit import made_files
from tests.browser import shared
from tests.wire import Session


def test_no_file_is_lost_when_other_sessions_run_before_it_is_fetched():
    address = shared.shared(shared.server)
    mine, other, third = Session(address), Session(address), Session(address)
    mine.visit("next_token", {"prompt": "The capital of Italy is"})
    file = mine.click_for_file("Table (CSV)")
    for each in (other, third, other, mine, third):
        each.visit("next_token", {"prompt": "The capital of Spain is"})
    for each in (mine, other, third):
        each.close()
    with urllib.request.urlopen(file, timeout=60) as answer:
        assert "next_token" in answer.headers["Content-Disposition"]
        assert b"Rome" in answer.read()


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> MemoryMediaFileStorage:
    """Streamlit's own, of which the manager is ours for the test."""
    storage = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(storage)
    monkeypatch.setattr(made_files.runtime, "get_instance", lambda: SimpleNamespace(media_file_mgr=manager))
    monkeypatch.setattr(made_files, "_kept", made_files.deque())
    monkeypatch.setattr(made_files, "MOST_BYTES", 2500)
    monkeypatch.setattr(storage, "two_runs_end", lambda: [manager.remove_orphaned_files() for _ in "12"], raising=False)
    return storage


def sizes(storage: MemoryMediaFileStorage) -> list[int]:
    return sorted(each.content_size for each in storage._files_by_id.values() if each.content_size)


def test_the_newest_files_stay_as_many_as_memory_holds(storage):
    for size in (1000, 1001, 1002, 1003):
        made_files.keep(b"x" * size, "text/csv", "x.csv")
        storage.two_runs_end()
    assert sizes(storage) == [1002, 1003]
    made_files.keep(b"x" * 9000, "text/csv", "x.csv")
    storage.two_runs_end()
    assert sizes(storage) == [9000]  # larger than all that is kept: until the next


def test_old_files_go_at_the_next_click(storage, monkeypatch):
    now = 0.0
    monkeypatch.setattr(made_files.time, "monotonic", lambda: now)
    made_files.keep(b"x" * 10, "text/csv", "x.csv")
    now = made_files.STAY_SECONDS + 1
    made_files.keep(b"x" * 11, "text/csv", "x.csv")
    storage.two_runs_end()
    assert sizes(storage) == [11]
