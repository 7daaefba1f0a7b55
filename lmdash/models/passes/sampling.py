"""How the next token is chosen from the logits: temperature, top-k, top-p and a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from lmdash.errors import InputError


@dataclass(frozen=True)
class Sampling:
    """Temperature 0 is greedy; ``top_k`` 0 and ``top_p`` 1 switch those filters off.

    The filters are applied in the order of transformers: temperature, then the k most probable tokens, then the
    smallest set of tokens whose probabilities reach p (Holtzman et al. 2020).  At least one token always stays.
    Before them, the logits of tokens that stand in the text already are divided by the repetition penalty, or
    multiplied by it where they are negative (Keskar et al. 2019); 1 is off.
    """

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 0
    repetition_penalty: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 10:
            raise InputError(f"Temperature {self.temperature} is out of range: choose 0 (greedy) to 10.")
        if self.top_k < 0:
            raise InputError(f"Top-k {self.top_k} is out of range: choose 0 (off) or more.")
        if not 0 <= self.top_p <= 1:
            raise InputError(f"Top-p {self.top_p} is out of range: choose 0 to 1.")
        if not 0 < self.repetition_penalty <= 10:
            raise InputError(f"Repetition penalty {self.repetition_penalty} is out of range: choose 1 (off) to 10.")
        if not 0 <= self.seed < 2**63:
            raise InputError(f"Seed {self.seed} is out of range: choose 0 to 2^63 - 1.")


def reshaped(logits: torch.Tensor, sampling: Sampling) -> torch.Tensor:
    """Probabilities [V] that tokens are drawn with, from logits [V]; they sum to 1, filtered tokens have exactly 0."""
    if sampling.temperature == 0:
        probabilities = torch.zeros_like(logits)
        probabilities[logits.argmax()] = 1.0
        return probabilities
    # Subtracting the maximum first, in float64, keeps a tiny temperature from overflowing or being 0.
    logits = ((logits - logits.max()).double() / sampling.temperature).float()
    if 0 < sampling.top_k < len(logits):
        logits = logits.masked_fill(logits < logits.topk(sampling.top_k).values[-1], -torch.inf)
    if sampling.top_p < 1:
        probabilities, order = logits.softmax(-1).sort(descending=True)
        # A token goes when those before it reach p already; the first one stays.
        reached = probabilities.cumsum(-1) - probabilities >= sampling.top_p
        reached[0] = False
        logits = logits.index_fill(0, order[reached], -torch.inf)
    return logits.softmax(-1)


def choose(logits: torch.Tensor, sampling: Sampling, generator: torch.Generator, before: Sequence[int] = ()) -> int:
    """The id drawn from logits [V] after the tokens ``before``."""
    if sampling.repetition_penalty != 1 and before:
        there = torch.tensor(sorted(set(before)))
        values = logits[there]
        penalty = sampling.repetition_penalty
        logits = logits.index_copy(0, there, torch.where(values < 0, values * penalty, values / penalty))
    if sampling.temperature == 0:
        return int(logits.argmax())
    return int(torch.multinomial(reshaped(logits, sampling), 1, generator=generator))
