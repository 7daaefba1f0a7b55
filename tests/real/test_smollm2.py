"""A real model says in lmdash what it says in transformers; the numbers come from transformers alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmdash.analyses.common.chat import Moment, own_system_message, written_word
from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.common.watch import watch
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.passes.sampling import Sampling
from lmdash.models.service import ModelService
from lmdash.models.values import Chat

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


QUESTION = "What is the capital of France? Answer with one word."


def test_a_word_of_an_answer_is_read_without_a_space_as_the_model_begins_it(
    opened: ModelService, smollm2: Path
) -> None:
    read = opened.run(str(smollm2), read_prompt, text=QUESTION, reserve=1, chat=Chat())
    [paris] = opened.run(str(smollm2), watch, ids=read.ids, words=("Paris",), leading_space=True)
    assert ("".join(token.label for token in paris.tokens), paris.rank) == ("Paris", 2)
    assert paris.probability == pytest.approx(0.065, abs=0.005)
    price = opened.run(str(smollm2), read_prompt, text="The price is $", reserve=1)
    [one] = opened.run(str(smollm2), watch, ids=price.ids, words=("1",), leading_space=True)
    assert one.probability == pytest.approx(0.33, abs=0.02)


def test_a_chat_is_answered_and_its_format_is_known(opened: ModelService, smollm2: Path) -> None:
    read = opened.run(str(smollm2), read_prompt, text="What is the capital of France?", reserve=1, chat=Chat())
    assert read.format == ((0, 24), (31, 37))
    question = {"ids": read.ids, "sampling": Sampling(), "new_tokens": 20}
    answer = opened.run(str(smollm2), continuation, **question)
    assert (answer.text, answer.stopped) == ("The capital of France is Paris.", "end")
    moment = Moment(answer.ids, 5)
    assert opened.run(str(smollm2), written_word, before=read.ids, moment=moment) == "Paris"
    own = opened.run(str(smollm2), own_system_message)
    assert own == "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
