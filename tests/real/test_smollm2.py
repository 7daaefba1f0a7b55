"""A real model says in lmdash what it says in transformers; the numbers come from transformers alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.service import ModelService

LIKELIEST = {
    "The capital of France is": {"␣Paris": 0.77, "␣the": 0.064, "␣London": 0.012},
    "The capital of Australia is": {"␣Sydney": 0.36, "␣Canberra": 0.34, "␣the": 0.041, "␣Perth": 0.036},
    "When Mary and John went to the store, John gave a drink to": {"␣Mary": 0.92},
}


@pytest.mark.parametrize("prompt", LIKELIEST)
def test_the_likeliest_next_tokens_are_those_of_transformers(prompt: str, opened: ModelService, smollm2: Path) -> None:
    read = opened.run(str(smollm2), read_prompt, text=prompt, reserve=1)
    said = opened.run(str(smollm2), next_token, ids=read.ids, position=len(read.ids) - 1).top
    expected = LIKELIEST[prompt]
    assert said["token"].tolist()[: len(expected)] == list(expected)
    assert said["probability"].tolist()[: len(expected)] == pytest.approx(list(expected.values()), abs=0.01)
