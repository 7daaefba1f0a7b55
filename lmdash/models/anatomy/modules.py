"""The modules of one model by what they do, and its weights in one form whatever the family stores."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import signature
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

import torch
from torch import nn

from lmdash.errors import ModelUnavailableError
from lmdash.models.anatomy.architectures import Architecture
from lmdash.models.anatomy.norms import FrozenNorm

if TYPE_CHECKING:
    from transformers import PreTrainedModel


@dataclass(frozen=True)
class Block:
    """One layer.  ``attention_norm`` and ``ffn_norm`` are what the norms do that stand between a result and its
    addition to the stream, or None; ``down`` is None where the FFN is a mixture of experts.
    """

    module: nn.Module
    attention: nn.Module
    out: nn.Module
    down: nn.Module | None
    attention_write: nn.Module
    ffn_write: nn.Module
    attention_norm: FrozenNorm | None
    ffn_norm: FrozenNorm | None


class Anatomy:
    """Where everything is in one model in memory; one that lacks a part raises ModelUnavailableError."""

    def __init__(self, model: PreTrainedModel, row: Architecture) -> None:
        config = model.config
        self.backbone = cast("PreTrainedModel", model.base_model)
        self.embedding = cast(nn.Embedding, model.get_input_embeddings())
        self.final_norm = _find(self.backbone, row.final_norm, row)
        self.head = cast(nn.Linear, model.get_output_embeddings())
        self.blocks = tuple(_block(block, row, config.hidden_size) for block in _find(self.backbone, row.blocks, row))
        self.parallel = row.always_parallel or any(getattr(config, name) for name in row.parallel)
        self.logit_scale: float = getattr(config, row.logit_scale) if row.logit_scale else 1.0
        self.logit_softcap: float | None = getattr(config, row.logit_softcap) if row.logit_softcap else None
        self.heads: int = config.num_attention_heads
        # Falcon's config counts key/value heads that its multi-query attention does not have; the module is right.
        self.kv_heads: int = getattr(self.blocks[0].attention, "num_kv_heads", None) or getattr(
            config, "num_key_value_heads", self.heads
        )
        self.head_width = _rows(self.blocks[0].out) // self.heads
        self.width: int = config.hidden_size
        self.tree_reach = _tree_reach(self.backbone)
        self.neurons = tuple(0 if block.down is None else _rows(block.down) for block in self.blocks)
        # Norms are tried now, while no other session can be recording what passes them.
        self.final_frozen = FrozenNorm(self.final_norm, self.width)
        self.norms_after = any(block.attention_norm or block.ffn_norm for block in self.blocks)

    @property
    def device(self) -> torch.device:
        """Where inputs belong; parts that accelerate keeps on the disk have no device of their own."""
        device = self.embedding.weight.device
        return torch.device("cpu") if device.type == "meta" else device

    def logits(self, normed: torch.Tensor) -> torch.Tensor:
        """Logits [..., V], in float32 or better, of vectors [..., d] that the final norm has passed."""
        logits = self.head(normed)
        return self.squash(logits.to(torch.promote_types(logits.dtype, torch.float32)) * self.logit_scale)

    def squash(self, logits: torch.Tensor) -> torch.Tensor:
        """The soft cap of the families that have one (Gemma 2)."""
        cap = self.logit_softcap
        return logits if cap is None else cap * torch.tanh(logits / cap)

    def value_vectors(self, layer: int) -> torch.Tensor:
        """What each neuron of a layer writes, [n, d] in float32; without the norm that some families put after."""
        down = self.blocks[layer].down
        if down is None:
            raise LookupError(f"Layer {layer} is a mixture of experts, which has no value vectors.")
        return _matrix(down)

    def head_outputs(self, layer: int) -> torch.Tensor:
        """The output projection by head, [H, head width, d] in float32."""
        matrix = _matrix(self.blocks[layer].out)
        return matrix.view(self.heads, -1, matrix.shape[-1])

    def unembedding(self, ids: list[int] | slice) -> torch.Tensor:
        """The rows of the output head that belong to ids, [ids, d] in float32, times the model's logit scale."""
        with _present(self.head):
            return self.head.weight[ids].float().cpu() * self.logit_scale

    def unembedding_bias(self, token: int) -> float:
        """The output head's bias of a token; 0 where the head has none."""
        found = bias(self.head)
        return float(found[token]) * self.logit_scale if isinstance(found, torch.Tensor) else found


def _tree_reach(backbone: PreTrainedModel) -> int:
    """How many keys may lie side by side when each token is told its position and which keys it sees.

    0 where distances are read off the mask (ALiBi).  Windows are cut by place in the row, so all must fit into one.
    """
    config = backbone.config
    if "position_ids" not in signature(backbone.forward).parameters or getattr(config, "alibi", False):
        return 0
    windows = (getattr(config, name, None) for name in ("sliding_window", "window_size"))
    return min((window for window in windows if window), default=sys.maxsize)


def bias(module: nn.Module) -> torch.Tensor | float:
    """The bias of a projection in float32; 0 where it has none."""
    if module.bias is None:
        return 0.0
    with _present(module):
        return module.get_parameter("bias").float().cpu()


def _block(block: nn.Module, row: Architecture, width: int) -> Block:
    # A block of a family with experts may still have an FFN of its own.
    down = _found(block, row.down) if row.experts else _find(block, row.down, row)
    out = _find(block, row.out, row)
    attention_norm = _find(block, row.attention_write, row) if row.attention_write else None
    ffn_norm = _find(block, row.ffn_write, row) if row.ffn_write else None
    return Block(
        module=block,
        attention=_find(block, row.attention, row),
        out=out,
        down=down,
        attention_write=attention_norm or out,
        ffn_write=ffn_norm or down or _find(block, row.experts, row),
        attention_norm=FrozenNorm(attention_norm, width) if attention_norm else None,
        ffn_norm=FrozenNorm(ffn_norm, width) if ffn_norm else None,
    )


def _found(module: nn.Module, path: str) -> Any | None:
    try:
        return attrgetter(path)(module)
    except AttributeError:
        return None


def _find(module: nn.Module, path: str, row: Architecture) -> Any:
    """The module at a path; one of the family's own classes, of which only torch.nn.Module is known here."""
    found = _found(module, path)
    if found is None:
        raise ModelUnavailableError(
            f"This model is not built like other {row.family} models: it has no {path}, so it cannot be followed. "
            "Choose another model."
        )
    return found


def _stores_rows(projection: nn.Module) -> bool:
    """Whether the weight is [in, out] (GPT-2's Conv1D), not [out, in] (Linear)."""
    return not isinstance(projection, nn.Linear)


def _rows(projection: nn.Module) -> int:
    return projection.get_parameter("weight").shape[0 if _stores_rows(projection) else 1]


def _matrix(projection: nn.Module) -> torch.Tensor:
    """The weight as [in, out] in float32 on the CPU; a view where it is that already."""
    with _present(projection):
        weight = projection.get_parameter("weight").detach()
        return (weight if _stores_rows(projection) else weight.T).float().cpu()


@contextmanager
def _present(module: nn.Module) -> Iterator[None]:
    """Weights that accelerate keeps elsewhere are brought in while the context lasts."""
    if not hasattr(module, "_hf_hook"):
        yield
        return
    from accelerate.utils import align_module_device

    with align_module_device(module):
        yield
