"""Fetch a model of the hub in two steps, what describes it before what it weighs; each failure names its remedy."""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening.catalog import Source
from lmdash.models.opening.memory import StoredTensor, readable_size

Progress = Callable[[float, str], object]
"""Called with a fraction from 0 to 1 and what is being done."""

WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"
_DESCRIPTION = ["*.json", "*.txt", "*.model", "*.jinja"]
# Folders hold the same weights in other formats (onnx/, original/), which transformers does not read.
_FOLDERS = ["*/*"]
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def fetch_description(source: Source) -> Path:
    """A folder, named by its revision, with all small files: config, tokenizer, index of the weights."""
    import huggingface_hub as hub

    with _explained(source):
        folder = hub.snapshot_download(
            source.repository,
            revision=source.branch,
            allow_patterns=_DESCRIPTION,
            ignore_patterns=_FOLDERS,
            tqdm_class=_download_bar(),
        )
    return Path(folder)


def weight_names(source: Source, folder: Path) -> list[str]:
    """The files that are read; others beside them (consolidated.safetensors) are left alone."""
    if source.file:
        return [source.file]
    index = folder / INDEX
    if (folder / WEIGHTS).is_file() or not index.is_file():
        return [WEIGHTS]
    return sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))


def missing_weights(source: Source, folder: Path) -> int:
    """Bytes of weights that have to be downloaded; 0 where the hub does not say."""
    import huggingface_hub as hub
    from huggingface_hub import errors

    # Where the hub says no or cannot be reached, the real call says why, or finds the model on this machine.
    with _explained(source), contextlib.suppress(errors.DryRunError):
        files = hub.snapshot_download(
            source.repository,
            revision=folder.name,
            allow_patterns=weight_names(source, folder),
            tqdm_class=_download_bar(),
            dry_run=True,
        )
        return sum(file.file_size or 0 for file in files if file.will_download)
    return 0


def announced_tensors(source: Source, folder: Path) -> list[StoredTensor]:
    """The tensors of weights that are not downloaded yet; none where the hub does not say."""
    import huggingface_hub as hub

    hub.utils.disable_progress_bars()  # they would draw on the server's terminal
    with contextlib.suppress(Exception):
        metadata = hub.get_safetensors_metadata(source.repository, revision=folder.name)
        return [
            StoredTensor(name, tensor.dtype, tuple(tensor.shape))
            for file in metadata.files_metadata.values()
            for name, tensor in file.tensors.items()
        ]
    return []


def fetch_weights(source: Source, folder: Path, missing: int, progress: Progress) -> None:
    """Bring the weights into ``folder``; ``missing`` bytes of them are not there yet."""
    import huggingface_hub as hub

    if missing:
        progress(0.05, f"Downloading {readable_size(missing)}")
        free = shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.is_dir())).free
        if missing > free:
            raise _disk_full(source, f": {readable_size(missing)} more is needed and {readable_size(free)} is free")
    with _explained(source):
        hub.snapshot_download(
            source.repository,
            revision=folder.name,
            allow_patterns=weight_names(source, folder),
            tqdm_class=_download_bar(progress, missing),
        )


def file_names(source: Source, folder: Path) -> set[str]:
    """The files of a model, downloaded or not, as far as they can be known."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if source.repository:
        import huggingface_hub as hub

        with contextlib.suppress(Exception):
            names |= set(hub.list_repo_files(source.repository, revision=source.branch))
    return names


@contextlib.contextmanager
def _explained(source: Source) -> Iterator[None]:
    """Turn what the hub says into one sentence."""
    from huggingface_hub import errors

    name = source.repository
    try:
        yield
    except errors.DryRunError:
        raise
    except errors.GatedRepoError:
        reason = (
            f"“{name}” is gated: its owner grants access on request. Ask for access on its Hugging Face page, set "
            "HF_TOKEN on the machine that runs lmdash, and open it again."
        )
    except (errors.RepositoryNotFoundError, errors.HFValidationError):
        reason = (
            f"Hugging Face has no public model “{name}”. Check the spelling; a private model needs the HF_TOKEN of "
            "someone who may read it."
        )
    except errors.RevisionNotFoundError:
        reason = f"“{name}” has no revision “{source.branch}”. Leave out the part after @."
    except errors.IncompleteSnapshotError:
        reason = (
            f"Only some files of “{name}” are on this machine, and Hugging Face cannot be reached for the rest. Check "
            "the network, or open “demo” or a local folder."
        )
    # RuntimeError: from the downloader that is not Python.
    except (OSError, RuntimeError, errors.HTTPError) as error:  # pyright: ignore[reportPrivateImportUsage] - httpx's own
        status = getattr(getattr(error, "response", None), "status_code", None)
        if getattr(error, "errno", None) in _NO_ROOM or "No space left" in str(error):
            raise _disk_full(source) from None
        if status in (401, 403):
            reason = f"Hugging Face does not let this machine read “{name}” ({status}). Set HF_TOKEN to a valid token."
        else:
            reason = (
                f"“{name}” is not on this machine, and Hugging Face cannot be reached. Check the network, or open "
                "“demo” or a local folder."
            )
    else:
        return
    raise ModelUnavailableError(reason) from None


def _disk_full(source: Source, details: str = "") -> ModelUnavailableError:
    return ModelUnavailableError(
        f"The disk is too full to download “{source.repository}”{details}. Make room, or set HF_HOME to a larger disk."
    )


def _download_bar(progress: Progress | None = None, total: int = 0) -> type:
    """A tqdm class that reports bytes to ``progress``, if any, instead of drawing on the terminal.

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
            if self._counts_bytes and progress and total:
                self._done += n or 0
                Bar.ahead = min(max(Bar.ahead, self._done), total)
                doing = f"Downloading: {readable_size(Bar.ahead)} of {readable_size(total)}"
                progress(min(0.6, 0.05 + 0.55 * Bar.ahead / total), doing)

    return Bar
