"""What a model's folder says of itself before its weights are read; what lmdash cannot open is refused here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lmdash.errors import ModelUnavailableError
from lmdash.models.anatomy.architectures import ARCHITECTURES, architecture
from lmdash.models.opening.catalog import Source
from lmdash.models.opening.download import INDEX, WEIGHTS, file_names, weight_names
from lmdash.models.opening.memory import StoredTensor

if TYPE_CHECKING:
    from transformers import PretrainedConfig

_OTHER_WEIGHTS = (".bin", ".pt", ".pth", ".h5", ".msgpack", ".ckpt")
_TOKENIZERS = (("tokenizer.json",), ("vocab.json", "merges.txt"))


def read_config(source: Source, folder: Path) -> PretrainedConfig:
    """The config of a causal language model of a supported family."""
    from transformers import AutoConfig

    path = folder / "config.json"
    if not path.is_file():
        raise ModelUnavailableError(_other_kind(source, folder) or _no_config(source))
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        model_type = str(raw["model_type"])
    except (ValueError, KeyError, TypeError):
        raise ModelUnavailableError(
            f"The config.json of “{source.id}” cannot be read, or does not name a model type: the files are broken. "
            "Download the model again."
        ) from None
    _refuse_other_tasks(source.id, model_type, raw)
    if raw.get("quantization_config"):
        method = raw["quantization_config"].get("quant_method", "few bits per weight")
        raise ModelUnavailableError(
            f"“{source.id}” is quantised ({method}), which is not supported: its weights are packed, so they could "
            "neither be shown nor changed one by one. Choose the model that it was made from."
        )
    return AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)


def stored_tensors(source: Source, folder: Path) -> list[StoredTensor]:
    """The headers of the weights that transformers will read; the weights themselves stay where they are."""
    from safetensors import safe_open

    paths = [folder / name for name in weight_names(source, folder)]
    missing = [path.name for path in paths if not path.is_file()]
    if len(missing) == len(paths) == 1:
        raise ModelUnavailableError(_other_kind(source, folder) or _no_weights(source))
    if missing:
        raise ModelUnavailableError(
            f"The weights of “{source.id}” are incomplete: {len(missing)} of {len(paths)} files are missing "
            f"({missing[0]}). Download the model again."
        )
    tensors = []
    for path in paths:
        with safe_open(path, framework="pt") as file:
            headers = [(name, file.get_slice(name)) for name in file.keys()]  # noqa: SIM118 - it is no dictionary
            tensors += [StoredTensor(name, slot.get_dtype(), tuple(slot.get_shape())) for name, slot in headers]
    return tensors


def check_tokenizer(source: Source, folder: Path) -> None:
    """Refuse missing files, where transformers would make up an empty tokenizer."""
    if any(all((folder / name).is_file() for name in kind) for kind in _TOKENIZERS):
        return
    if (folder / "tokenizer.model").is_file():
        raise ModelUnavailableError(
            f"“{source.id}” has its tokenizer only as tokenizer.model, which lmdash cannot read. Put a tokenizer.json "
            "beside it (transformers writes one with save_pretrained where sentencepiece is installed), or choose "
            "another model."
        )
    raise ModelUnavailableError(
        _other_kind(source, folder)
        or f"“{source.id}” has no tokenizer (tokenizer.json, or vocab.json and merges.txt), so no text can be read. "
        "Put its tokenizer files beside the weights, or choose another model."
    )


def _refuse_other_tasks(model_id: str, model_type: str, raw: dict[str, Any]) -> None:
    classes = raw.get("architectures") or []
    if raw.get("is_encoder_decoder"):
        raise ModelUnavailableError(
            f"“{model_id}” is an encoder-decoder model: it turns one text into another instead of continuing "
            "a text. Choose a causal language model."
        )
    if model_type not in ARCHITECTURES and raw.get("auto_map"):
        raise ModelUnavailableError(
            f"“{model_id}” comes with its own program code (auto_map in config.json), and lmdash never runs the code "
            f"of a model. Choose a model of a supported family: {', '.join(_families())}."
        )
    row = architecture(model_type)
    if classes and not any(name.endswith(("LMHeadModel", "ForCausalLM")) for name in classes):
        raise ModelUnavailableError(
            f"“{model_id}” is a {row.family} made for another task ({classes[0]}): it does not predict the next "
            "token. Choose a causal language model."
        )


def _families() -> list[str]:
    return [row.family for row in ARCHITECTURES.values()]


def _other_kind(source: Source, folder: Path) -> str:
    """Why files that are not a transformers model with safetensors cannot be opened; empty if they say nothing."""
    names = file_names(source, folder)
    if names & {WEIGHTS, INDEX}:
        return ""
    if "adapter_config.json" in names:
        return (
            f"“{source.id}” is an adapter (PEFT, LoRA): it changes another model and is not one itself. Merge it into "
            "its base model (merge_and_unload, then save_pretrained) and open the result."
        )
    if files := sorted(name for name in names if name.endswith(".gguf")):
        first = f"{source.id}:{files[0]}" if source.repository else str(folder / files[0])
        return f"“{source.id}” has GGUF files and no safetensors. Choose one by its full name, such as “{first}”."
    if any(name.endswith(_OTHER_WEIGHTS) for name in names) and "config.json" in names:
        return (
            f"“{source.id}” has no .safetensors weights. Other formats can run code when they are opened, so lmdash "
            "reads only safetensors. Convert the model with save_pretrained, or choose another."
        )
    return ""


def _no_config(source: Source) -> str:
    if source.repository:
        return f"“{source.id}” has no config.json, so it is not a model for transformers. Choose another model."
    return (
        f"“{source.id}” has no config.json, so it is not a Hugging Face model folder. Choose the folder that "
        "contains config.json and the .safetensors file."
    )


def _no_weights(source: Source) -> str:
    return (
        f"“{source.id}” has no .safetensors weights (model.safetensors, or its parts with "
        "model.safetensors.index.json). Download it again, or choose another model."
    )
