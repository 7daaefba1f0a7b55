"""What a GGUF file says of itself, read without its weights; a file that lies or is cut off is refused in a sentence.

The file is mapped, never read as a whole, and no number in it is believed before the bytes that it promises are there.
"""

from __future__ import annotations

import math
import mmap
import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lmdash.errors import ModelUnavailableError

MAGIC = b"GGUF"
VERSIONS = (2, 3)  # version 1, of August 2023, lasted for weeks
MOST_NAMES = 2**22  # of an array: the largest vocabularies have 2^18 tokens
MOST_AXES = 4
ALIGNMENT = 32
_STRING, _ARRAY = 8, 9
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_PLAIN = {name: name for name in ("F32", "F16", "BF16", "F64")}


@dataclass(frozen=True)
class GgufTensor:
    """A tensor where it lies in the file: ``kind`` is ggml's name of its number format (Q4_K), ``shape`` is in the
    order of torch.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    start: int
    bytes: int

    @property
    def stored_format(self) -> str:
        """The number format as safetensors names it: what is dequantised is float32."""
        return _PLAIN.get(self.kind, "F32")


class GgufHeader:
    """The settings and the table of tensors of one file.  ``tensors`` is keyed by their names."""

    def __init__(self, path: Path, model_id: str) -> None:
        """Raises :class:`ModelUnavailableError`; ``model_id`` names the file in what is said."""
        self.path, self.model_id = path, model_id
        if not path.stat().st_size:
            raise ModelUnavailableError(f"“{model_id}” is empty (0 bytes). Copy or download it again.")
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[:4] != MAGIC:
            raise ModelUnavailableError(
                f"“{model_id}” is not a GGUF file: it does not begin with the letters GGUF. Choose a .gguf file, or "
                "the folder of a model."
            )
        try:
            self.metadata, self.tensors = self._read()
        except (struct.error, UnicodeDecodeError) as error:
            raise self._damaged("its header ends too early or cannot be read") from error

    def _read(self) -> tuple[dict[str, Any], dict[str, GgufTensor]]:
        cursor = _Cursor(self._map, self._damaged)
        version, tensors, settings = cursor.numbers("IQQ", 4)
        if version not in VERSIONS:
            raise ModelUnavailableError(
                f"“{self.model_id}” is a GGUF file of version {version}, and lmdash reads versions 2 and 3. Choose a "
                "newer file of this model."
            )
        cursor.promised(tensors, 24)
        cursor.promised(settings, 13)
        metadata = {cursor.text(): cursor.value() for _ in range(settings)}
        table = [self._entry(cursor) for _ in range(tensors)]
        alignment = metadata.get("general.alignment", ALIGNMENT)
        if not (isinstance(alignment, int) and 0 < alignment <= 2**20):
            raise self._damaged("its alignment makes no sense")
        data = math.ceil(cursor.at / alignment) * alignment
        placed = [self._placed(*entry, data) for entry in table]
        return metadata, {tensor.name: tensor for tensor in placed}

    def _entry(self, cursor: _Cursor) -> tuple[str, tuple[int, ...], int, int]:
        name = cursor.text()
        (axes,) = cursor.numbers("I")
        if axes > MOST_AXES:
            raise self._damaged(f"a tensor has {axes} axes")
        shape = cursor.numbers(f"{axes}Q")[::-1]  # ggml counts from the axis that moves fastest
        kind, offset = cursor.numbers("IQ")
        return name, shape, kind, offset

    def _placed(self, name: str, shape: tuple[int, ...], kind: int, offset: int, data: int) -> GgufTensor:
        from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

        try:
            form = GGMLQuantizationType(kind)
        except ValueError:
            raise ModelUnavailableError(
                f"“{self.model_id}” has weights of a kind that lmdash does not know (number {kind}). Choose another "
                "quantisation of this model, for example Q8_0 or Q4_K_M."
            ) from None
        block, size = GGML_QUANT_SIZES[form]
        if math.prod(shape) and shape[-1] % block:
            raise self._damaged(f"the rows of {name[:60]} do not fit its number format")
        needed = math.prod(shape) // block * size
        end = data + offset + needed
        if end > len(self._map):
            raise ModelUnavailableError(
                f"“{self.model_id}” is cut off or damaged: its header promises {end:,} bytes at least, and there are "
                f"{len(self._map):,}. Copy or download it again."
            )
        return GgufTensor(name, form.name, shape, data + offset, needed)

    def _damaged(self, why: str) -> ModelUnavailableError:
        return ModelUnavailableError(f"“{self.model_id}” is cut off or damaged: {why}. Copy or download it again.")

    # What it says

    @property
    def architecture(self) -> str:
        """The name that llama.cpp has for the kind of model; empty where there is none."""
        return str(self.metadata.get("general.architecture", ""))

    def setting(self, name: str) -> Any:
        """A setting of the architecture; None where the file has none."""
        return self.metadata.get(f"{self.architecture}.{name}")

    @property
    def quantisation(self) -> str:
        """The name of the quantisation (Q4_K_M), empty where every weight is a plain number."""
        from gguf.constants import LlamaFileType

        kinds = Counter[str]()
        for tensor in self.tensors.values():
            if tensor.kind not in _PLAIN:
                kinds[tensor.kind] += math.prod(tensor.shape)
        if not kinds:
            return ""
        declared = self.metadata.get("general.file_type")
        names = {kind.value: kind.name.removeprefix("MOSTLY_") for kind in LlamaFileType}
        said = names.get(declared, "") if isinstance(declared, int) else ""
        [(most, _)] = kinds.most_common(1)
        return said if said and said not in {"ALL_F32", "GUESSED", *_PLAIN} else most

    def values(self, tensor: GgufTensor) -> np.ndarray:
        """The numbers of a tensor, float32 in its shape: read and dequantised now."""
        from gguf import GGMLQuantizationType, dequantize
        from gguf.quants import quant_shape_to_byte_shape

        kind = GGMLQuantizationType[tensor.kind]
        raw = np.frombuffer(self._map, np.uint8, tensor.bytes, tensor.start)
        if tensor.kind == "F64":
            return raw.view(np.float64).astype(np.float32).reshape(tensor.shape)
        values = dequantize(raw.reshape(quant_shape_to_byte_shape(tensor.shape, kind)), kind)
        return np.array(values, np.float32).reshape(tensor.shape)  # a copy: the file is only read


class _Cursor:
    """A place in the header that moves on as it is read."""

    def __init__(self, data: mmap.mmap, damaged: Any) -> None:
        self._data, self._damaged = data, damaged
        self.at = 0

    def promised(self, count: int, least_bytes: int) -> None:
        """Refuse a count whose items cannot all be there."""
        if count * least_bytes > len(self._data) - self.at:
            raise self._damaged(f"its header promises {count:,} entries, which the file is too small for")

    def numbers(self, form: str, at: int | None = None) -> tuple:
        """Numbers one after the other, little-endian."""
        start = self.at if at is None else at
        found = struct.unpack_from(f"<{form}", self._data, start)
        self.at = start + struct.calcsize(f"<{form}")
        return found

    def text(self) -> str:
        """A string with its length in front."""
        (length,) = self.numbers("Q")
        self.promised(length, 1)
        self.at += length
        return self._data[self.at - length : self.at].decode()

    def value(self) -> Any:
        """A value with its type in front."""
        (kind,) = self.numbers("I")
        return self._array() if kind == _ARRAY else self._one(kind)

    def _one(self, kind: int) -> Any:
        if kind == _STRING:
            return self.text()
        if kind not in _NUMBERS:
            raise self._damaged(f"a setting is of a type that does not exist ({kind})")
        return self.numbers(_NUMBERS[kind])[0]

    def _array(self) -> list[Any]:
        kind, count = self.numbers("IQ")
        size = struct.calcsize(f"<{_NUMBERS[kind]}") if kind in _NUMBERS else 8
        self.promised(count, size)
        if count > MOST_NAMES:
            raise self._damaged(f"a list in its header has {count:,} entries")
        if kind in _NUMBERS:
            return list(self.numbers(f"{count}{_NUMBERS[kind]}"))
        return [self._one(kind) for _ in range(count)]
