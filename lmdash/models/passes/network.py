"""A model as a forward pass needs it: its modules, its text, its weights in one form, and the lock that all share.

It knows no interventions and keeps no passes; both are the matter of those who run it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch

from lmdash.errors import InputError
from lmdash.models.anatomy.architectures import architecture
from lmdash.models.anatomy.info import own_context, read_info
from lmdash.models.anatomy.modules import Anatomy
from lmdash.models.passes.hooks import Point, Tap, tapped
from lmdash.models.text.tokenization import Tokenization
from lmdash.models.values import ModelInfo

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True, eq=False)
class Network:
    """One copy of the weights, with the lock that every forward pass and every call of a module holds."""

    module: PreTrainedModel
    anatomy: Anatomy
    tokens: Tokenization
    info: ModelInfo
    lock: threading.Lock = field(default_factory=threading.Lock)
    _facts: dict[Hashable, torch.Tensor] = field(default_factory=dict, init=False)

    @property
    def device(self) -> torch.device:
        """Where inputs belong."""
        return self.anatomy.device

    @property
    def dtype(self) -> torch.dtype:
        """The number format of the weights."""
        return self.module.dtype

    # Forward passes

    def inputs(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        """Rows of ids as the model takes them, [rows, T]; :class:`InputError` for what it cannot read."""
        for row in rows:
            if not 0 < len(row) <= self.info.context:
                raise InputError(f"{len(row)} tokens do not fit: this model reads 1 to {self.info.context}.")
            if max(row) >= self.info.vocabulary:
                raise InputError(
                    f"The tokenizer wrote token {max(row)} and the model knows only {self.info.vocabulary} tokens: "
                    "they do not belong together. Choose another model, or leave the special word out."
                )
        return torch.tensor(rows, device=self.device)

    @contextmanager
    def passing(self, taps: Mapping[Point, Sequence[Tap]], batch: int = 1) -> Iterator[Callable[..., Any]]:
        """The backbone for forward passes of ``batch`` rows, alone with its taps for as long as the context lasts."""
        with self.lock, tapped(self.anatomy, taps, batch) as cache:
            tapping = {} if cache is None else {"past_key_values": cache}
            yield lambda *inputs, **options: self.anatomy.backbone(*inputs, **tapping, **options)

    # The two ends.  The lock keeps these modules' calls out of a recording that another thread has under way.

    @torch.no_grad()
    def embed(self, ids: Sequence[int]) -> torch.Tensor:
        """The embeddings [T, d] in float32 that the first layer starts from, before positions are added."""
        with self.lock:
            return self.anatomy.embedding(self.inputs([ids]))[0].float().cpu()

    @torch.no_grad()
    def unembed(self, residual: torch.Tensor) -> torch.Tensor:
        """Logits [..., V] in float32 of residual vectors [..., d], through the model's own final norm and head."""
        with self.lock:
            vectors = residual.to(self.device, self.dtype)
            return self.anatomy.logits(self.anatomy.final_norm(vectors)).cpu()

    @torch.no_grad()
    def final_scale(self, residual: torch.Tensor) -> torch.Tensor:
        """The factor [..., 1] by which the final norm scales residual vectors [..., d], float64."""
        with self.lock:
            normed = self.anatomy.final_norm(residual.to(self.device, self.dtype)).float().cpu()
        return self.anatomy.final_frozen.scale(residual, normed)

    # Weights

    def neurons(self, layer: int) -> int:
        """How many neurons a layer's FFN has; :class:`InputError` where it has none."""
        if not self.anatomy.neurons[layer]:
            raise InputError(f"Layer {layer} of this model is a mixture of experts, which has no single neurons.")
        return self.anatomy.neurons[layer]

    def value_vectors(self, layer: int) -> torch.Tensor:
        """What each neuron of a layer writes (Geva et al. 2022), [n, d] in float32; :class:`InputError` where there
        are none.
        """
        self.neurons(layer)
        return self.anatomy.value_vectors(layer)

    def value_norms(self, layer: int) -> torch.Tensor:
        """The length [n] of each value vector of a layer."""
        return self.fact(("norms", layer), lambda: self.value_vectors(layer).norm(dim=-1))

    def fact(self, key: Hashable, compute: Callable[[], torch.Tensor]) -> torch.Tensor:
        """A small tensor that follows from the weights alone, and so is computed once and kept for good."""
        if key not in self._facts:
            self._facts[key] = compute()
        return self._facts[key]


def open_network(
    module: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    *,
    model_id: str,
    revision: str,
    max_tokens: int,
    working_bytes: int,
    notes: tuple[str, ...] = (),
) -> Network:
    """The network of a model of transformers, which reads up to ``max_tokens`` tokens, or its own context if smaller.

    :class:`ModelUnavailableError` where it lacks a part that its family has, or is of none that is supported.
    """
    config = module.config
    context = min(own_context(config), max_tokens)
    anatomy = Anatomy(module.eval().requires_grad_(False), architecture(config.model_type))
    tokens = Tokenization(
        tokenizer,
        vocabulary=config.vocab_size,
        context=context,
        config_start=config.bos_token_id,
        extra_end=module.generation_config.eos_token_id,
    )
    info = read_info(
        module,
        anatomy,
        model_id=model_id,
        revision=revision,
        chat=tokens.has_chat,
        context=context,
        working_bytes=working_bytes,
        notes=notes,
    )
    return Network(module, anatomy, tokens, info)
