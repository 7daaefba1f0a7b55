"""No click waits until all that torch, transformers and the model keep in memory was walked through for garbage."""

import gc
from collections.abc import Iterator

import pytest

from lmdash.ui.frame import memory
from tests.pages.app import open_app


@pytest.fixture
def fresh() -> Iterator[None]:
    """As in a process in which no page has run."""
    gc.unfreeze()
    memory._freeze.cache_clear()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("fresh")
def test_what_is_there_for_good_is_not_walked_again() -> None:
    open_app("next_token")
    open_app("next_token", prompt="The capital of Italy is")
    kept = gc.get_freeze_count()
    assert kept > 100_000
    assert len(gc.get_objects()) < kept / 4  # what a collection walks
