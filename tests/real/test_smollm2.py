"""A real model says in lmdash what it says in transformers; the numbers come from transformers alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel

from lmdash.analyses.common.chat import Moment, own_system_message, written_word
from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.common.watch import watch
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.checks.check import IDENTITIES, SENTENCE, check_model, rounding
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import SMOLLM2, resolve, suggested
from lmdash.models.opening.loading import load
from lmdash.models.passes.sampling import Sampling
from lmdash.models.service import ModelService
from lmdash.models.text.verbatim import mixed_strings
from lmdash.models.values import Chat

QUICK = ("tokens", "logits", "residual stream", "attention", "neurons", "logit lens", "direct effects", "loss")
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


def loaded(name: str) -> LoadedModel:
    """The model itself, for what no page asks."""
    source = resolve(name, "any")
    return load(source, device="cpu", limit_bytes=2**31, trace_bytes=2**28, progress=lambda *_: None)


@pytest.fixture(scope="module")
def gguf(package: str) -> LoadedModel:
    assert SMOLLM2 in suggested()
    return loaded(SMOLLM2)


@torch.no_grad()
def test_the_gguf_file_is_read_as_transformers_reads_it(gguf: LoadedModel, reference: PreTrainedModel) -> None:
    ids = gguf.tokens.encode(SENTENCE).ids
    expected = reference(torch.tensor([ids])).logits[0]
    assert (gguf.unembed(gguf.trace(ids).final_residual) - expected).abs().max() < 5e-5
    ours, theirs = gguf.model.state_dict(), reference.state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)
    [note] = gguf.info.notes
    assert "Quantised weights (Q4_1)" in note


def test_the_gguf_file_says_what_the_safetensors_say(gguf: LoadedModel, smollm2: Path) -> None:
    ids = gguf.tokens.encode(SENTENCE).ids
    folder = loaded(str(smollm2))
    assert folder.info.notes == ()
    off = gguf.logit_summary(ids).last_logits - folder.logit_summary(ids).last_logits
    assert float(off.abs().max()) < 5e-5


def test_the_texts_come_back_and_numbers_are_cut_by_digits(gguf: LoadedModel) -> None:
    tokens = gguf.tokens
    assert all(tokens.decode(tokens.encode_whole(text)) == text for text in mixed_strings())
    assert [tokens.decode([index]) for index in tokens.encode("In 1998").ids] == ["In", " ", "1", "9", "9", "8"]
    assert gguf.info.chat
    assert "<|im_start|>user\nHi<|im_end|>" in tokens.encode("Hi", chat=Chat()).text


@pytest.mark.parametrize("name", QUICK)
def test_what_must_add_up_does(name: str, gguf: LoadedModel) -> None:
    measure, bound = IDENTITIES[name]
    assert measure(gguf, gguf.tokens.encode(SENTENCE).ids) <= (bound and max(bound, rounding(gguf)))


@pytest.mark.slow
def test_every_identity_holds(gguf: LoadedModel) -> None:
    checks = check_model(gguf)
    assert [check.name for check in checks if not check.passed or check.skipped] == []
    assert len(checks) == len(IDENTITIES)
