"""The plain values that a model takes and gives: picklable, hashable where they are arguments."""

from __future__ import annotations

from dataclasses import dataclass

import torch

Ids = tuple[int, ...]


@dataclass(frozen=True)
class ModelInfo:
    """What a model is, as plain values."""

    id: str
    revision: str
    family: str
    parameters: int
    layers: int
    heads: int
    width: int
    vocabulary: int
    context: int
    device: str
    dtype: str
    weight_bytes: int


@dataclass(frozen=True)
class Prompt:
    """A prompt as the model reads it; ``dropped`` is the text of the first tokens when it was longer than the context.

    ``start_token`` says that the prompt was empty and stands for a text's beginning.
    """

    text: str
    ids: Ids
    dropped: str = ""
    dropped_tokens: int = 0
    start_token: bool = False


@dataclass(frozen=True)
class Scores:
    """Of each row's target as the next token: log-probability in nats and logit, float32 [rows]."""

    log_probability: torch.Tensor
    logit: torch.Tensor


@dataclass(frozen=True, eq=False)
class LogitSummary:
    """The model's prediction of a prompt's own tokens, and the logits [V] after its last one.

    ``log_probability`` (nats) and ``rank`` (1 = most probable) [T - 1] are of tokens 1, 2, ... given those before.
    """

    log_probability: torch.Tensor
    rank: torch.Tensor
    last_logits: torch.Tensor

    @property
    def nbytes(self) -> int:
        """Bytes that the summary keeps alive."""
        return self.log_probability.nbytes + self.rank.nbytes + self.last_logits.nbytes


@dataclass(frozen=True)
class Step:
    """One generated token with its log-probability in nats, its rank (0 = most probable) and the most probable ids
    with theirs.
    """

    id: int
    log_probability: float
    rank: int
    alternatives: tuple[tuple[int, float], ...]
