"""Queries and keys of one layer: why attention is what it is.

Most families hand them, ready for the product, to an attention function that can be chosen by name; ours looks at them
and goes on to the family's own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from lmdash.errors import InputError
from lmdash.models.passes.network import Network
from lmdash.models.values import Ids

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_NAME = "lmdash_observed"
_OBSERVED: dict[nn.Module, list[Observation]] = {}


@dataclass(frozen=True)
class Observation:
    """What one attention module was given: query [H, T, w], key [G, T, w]; scores are their product times ``scale``,
    squashed by tanh to within ``softcap`` where there is one.
    """

    query: torch.Tensor
    key: torch.Tensor
    scale: float
    softcap: float | None


@dataclass(frozen=True, eq=False)
class QueryKey:
    """Queries [H, T, w] and keys [G, T, w] of a layer as their product uses them, and as they were before rotation put
    the positions in (None where nothing is rotated); each key serves H / G queries.
    """

    query: torch.Tensor
    key: torch.Tensor
    scale: float
    softcap: float | None
    unrotated_query: torch.Tensor | None
    unrotated_key: torch.Tensor | None

    @property
    def nbytes(self) -> int:
        """Bytes that are kept alive."""
        tensors = (self.query, self.key, self.unrotated_query, self.unrotated_key)
        return sum(tensor.nbytes for tensor in tensors if tensor is not None)


@torch.no_grad()
def queries_and_keys(network: Network, ids: Ids, layer: int, entering: torch.Tensor) -> QueryKey:
    """Queries and keys of a layer when ``entering`` [T, d] is the state that enters it.

    Families that compute their scores inside the module raise :class:`InputError`.
    """
    attention = network.anatomy.blocks[layer].attention
    if not hasattr(_code_of(attention), "eager_attention_forward"):
        raise InputError(
            f"{network.info.family} models compute attention scores where they cannot be read, so queries and keys are "
            "not shown. The weights themselves are."
        )
    inputs = network.inputs([ids])

    def enter(there: torch.Tensor) -> torch.Tensor:
        return entering.to(there)[None]

    with network.passing({("resid_pre", layer): [enter]}) as forward, _observing(network.module, attention) as seen:
        forward(inputs, use_cache=False)
        # At position 0 nothing is turned, and the state that enters the layer stays what it really was.
        forward(inputs, use_cache=False, position_ids=torch.zeros_like(inputs))
    real, unrotated = seen
    rotates = not torch.equal(real.query, unrotated.query)
    return QueryKey(
        **vars(real),
        unrotated_query=unrotated.query if rotates else None,
        unrotated_key=unrotated.key if rotates else None,
    )


@contextmanager
def _observing(model: PreTrainedModel, attention: nn.Module) -> Iterator[list[Observation]]:
    """Collect what ``attention`` is given during the forward passes of the context, which must have the model alone."""
    _register()
    config, before = model.config, model.config._attn_implementation
    seen = _OBSERVED[attention] = []
    config._attn_implementation = _NAME
    try:
        yield seen
    finally:
        config._attn_implementation = before
        del _OBSERVED[attention]


def _register() -> None:
    from transformers import AttentionInterface
    from transformers.masking_utils import AttentionMaskInterface, eager_mask

    AttentionInterface.register(_NAME, _look_and_go_on)
    AttentionMaskInterface.register(_NAME, eager_mask)


def _look_and_go_on(
    module: nn.Module, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: Any, **options: Any
) -> tuple[torch.Tensor, torch.Tensor]:
    if module in _OBSERVED:
        scale = options.get("scaling")
        seen = Observation(
            query[0].float().cpu(),
            key[0].float().cpu(),
            query.shape[-1] ** -0.5 if scale is None else float(scale),
            options.get("softcap"),
        )
        _OBSERVED[module].append(seen)
    return _code_of(module).eager_attention_forward(module, query, key, value, mask, **options)


def _code_of(attention: nn.Module) -> ModuleType:
    """The family's own file, where its plain attention function is."""
    return sys.modules[type(attention).__module__]
