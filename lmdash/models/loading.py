"""From a source to a model in memory: download, check, read; every failure becomes a sentence that names the remedy."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from lmdash.errors import LmdashError, ModelUnavailableError
from lmdash.models.architectures import architecture
from lmdash.models.catalog import Source
from lmdash.models.loaded import LoadedModel

if TYPE_CHECKING:
    from transformers import PretrainedConfig

Progress = Callable[[float, str], None]
"""Called with a fraction from 0 to 1 and what is being done."""

_FILES = ["*.json", "*.safetensors", "*.txt", "*.model", "*.jinja"]


def load(source: Source, *, device: str, limit_bytes: int, trace_bytes: int, progress: Progress) -> LoadedModel:
    """Open a model in float32 with readable attention; raises :class:`ModelUnavailableError`.

    One whose weights would take more than ``limit_bytes`` is refused before they are read.
    """
    progress(0.0, "Looking for the model")
    with _explained(source):
        folder, revision = _local(source) if source.folder else _download(source, progress)
        config = _read_config(source, folder)
        size = _weights_size(source, folder)
        if size > limit_bytes:
            raise ModelUnavailableError(
                f"“{source.id}” would take {readable_size(size)} of memory and this server gives all models together "
                f"{readable_size(limit_bytes)}. Choose a smaller model, or raise LMDASH_OPEN_MODELS_MB."
            )
        _check_tokenizer(source, folder)
        progress(0.6, f"Reading {readable_size(size)} of weights")
        model = _read_weights(source, folder, config).to(_device(device))
        from transformers import AutoTokenizer, PreTrainedTokenizerFast

        progress(0.9, "Reading the tokenizer")
        # AutoTokenizer imports every tokenizer family: a second that a plain tokenizer.json need not cost.
        plain = (folder / "tokenizer.json").exists() and _declares_fast_tokenizer(folder)
        tokenizer_class = PreTrainedTokenizerFast if plain else AutoTokenizer
        tokenizer = tokenizer_class.from_pretrained(folder, local_files_only=True)
        loaded = LoadedModel(model, tokenizer, model_id=source.id, revision=revision, trace_bytes=trace_bytes)
    progress(1.0, "Ready")
    return loaded


def readable_size(size: int) -> str:
    """Bytes in MB or GB with few digits."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _local(source: Source) -> tuple[Path, str]:
    """The folder, with a revision that changes when one of its files does."""
    stamps = [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(source.folder.iterdir()) if p.is_file()]
    return source.folder, hashlib.sha256(repr(stamps).encode()).hexdigest()[:12]


def _download(source: Source, progress: Progress) -> tuple[Path, str]:
    import huggingface_hub as hub
    from huggingface_hub import errors

    name = source.repository
    try:
        missing = 0
        # Where the hub says no or cannot be reached, the real call says why, or finds the model on this machine.
        with contextlib.suppress(errors.DryRunError):
            files = hub.snapshot_download(name, revision=source.branch, allow_patterns=_FILES, dry_run=True)
            missing = sum(file.file_size or 0 for file in files if file.will_download)
        if missing:
            progress(0.05, f"Downloading {readable_size(missing)}")
        folder = hub.snapshot_download(
            name, revision=source.branch, allow_patterns=_FILES, tqdm_class=_download_bar(progress, missing)
        )
    except errors.GatedRepoError:
        raise ModelUnavailableError(
            f"“{name}” is gated: its owner grants access on request. Ask for access on its Hugging Face page, set "
            "HF_TOKEN on the machine that runs lmdash, and open it again."
        ) from None
    except (errors.RepositoryNotFoundError, errors.HFValidationError):
        raise ModelUnavailableError(
            f"Hugging Face has no public model “{name}”. Check the spelling; private models need HF_TOKEN."
        ) from None
    except errors.RevisionNotFoundError:
        raise ModelUnavailableError(
            f"“{name}” has no revision “{source.branch}”. Leave out the part after @."
        ) from None
    except (OSError, errors.HTTPError) as error:
        if "No space left" in str(error):
            raise ModelUnavailableError(
                f"The disk is too full to download “{name}”. Make room and try again."
            ) from None
        raise ModelUnavailableError(
            f"“{name}” is not on this machine and Hugging Face cannot be reached. Check the network, or open “demo” or "
            "a local folder."
        ) from None
    return Path(folder), Path(folder).name


