"""What opening a model takes, and the refusal of what this machine cannot hold before it is read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import torch

from lmdash.errors import ModelUnavailableError
from lmdash.models.anatomy.info import own_context
from lmdash.models.machine import SPLIT, available, gpus

if TYPE_CHECKING:
    from transformers import PretrainedConfig

# The number formats of safetensors that hold weights; whole numbers and truth values are masks that nobody reads.
_FORMATS = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
_HEADS = ("lm_head.weight", "embed_out.weight")

# The peak of what cannot be given back (anonymous memory) while from_pretrained reads safetensors on the CPU, over the
# weights' size in memory.  Measured on models of 340 MB: 1.00 whether or not the number format changes, for files are
# mapped and their pages, which ru_maxrss counts too (1.5 for float16 to float32, 3.0 for float32 to bfloat16), are let
# go when memory is short.  Mixtures of experts are stacked expert by expert: 1.13, and 1.98 where the format changes.
_PEAK = 1.05
_PEAK_OF_EXPERTS = {False: 1.15, True: 2.0}
_LOGITS = 128 * 2**20  # logits are computed in parts of 64 MB and leave the head's device


class StoredTensor(NamedTuple):
    """A tensor as the header of a safetensors file describes it."""

    name: str
    format: str
    shape: tuple[int, ...]

    @property
    def is_weight(self) -> bool:
        """Whether a model reads it: old checkpoints also store the causal mask, of shape (1, 1, T, T)."""
        return self.format in _FORMATS and not (len(self.shape) == 4 and self.shape[:2] == (1, 1))


@dataclass(frozen=True)
class MemoryNeed:
    """Bytes that a model takes: its weights, and on top the larger of what reading and one forward pass need."""

    weights: int
    working: int

    @property
    def total(self) -> int:
        """What has to be free to open it."""
        return self.weights + self.working


def opened_dtype(dtype: str, tensors: Iterable[StoredTensor]) -> torch.dtype:
    """The number format behind a setting; ``auto`` is the one that most stored weights have."""
    if dtype != "auto":
        return getattr(torch, dtype)
    stored = Counter()
    for tensor in tensors:
        if tensor.is_weight:
            stored[_FORMATS[tensor.format]] += math.prod(tensor.shape)
    return max(stored, key=stored.__getitem__, default=torch.float32)


def needed(
    tensors: Sequence[StoredTensor], config: PretrainedConfig, *, dtype: str, trace_bytes: int, max_tokens: int
) -> MemoryNeed:
    """The memory for a checkpoint of these tensors, opened as ``dtype``, and prompts of up to ``max_tokens``."""
    opened = opened_dtype(dtype, tensors)
    read = _without_second_head([tensor for tensor in tensors if tensor.is_weight], config)
    weights = opened.itemsize * sum(math.prod(tensor.shape) for tensor in read)
    peak = _PEAK
    if any(".experts." in tensor.name for tensor in read):
        peak = _PEAK_OF_EXPERTS[any(_FORMATS[tensor.format] is not opened for tensor in read)]
    forward = _forward_pass(config, min(own_context(config), max_tokens), trace_bytes)
    return MemoryNeed(weights, max(round((peak - 1) * weights), forward))


def _without_second_head(weights: list[StoredTensor], config: PretrainedConfig) -> list[StoredTensor]:
    """Some checkpoints store a head that is the embedding; others store it instead of the embedding."""
    shapes = Counter(tensor.shape for tensor in weights)
    tied = config.tie_word_embeddings
    return [tensor for tensor in weights if not (tied and tensor.name in _HEADS and shapes[tensor.shape] > 1)]


def _least(need: MemoryNeed, tensors: Sequence[StoredTensor], device: str) -> int:
    """What must fit: everything; of a model that is split one tensor at a time, for the others may be on the disk."""
    if device != SPLIT:
        return need.total
    sizes = [math.prod(tensor.shape) for tensor in tensors if tensor.is_weight]
    return need.working + need.weights * max(sizes, default=0) // max(1, sum(sizes))


def _forward_pass(config: PretrainedConfig, tokens: int, trace_bytes: int) -> int:
    """Bytes of one recorded forward pass over ``tokens`` tokens, all as float32.

    One layer's attention has three [heads, T, T] at a time (measured: 2.6 to 2.9), its FFN six [T, neurons]; keys and
    values stay for all layers, and a trace keeps six streams, the neurons and the patterns of every layer as long as
    they fit into ``trace_bytes``.
    """
    layers, width = config.num_hidden_layers, config.hidden_size
    neurons = getattr(config, "intermediate_size", None) or 4 * width
    pattern = 4 * config.num_attention_heads * tokens**2
    passing = 3 * pattern + 6 * 4 * tokens * neurons + 2 * 4 * layers * tokens * width
    kept = layers * (pattern + 4 * tokens * (6 * width + neurons))
    logits = min(_LOGITS, 2 * 4 * tokens * config.vocab_size)
    return passing + logits + min(kept, trace_bytes)


def room_for_weights(need: MemoryNeed) -> dict[int | str, int]:
    """What each GPU, then main memory may hold of a split model (the disk has the rest), as accelerate wants it."""
    devices = dict(enumerate(gpus())) | {"cpu": "cpu"}
    return {key: max(0, available(device) - need.working) for key, device in devices.items()}


def check_fits(
    model_id: str,
    tensors: Sequence[StoredTensor],
    config: PretrainedConfig,
    *,
    device: str,
    dtype: str,
    limit_bytes: int,
    trace_bytes: int,
    max_tokens: int,
) -> MemoryNeed:
    """What the model needs; raises :class:`ModelUnavailableError` when ``device`` has less, or the limit is passed."""
    need = needed(tensors, config, dtype=dtype, trace_bytes=trace_bytes, max_tokens=max_tokens)
    if need.weights > limit_bytes:
        raise ModelUnavailableError(
            f"“{model_id}” would take {readable_size(need.weights)} of memory, and the limit for all models "
            f"together is {readable_size(limit_bytes)}. Choose a smaller model, or raise LMDASH_OPEN_MODELS_MB."
        )
    least, free = _least(need, tensors, device), available(device)
    if least > free:
        half = needed(tensors, config, dtype="bfloat16", trace_bytes=trace_bytes, max_tokens=max_tokens)
        ways = ["Choose a smaller model"]
        if half.weights < need.weights:
            ways.append(f"set LMDASH_DTYPE=bfloat16 (it would need {readable_size(_least(half, tensors, device))})")
        if device != SPLIT:
            ways.append("set LMDASH_DEVICE=split to use all memory and the disk")
        raise ModelUnavailableError(
            f"“{model_id}” needs {readable_size(least)} of memory, and {readable_size(free)} is free. "
            f"{', '.join(ways)}, or lower LMDASH_OPEN_MODELS_MB so that models opened earlier are closed sooner."
        )
    return need


def readable_size(size: float) -> str:
    """Bytes in MB or GB with few digits."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
