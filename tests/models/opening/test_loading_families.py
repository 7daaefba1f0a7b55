"""A folder of every family opens with the logits of transformers, as large as estimated; a broken one is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import PreTrainedTokenizerFast

from lmdash.errors import ModelUnavailableError
from lmdash.models.anatomy.architectures import ARCHITECTURES
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import resolve
from lmdash.models.opening.loading import estimate, load
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 12))


@pytest.fixture(params=FAMILIES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def folder(name: str, tokenizer: PreTrainedTokenizerFast, tmp_path: Path) -> Path:
    tiny_model(name, len(tokenizer)).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    return tmp_path


def opened(folder: Path, **options: object) -> LoadedModel:
    source = resolve(str(folder), "any")
    return load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**24, progress=lambda *_: None, **options)


@torch.no_grad()
def test_it_opens_and_says_what_it_is(name: str, folder: Path, tokenizer: PreTrainedTokenizerFast) -> None:
    model, plain = opened(folder), tiny_model(name, len(tokenizer))
    expected = plain(torch.tensor([IDS])).logits[0].float()
    assert (model.unembed(model.trace(IDS).final_residual) - expected).abs().max() < 5e-5
    info, config = model.info, plain.config
    assert info.family == ARCHITECTURES[config.model_type].family
    assert (info.layers, info.width, info.heads) == (3, 32, 4)
    assert info.kv_heads == {"falcon": 1}.get(name, getattr(config, "num_key_value_heads", None) or info.kv_heads)
    assert info.neurons == max(model.anatomy.neurons)
    assert info.tied == (plain.get_output_embeddings().weight is plain.get_input_embeddings().weight)
    assert info.weight_bytes == sum(parameter.nbytes for parameter in plain.parameters())
    source = resolve(str(folder), "any")
    assert estimate(source, trace_bytes=2**24).weights == pytest.approx(info.weight_bytes, rel=0.02)
    assert info.working_bytes > 0


def test_half_precision_keeps_the_same_likeliest_token(name: str, folder: Path) -> None:
    exact, half = opened(folder), opened(folder, dtype="bfloat16")
    assert half.info.dtype == "bfloat16"
    assert half.info.weight_bytes == exact.info.weight_bytes // 2
    exact_logits, half_logits = (model.logit_summary(IDS).last_logits for model in (exact, half))
    assert half_logits.dtype == torch.float32
    assert float(torch.corrcoef(torch.stack([exact_logits, half_logits]))[0, 1]) > 0.99


def test_weights_that_lack_a_part_are_refused(folder: Path) -> None:
    path = folder / "model.safetensors"
    tensors = load_file(path)
    del tensors[next(key for key in tensors if "1." in key)]
    save_file(tensors, path, metadata={"format": "pt"})
    with pytest.raises(ModelUnavailableError, match=r"are incomplete: \d+ parts|cannot be opened"):
        opened(folder)


def test_one_made_for_another_task_is_refused(folder: Path) -> None:
    path = folder / "config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps(config | {"architectures": ["SomethingForSequenceClassification"]}))
    with pytest.raises(ModelUnavailableError, match="made for another task"):
        opened(folder)
