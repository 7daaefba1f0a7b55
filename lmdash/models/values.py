"""The plain values that a model takes and gives: picklable, hashable where they are arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

Ids = tuple[int, ...]


@dataclass(frozen=True)
class OwnSettings:
    """How a model's makers would have its text written (``generation_config.json``); 0, 0, 1 and 1 are off."""

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    repetition_penalty: float = 1.0

    @property
    def in_words(self) -> str:
        """What is on, in words; empty where nothing is."""
        parts = [
            (self.temperature > 0, f"temperature {self.temperature:g}"),
            (self.top_k > 0, f"top-k {self.top_k}"),
            (self.top_p < 1, f"top-p {self.top_p:g}"),
            (self.repetition_penalty != 1, f"repetition penalty {self.repetition_penalty:g}"),
        ]
        return ", ".join(words for on, words in parts if on)


@dataclass(frozen=True)
class ModelInfo:
    """What a model is, as plain values.

    ``neurons`` counts those of one layer's FFN, 0 where all are mixtures of experts; ``context`` is what lmdash reads,
    ``own_context`` what the model was made for.  ``parallel``: attention and FFN read the same stream, so there is no
    point between them; ``norms_after``: their results pass a norm before they are added.
    ``working_bytes`` is the estimate of what a long prompt needs beside the weights; ``notes`` are sentences on what to
    know before its numbers are believed, ``own`` is how its makers would have it write.
    """

    id: str
    revision: str
    family: str
    parameters: int
    layers: int
    heads: int
    kv_heads: int
    head_width: int
    width: int
    neurons: int
    vocabulary: int
    context: int
    own_context: int
    parallel: bool
    norms_after: bool
    tied: bool
    chat: bool
    device: str
    dtype: str
    weight_bytes: int
    working_bytes: int
    notes: tuple[str, ...] = ()
    own: OwnSettings = OwnSettings()


@dataclass(frozen=True)
class Chat:
    """That a prompt is a user's message in the model's chat format, and what was said before it: a ``system`` message,
    empty for the template's own, and ``earlier`` messages, pairs of what the user and what the model said.
    """

    system: str = ""
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Prompt:
    """A prompt as the model reads it; ``dropped`` is the text of the first tokens when it was longer than the context.

    ``start_token`` says that the prompt was empty and stands for a text's beginning.  ``format`` are the tokens
    [start, end) that a chat template put around the messages: ``text`` is then what the template made of them.
    """

    text: str
    ids: Ids
    dropped: str = ""
    dropped_tokens: int = 0
    start_token: bool = False
    format: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Scores:
    """Of each row's target as the next token: log-probability in nats and logit, float32 [rows]; of a text of m tokens
    that follows each row, float32 [rows, m].
    """

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

    @classmethod
    def of_rows(cls, logits: torch.Tensor, tokens: Sequence[int], alternatives: int) -> list[Step]:
        """The steps that chose ``tokens`` from logits [rows, V]."""
        log_probabilities = logits.log_softmax(-1)
        top = log_probabilities.topk(min(alternatives, logits.shape[-1]))
        column = torch.tensor(tokens)[:, None]
        columns = (
            tokens,
            log_probabilities.gather(1, column)[:, 0].tolist(),
            (logits > logits.gather(1, column)).sum(-1).tolist(),
            top.indices.tolist(),
            top.values.tolist(),
        )
        return [
            cls(token, value, rank, tuple(zip(indices, values, strict=True)))
            for token, value, rank, indices, values in zip(*columns, strict=True)
        ]
