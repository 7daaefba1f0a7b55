"""A GGUF file of every family opens with the numbers of the model it was made from; a broken one is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
import torch
from gguf import GGMLQuantizationType
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

from lmdash.errors import ModelUnavailableError
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import resolve
from lmdash.models.opening.loading import estimate, load
from lmdash.models.text.verbatim import mixed_strings
from lmdash.models.values import Chat
from tests.models.families import tiny_model
from tests.models.opening.ggufs import WRITTEN, write_gguf

IDS = tuple(range(1, 12))


def opened(path: Path | str, **options: object) -> LoadedModel:
    source = resolve(str(path), "any")
    return load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**24, progress=lambda *_: None, **options)


def refusal(path: Path | str) -> str:
    with pytest.raises(ModelUnavailableError) as caught:
        opened(path)
    message = str(caught.value)
    assert message.endswith(".")
    assert len(message.splitlines()) == 1
    return message


@pytest.fixture(scope="module")
def file(tokenizer: PreTrainedTokenizerFast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    return write_gguf(path, tiny_model("llama", len(tokenizer)), tokenizer)


@pytest.mark.thinned(3)
@pytest.mark.parametrize("name", WRITTEN)
@torch.no_grad()
def test_a_file_of_every_family_has_the_logits_of_its_model(
    name: str, tokenizer: PreTrainedTokenizerFast, tmp_path: Path
) -> None:
    plain = tiny_model(name, len(tokenizer), **WRITTEN[name])
    path = write_gguf(tmp_path / "model.gguf", plain, tokenizer)
    model = opened(path)
    expected = plain(torch.tensor([IDS])).logits[0].float()
    assert (model.unembed(model.trace(IDS).final_residual) - expected).abs().max() < 5e-5
    assert model.info.notes == ()
    weights = estimate(resolve(str(path), "any"), trace_bytes=2**24).weights
    assert weights == pytest.approx(model.info.weight_bytes, rel=0.02)


@pytest.mark.parametrize("name", ["llama", "qwen2", "bloom", "gemma2"])  # of the rest it lacks a setting
@torch.no_grad()
def test_it_is_read_as_transformers_reads_it(name: str, tokenizer: PreTrainedTokenizerFast, tmp_path: Path) -> None:
    written = tiny_model(name, len(tokenizer), **WRITTEN[name])
    if name == "llama":  # transformers reads no biases of a Llama
        written = tiny_model(name, len(tokenizer), attention_bias=False, mlp_bias=False)
    path = write_gguf(tmp_path / "model.gguf", written, tokenizer)
    reference = AutoModelForCausalLM.from_pretrained(tmp_path, gguf_file=path.name, dtype=torch.float32).eval()
    model = opened(path)
    expected = reference(torch.tensor([IDS])).logits[0]
    if name != "gemma2":  # whose caps transformers takes from other models
        assert (model.unembed(model.trace(IDS).final_residual) - expected).abs().max() < 5e-5
    ours, theirs = model.model.state_dict(), reference.state_dict()
    assert all(torch.equal(ours[key], theirs[key]) for key in theirs)


def test_the_tokenizer_and_the_chat_template_are_those_of_the_file(
    file: Path, tokenizer: PreTrainedTokenizerFast
) -> None:
    model = opened(file)
    for text in mixed_strings():
        assert model.tokens._ids(text) == tuple(tokenizer(text, add_special_tokens=False)["input_ids"])
    assert model.tokens.encode("Hi", chat=Chat()).text == "<user>Hi"


def test_quantised_weights_are_approximations_and_said_so(tokenizer: PreTrainedTokenizerFast, tmp_path: Path) -> None:
    plain = tiny_model("qwen2", len(tokenizer), hidden_size=64, intermediate_size=64, use_sliding_window=False)
    exact = opened(write_gguf(tmp_path / "exact.gguf", plain, tokenizer))
    rough = opened(write_gguf(tmp_path / "rough.gguf", plain, tokenizer, GGMLQuantizationType.Q8_0))
    [note] = rough.info.notes
    assert "Quantised weights (Q8_0)" in note
    off = (exact.logit_summary(IDS).last_logits - rough.logit_summary(IDS).last_logits).abs().max()
    assert 1e-4 < off < 0.5
    assert rough.info.weight_bytes == exact.info.weight_bytes


def test_a_file_without_an_ending_is_known_by_what_it_holds(file: Path, tmp_path: Path) -> None:
    blob = tmp_path / "sha256-0123"
    blob.write_bytes(file.read_bytes())
    assert opened(blob).info.family == "Llama"


def test_a_folder_with_both_takes_the_safetensors_and_says_so(file: Path, tiny_folder: Path, tmp_path: Path) -> None:
    for path in (*tiny_folder.iterdir(), file):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    model = opened(tmp_path)
    assert model.info.family == "GPT-2"
    assert any("safetensors were opened" in note for note in model.info.notes)


def test_a_folder_of_gguf_files_names_one(file: Path) -> None:
    assert f"Choose one by its full name, such as “{file}”." in refusal(file.parent)


BROKEN = {
    "empty": (lambda data: b"", "is empty"),
    "another kind": (lambda data: b"PK\3\4" + data[4:], "is not a GGUF file"),
    "cut in half": (lambda data: data[: len(data) // 2], "is cut off or damaged"),
    "cut in the header": (lambda data: data[:100], "is cut off or damaged"),
    "only its name": (lambda data: data[:4], "is cut off or damaged"),
    "version 1": (lambda data: data[:4] + struct.pack("<I", 1) + data[8:], "of version 1"),
    "most of all tensors": (lambda data: data[:8] + struct.pack("<Q", 2**60) + data[16:], "promises"),
    "most of all settings": (lambda data: data[:16] + struct.pack("<Q", 2**62) + data[24:], "promises"),
    "a long name": (lambda data: data[:24] + struct.pack("<Q", 2**63) + data[32:], "promises"),
    "another architecture": (lambda data: data.replace(b"\5\0\0\0\0\0\0\0llama", b"\5\0\0\0\0\0\0\0mamba", 1), "mamba"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_in_a_sentence(what: str, file: Path, tmp_path: Path) -> None:
    change, said = BROKEN[what]
    path = tmp_path / "broken.gguf"
    path.write_bytes(change(file.read_bytes()))
    assert said in refusal(path)


LIES = {
    "block_count": 2**31,
    "embedding_length": 2**31,
    "feed_forward_length": 2**31,
    "attention.head_count": 2**30,
    "attention.head_count_kv": 3,
    "attention.key_length": 2**20,
}


@pytest.mark.parametrize("setting", LIES)
def test_settings_that_lie_allocate_nothing(setting: str, tokenizer: PreTrainedTokenizerFast, tmp_path: Path) -> None:
    path = write_gguf(
        tmp_path / "lies.gguf", tiny_model("llama", len(tokenizer)), tokenizer, more={setting: LIES[setting]}
    )
    assert "damaged" in refusal(path)
