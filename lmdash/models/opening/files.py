"""The files of one model, in either of the two forms that are read: a folder with safetensors, or one GGUF file."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening.catalog import Source
from lmdash.models.opening.checkpoint import check_tokenizer, read_config, stored_tensors
from lmdash.models.opening.gguf import config as gguf
from lmdash.models.opening.gguf.header import GgufHeader
from lmdash.models.opening.gguf.tokenizer import read_tokenizer
from lmdash.models.opening.gguf.weights import GgufWeight, weights
from lmdash.models.opening.memory import StoredTensor
from lmdash.models.opening.tokenizer import ReadTokenizer, checked, from_folder

if TYPE_CHECKING:
    from transformers import PretrainedConfig


class Files(Protocol):
    """What opening a model asks of its files."""

    @property
    def config(self) -> PretrainedConfig:
        """What transformers builds the model by."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the files, in sentences."""
        ...

    def tensors(self) -> list[StoredTensor]:
        """The sizes of the weights; they themselves stay where they are."""
        ...

    def weights(self) -> dict[str, Any]:
        """The arguments by which ``from_pretrained`` finds the weights."""
        ...

    def tokenizer(self, vocabulary: int) -> ReadTokenizer:
        """The tokenizer for a model of so many tokens."""
        ...


class _Folder:
    def __init__(self, source: Source, folder: Path) -> None:
        self._source, self._folder = source, folder
        self.config = read_config(source, folder)
        check_tokenizer(source, folder)

    @property
    def notes(self) -> tuple[str, ...]:
        if not any(self._folder.glob("*.gguf")):
            return ()
        return ("This folder has GGUF files as well; the safetensors were opened.",)

    def tensors(self) -> list[StoredTensor]:
        return stored_tensors(self._source, self._folder)

    def weights(self) -> dict[str, Any]:
        place = {"pretrained_model_name_or_path": self._folder}
        return place | {"use_safetensors": True, "local_files_only": True}

    def tokenizer(self, vocabulary: int) -> ReadTokenizer:
        return checked(from_folder(self._folder), vocabulary)


class _Gguf:
    def __init__(self, source: Source, path: Path) -> None:
        if not path.is_file():
            raise ModelUnavailableError(f"“{source.id}” has no file of that name. Check the spelling.")
        self._header = GgufHeader(path, source.id)
        self.config = gguf.read_config(self._header)

    @property
    def notes(self) -> tuple[str, ...]:
        name = self._header.quantisation
        if not name:
            return ()
        return (
            f"Quantised weights ({name}): each number was rounded to a few bits to save space, so answers can differ a "
            "little from those of the original model.",
        )

    @cached_property
    def _weights(self) -> dict[str, GgufWeight]:
        return weights(self._header, self.config)

    def tensors(self) -> list[StoredTensor]:
        return [weight.stored(name) for name, weight in self._weights.items()]

    def weights(self) -> dict[str, Any]:
        return {"pretrained_model_name_or_path": None, "state_dict": self._weights}

    def tokenizer(self, vocabulary: int) -> ReadTokenizer:
        tokenizer, note = read_tokenizer(self._header)
        return checked(ReadTokenizer(tokenizer, None, (note,) if note else ()), vocabulary)


def described(source: Source, folder: Path) -> Files:
    """The files of a source, which lie in ``folder``; raises :class:`ModelUnavailableError`."""
    return _Gguf(source, folder / source.file) if source.file else _Folder(source, folder)
