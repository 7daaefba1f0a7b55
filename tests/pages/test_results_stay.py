"""Kept results belong to every session: no page changes one of them while it draws."""

from __future__ import annotations

import hashlib

import pytest

from lmdash.models.cache import ByteCache
from lmdash.models.service import service
from lmdash.ui.frame.sitemap import PAGES
from tests.pages.app import open_app
from tests.release.numbers import numbers


def digest(result: object) -> str:
    return hashlib.sha256(repr(sorted(numbers(result).items())).encode()).hexdigest()


@pytest.fixture
def kept(monkeypatch):
    """The digest of every result at the moment when it was kept."""
    service.cache_clear()
    found, keep = {}, ByteCache._keep

    def told(self, key, value, size):
        if self is service()._results:
            found[key] = digest(value)
        keep(self, key, value, size)

    monkeypatch.setattr(ByteCache, "_keep", told)
    return found


def test_no_page_changes_a_result_that_is_kept(kept):
    for page in PAGES:
        open_app(page.name, edits="L5F*0.5", compare="difference")
        open_app(page.name, prompt="Once upon a time", position="2")
    now = {key: digest(value) for key, (value, _) in service()._results._kept.items()}
    assert len(now) > 60
    assert not [key[2:4] for key, value in now.items() if kept[key] != value]


def test_a_changed_result_would_be_found(kept):
    open_app("next_token")
    for key, (value, _) in service()._results._kept.items():
        if key[3] == "next_token":
            value.top.loc[0, "probability"] += 0.1
            assert kept[key] != digest(value)
            return
    raise AssertionError("next_token was not asked")
