"""Models of other families, opened by the app from a folder."""

from __future__ import annotations

import pytest

from lmdash.models.opening.catalog import SUGGESTED
from tests.models.families import tiny_model


@pytest.fixture
def saved(tokenizer, tmp_path, monkeypatch):
    """A function that makes a tiny model of a family a suggestion and gives its id."""

    def save(name, template=None):
        folder = tmp_path / name.replace(" ", "_")
        tiny_model(name, len(tokenizer)).save_pretrained(folder)
        tokenizer.chat_template = template
        tokenizer.save_pretrained(folder)
        tokenizer.chat_template = None
        monkeypatch.setitem(SUGGESTED, str(folder), "a folder")
        return str(folder)

    return save
