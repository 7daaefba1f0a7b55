"""The weights of a GGUF file under the names of transformers, each dequantised at the moment it is asked for."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
import torch

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening.gguf.families import Sizes, Undo, family
from lmdash.models.opening.gguf.header import GgufHeader, GgufTensor
from lmdash.models.opening.memory import StoredTensor

if TYPE_CHECKING:
    from transformers import PretrainedConfig

_HEAD_NORMS = {"attn_q_norm": "self_attn.q_layernorm.norms", "attn_k_norm": "self_attn.k_layernorm.norms"}


class GgufWeight:
    """One weight, made from ``parts`` of the file that are joined along their rows; ``[...]`` reads it."""

    def __init__(
        self, header: GgufHeader, part: GgufTensor, undo: Undo | None, sizes: Sizes, row: int | None = None
    ) -> None:
        """``row`` is the only row of the part that is meant, if any."""
        self._header, self._undo, self._sizes, self._row = header, undo, sizes, row
        self.parts = [part]

    @property
    def elements(self) -> int:
        """How many numbers it has."""
        whole = sum(math.prod(part.shape) for part in self.parts)
        return whole if self._row is None else whole // self.parts[0].shape[0]

    def stored(self, name: str) -> StoredTensor:
        """Its size, for the estimate of memory."""
        return StoredTensor(name, self.parts[0].stored_format, (self.elements,))

    def __getitem__(self, _: object) -> torch.Tensor:
        values = [self._header.values(part) for part in self.parts]
        joined = np.concatenate(values, axis=-2) if len(values) > 1 else values[0]
        chosen = joined if self._row is None else joined[self._row]
        undone = self._undo(chosen, self._sizes) if self._undo else chosen
        return torch.from_numpy(np.ascontiguousarray(undone))


def weights(header: GgufHeader, config: PretrainedConfig) -> dict[str, GgufWeight]:
    """What a model of ``config`` is made of, none of it read yet; raises :class:`ModelUnavailableError`."""
    row = family(header)
    heads = config.num_attention_heads
    sizes = Sizes(heads, getattr(config, "num_key_value_heads", None) or heads)
    found: dict[str, GgufWeight] = {}
    for tensor in sorted(header.tensors.values(), key=lambda tensor: tensor.name):  # ffn_gate comes before ffn_up
        place = re.fullmatch(r"(?:blk\.(\d+)\.)?(\w+)\.(weight|bias)", tensor.name)
        block, part, end = place.groups() if place else (None, "", "")
        there = (row.top if block is None else row.block).get(part)
        if there is None or (part == "output" and config.tie_word_embeddings):
            continue
        if part == "attn_norm" and end and "blk.0.attn_norm_2.weight" in header.tensors:
            there = "ln_mlp"
        if row.model_type == "stablelm" and part in _HEAD_NORMS:
            for head in range(tensor.shape[0]):
                name = f"{row.blocks}.{block}.{_HEAD_NORMS[part]}.{head}.{end}"
                found[name] = GgufWeight(header, tensor, None, sizes, row=head)
            continue
        name = there if block is None else f"{row.blocks}.{block}.{there}"
        name += "" if ".experts." in name else f".{end}"
        if name in found:
            found[name].parts.append(tensor)
        else:
            found[name] = GgufWeight(header, tensor, row.undo.get(part), sizes)
    _check(header, config, found)
    return found


def _check(header: GgufHeader, config: PretrainedConfig, found: dict[str, GgufWeight]) -> None:
    """Every part of the model must be in the file, and as large as the settings say; nothing is made for that."""
    from transformers import AutoModelForCausalLM

    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    expected = {name: tensor.numel() for name, tensor in model.state_dict().items()}
    if config.tie_word_embeddings:
        expected.pop("lm_head.weight", None)
    missing = sorted(expected.keys() - found.keys())
    if missing:
        raise ModelUnavailableError(
            f"“{header.model_id}” is incomplete, or built differently from others of its family: {len(missing)} parts "
            f"are missing ({missing[0]}). Download it again, or choose another model."
        )
    for name, size in expected.items():
        there = found[name].elements
        if size != there:
            raise ModelUnavailableError(
                f"“{header.model_id}” is damaged: its settings ask for {size:,} numbers in {name}, and it has "
                f"{there:,}. Copy or download it again."
            )
