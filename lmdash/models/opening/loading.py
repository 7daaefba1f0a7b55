"""From a source to a model in memory: look, check that it fits, fetch, read; each failure names its remedy."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from lmdash.errors import LmdashError, ModelUnavailableError
from lmdash.models.checks.check import accept
from lmdash.models.loaded import LoadedModel
from lmdash.models.machine import SPLIT, available
from lmdash.models.opening.catalog import Source
from lmdash.models.opening.download import (
    Progress,
    announced_tensors,
    fetch_description,
    fetch_weights,
    missing_weights,
)
from lmdash.models.opening.files import Files, described
from lmdash.models.opening.memory import (
    MemoryNeed,
    check_fits,
    needed,
    opened_dtype,
    readable_size,
    room_for_weights,
)
from lmdash.settings import Settings

if TYPE_CHECKING:
    from transformers import PreTrainedModel


def load(
    source: Source,
    *,
    device: str,
    dtype: str = Settings.dtype,
    limit_bytes: int,
    trace_bytes: int,
    max_tokens: int = Settings.max_prompt_tokens,
    progress: Progress,
) -> LoadedModel:
    """Open a model with readable attention; raises :class:`ModelUnavailableError`.

    ``device`` and ``dtype`` are as in the settings of these names.  A model whose weights would take more than
    ``limit_bytes``, or that does not fit into the memory that is free, is refused before they are read; one of the hub
    before they are downloaded.
    """
    progress(0.0, "Looking for the model")
    with _explained(source.id):
        place = _place(device)
        folder, revision = _described(source)
        if source.file and source.repository:  # what it says of itself stands in the one file
            fetch_weights(source, folder, missing_weights(source, folder), progress)
        files = described(source, folder)
        check = partial(
            check_fits,
            source.id,
            config=files.config,
            device=place,
            dtype=dtype,
            limit_bytes=limit_bytes,
            trace_bytes=trace_bytes,
            max_tokens=max_tokens,
        )
        if source.repository and not source.file:
            missing = missing_weights(source, folder)
            if missing and (announced := announced_tensors(source, folder)):
                check(announced)
            fetch_weights(source, folder, missing, progress)
        tensors = files.tensors()
        need = check(tensors)
        progress(
            0.6,
            f"Reading {readable_size(need.weights)} of weights: {readable_size(need.total)} of memory needed, "
            f"{readable_size(available(place))} free",
        )
        model = _read_weights(source, files, dtype=opened_dtype(dtype, tensors), place=place, need=need)
        progress(0.9, "Reading the tokenizer")
        read = files.tokenizer(vocabulary=files.config.vocab_size)
        loaded = LoadedModel(
            model,
            read.tokenizer,
            model_id=source.id,
            revision=revision,
            trace_bytes=trace_bytes,
            max_tokens=max_tokens,
            working_bytes=need.working,
            tokenizer_file=read.file,
            notes=(*files.notes, *read.notes),
        )
        accept(loaded)
    progress(1.0, "Ready")
    return loaded


def estimate(
    source: Source,
    *,
    dtype: str = Settings.dtype,
    trace_bytes: int,
    max_tokens: int = Settings.max_prompt_tokens,
) -> MemoryNeed:
    """What opening a model would take, from its description alone; raises :class:`ModelUnavailableError`."""
    with _explained(source.id):
        folder, _ = _described(source)
        missing = bool(source.repository) and missing_weights(source, folder)
        tensors = announced_tensors(source, folder) if missing and not source.file else []
        if missing and not tensors:
            raise ModelUnavailableError(
                f"Hugging Face does not say how large “{source.id}” is. Try again, or open it to find out."
            )
        files = described(source, folder)
        tensors = tensors or files.tensors()
        return needed(tensors, files.config, dtype=dtype, trace_bytes=trace_bytes, max_tokens=max_tokens)


def _described(source: Source) -> tuple[Path, str]:
    """The folder with at least the small files of a model, and its revision."""
    if not source.folder:
        folder = fetch_description(source)
        return folder, folder.name
    # The revision of a folder changes when one of its files does.
    paths = [source.folder / source.file] if source.file else sorted(source.folder.iterdir())
    stamps = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in paths if path.is_file()]
    return source.folder, hashlib.sha256(repr(stamps).encode()).hexdigest()[:12]


def _read_weights(source: Source, files: Files, *, dtype: torch.dtype, place: str, need: MemoryNeed) -> PreTrainedModel:
    from transformers.utils import logging

    if files.config.model_type == "gpt2":  # importing it directly saves the second that the Auto classes need
        from transformers import GPT2LMHeadModel

        from_pretrained: Callable[..., Any] = GPT2LMHeadModel.from_pretrained
    else:
        from transformers import MODEL_FOR_CAUSAL_LM_MAPPING

        kind: Any = MODEL_FOR_CAUSAL_LM_MAPPING[type(files.config)]
        from_pretrained = kind.from_pretrained

    logging.disable_progress_bar()  # it would draw on the server's terminal
    with contextlib.ExitStack() as offload:
        model, report = from_pretrained(
            **files.weights(),
            config=files.config,
            dtype=dtype,
            attn_implementation="eager",
            output_loading_info=True,
            **_placement(place, need, offload),
        )
        missing = sorted(report["missing_keys"]) + [str(key) for key in report.get("mismatched_keys", ())]
        if missing:
            raise ModelUnavailableError(
                f"The weights of “{source.id}” are incomplete: {len(missing)} parts are missing or have the wrong "
                f"shape ({missing[0]}). Download the model again."
            )
        # What was written to the disk goes with the model, or when the process ends.
        weakref.finalize(model, offload.pop_all().close)
    return model


def _placement(place: str, need: MemoryNeed, offload: contextlib.ExitStack) -> dict[str, Any]:
    """The arguments that put weights where they belong as they are read, with no copy of all of them elsewhere."""
    if place == "cpu":
        return {}
    if place == SPLIT:
        folder = offload.enter_context(tempfile.TemporaryDirectory(prefix="lmdash-", ignore_cleanup_errors=True))
        return {"device_map": "auto", "max_memory": room_for_weights(need), "offload_folder": folder}
    return {"device_map": place}


def _place(device: str) -> str:
    """The device of a setting; ``auto`` is the GPU if there is one."""
    if device == SPLIT:
        return device
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError):
        raise ModelUnavailableError(
            f"LMDASH_DEVICE={device} is not a device of this machine. Unset it, or set it to cpu."
        ) from None
    return device


@contextlib.contextmanager
def _explained(model_id: str) -> Iterator[None]:
    """Turn whatever a broken folder raises deep inside the libraries into one sentence."""
    try:
        yield
    except LmdashError:
        raise
    except Exception as error:
        if _is_out_of_memory(error):
            raise ModelUnavailableError(
                f"Memory ran out while opening “{model_id}”. Choose a smaller model, set LMDASH_DTYPE=bfloat16, "
                "or set LMDASH_DEVICE=split."
            ) from None
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise ModelUnavailableError(
            f"“{model_id}” cannot be opened: its files seem to be damaged or incomplete ({reason}). Download it again, "
            "or choose another model."
        ) from error


def _is_out_of_memory(error: Exception) -> bool:
    # PyTorch's allocators for the CPU and for MPS raise a plain RuntimeError.
    told = ("you tried to allocate", "out of memory")
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or any(words in str(error) for words in told)