def _download_bar(progress: Progress, total: int) -> type:
    """A tqdm class that reports bytes to ``progress`` instead of drawing on the terminal.

    The hub counts the same bytes in two bars, as they arrive and as they are written: the one ahead is reported.
    """
    from tqdm.auto import tqdm

    class Bar(tqdm):
        ahead = 0.0

        def __init__(self, *arguments: Any, **options: Any) -> None:
            self._counts_bytes = options.get("unit") == "B"
            self._done = 0.0
            options.pop("name", None)
            super().__init__(*arguments, **(options | {"disable": True}))

        def update(self, n: float | None = 1) -> None:
            if self._counts_bytes and total:
                self._done += n or 0
                Bar.ahead = min(max(Bar.ahead, self._done), total)
                doing = f"Downloading: {readable_size(Bar.ahead)} of {readable_size(total)}"
                progress(min(0.6, 0.05 + 0.55 * Bar.ahead / total), doing)

    return Bar


def _read_config(source: Source, folder: Path) -> PretrainedConfig:
    from transformers import AutoConfig

    path = folder / "config.json"
    if not path.is_file():
        raise ModelUnavailableError(
            f"“{source.id}” holds no config.json, so it is not a Hugging Face model folder. Choose the folder that "
            "contains config.json and the .safetensors file."
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        model_type = raw["model_type"]
    except (ValueError, KeyError, TypeError):
        raise ModelUnavailableError(
            f"The config.json of “{source.id}” cannot be read or names no model type: the model is broken. Fetch it "
            "again."
        ) from None
    row = architecture(str(model_type))
    classes = raw.get("architectures") or []
    if classes and not any(name.endswith(("LMHeadModel", "ForCausalLM")) for name in classes):
        raise ModelUnavailableError(
            f"“{source.id}” is a {row.family} made for another task ({classes[0]}): it does not predict the next "
            "token. Choose a causal language model."
        )
    return AutoConfig.from_pretrained(folder, local_files_only=True)


def _weights_size(source: Source, folder: Path) -> int:
    """Bytes of the weights in memory, as float32, from the headers of the files."""
    from safetensors import safe_open

    size = 0
    for path in folder.glob("*.safetensors"):
        with safe_open(path, framework="pt") as file:
            size += 4 * sum(math.prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118
    if not size:
        raise ModelUnavailableError(
            f"“{source.id}” has no .safetensors weights. Other formats can run code when they are opened, so lmdash "
            "reads only safetensors. Convert the model with save_pretrained, or choose another."
        )
    return size


def _check_tokenizer(source: Source, folder: Path) -> None:
    """Refuse missing files, where transformers would make up an empty tokenizer."""
    kinds = (("tokenizer.json",), ("vocab.json", "merges.txt"), ("tokenizer.model",))
    if not any(all((folder / name).is_file() for name in kind) for kind in kinds):
        raise ModelUnavailableError(
            f"“{source.id}” has no tokenizer (tokenizer.json, or vocab.json and merges.txt), so no text can be read. "
            "Put its tokenizer files beside the weights, or choose another model."
        )


def _read_weights(source: Source, folder: Path, config: PretrainedConfig) -> torch.nn.Module:
    from transformers.utils import logging

    if config.model_type == "gpt2":  # importing it directly saves the second that the Auto classes need
        from transformers import GPT2LMHeadModel as ModelClass
    else:
        from transformers import AutoModelForCausalLM as ModelClass

    logging.disable_progress_bar()  # it would draw on the server's terminal
    model, report = ModelClass.from_pretrained(
        folder,
        config=config,
        dtype=torch.float32,
        attn_implementation="eager",
        use_safetensors=True,
        local_files_only=True,
        output_loading_info=True,
    )
    missing = sorted(report["missing_keys"]) + [str(key) for key in report.get("mismatched_keys", ())]
    if missing:
        raise ModelUnavailableError(
            f"The weights of “{source.id}” are incomplete: {len(missing)} parts are missing or have the wrong shape "
            f"({missing[0]}). Fetch the model again."
        )
    return model


def _declares_fast_tokenizer(folder: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        declared = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
        return declared.get("tokenizer_class") == "PreTrainedTokenizerFast"
    return False


@contextlib.contextmanager
def _explained(source: Source) -> Iterator[None]:
    """Turn whatever a broken folder raises deep inside the libraries into one sentence."""
    try:
        yield
    except LmdashError:
        raise
    except MemoryError:
        raise ModelUnavailableError(
            f"There is not enough memory to open “{source.id}”. Choose a smaller model."
        ) from None
    except Exception as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise ModelUnavailableError(
            f"“{source.id}” cannot be opened, its files seem to be damaged or incomplete ({reason}). Fetch it again or "
            "choose another model."
        ) from error


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError):
        raise ModelUnavailableError(
            f"LMDASH_DEVICE={name} names no device of this machine. Unset it, or set it to cpu."
        ) from None
    return device
