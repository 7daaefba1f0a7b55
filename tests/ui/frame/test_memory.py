"""No click waits until all that torch, transformers and the model keep in memory was walked through for garbage."""

import gc
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from lmdash.errors import LmdashError
from lmdash.models import service as module
from lmdash.models.opening.catalog import DEMO
from lmdash.models.service import ModelService, models_opened, service
from lmdash.settings import Settings
from lmdash.ui.frame import memory
from tests.pages.app import ROOT, open_app, sentences


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


@pytest.mark.usefixtures("fresh")
def test_what_a_model_brings_is_not_walked_again_either(monkeypatch: pytest.MonkeyPatch) -> None:
    open_app("next_token")
    before = memory._freeze.cache_info().misses
    open_app("next_token", prompt="The capital of Italy is")
    assert memory._freeze.cache_info().misses == before
    opened = ModelService(Settings())
    opened.open(DEMO)
    monkeypatch.setattr(memory, "models_opened", lambda: models_opened() + opened.opened)
    open_app("next_token", prompt="The capital of Spain is")
    assert memory._freeze.cache_info().misses == before + 1


def test_wrong_settings_are_said_and_nothing_else_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Settings:
        raise LmdashError("LMDASH_RESULTS_MB='many' is not a whole number of 0 or more")

    monkeypatch.setattr(module, "settings", refuse)
    service.cache_clear()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not app.exception
    assert any("is not a whole number" in sentence for sentence in sentences(app, "error"))
