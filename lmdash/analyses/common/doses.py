"""One prompt under many lists of interventions: each is a row of a batch, so that twenty cost little more than one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from lmdash.analyses.common.divergence import kl_bits
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.hooks import Point, Tap
from lmdash.models.values import Ids

TOKENS_TOGETHER = 1024  # of one batch
LOGITS_BYTES = 64 * 2**20  # of one batch


@dataclass(frozen=True)
class Variant:
    """Interventions, and how far they go: 0 leaves everything as it was, 1 is what they say, 2 is twice as far."""

    edits: Interventions
    dose: float = 1.0


def last_logits(
    model: LoadedModel,
    ids: Ids,
    variants: Sequence[Variant],
    on_step: Callable[[int, int], None] | None = None,
) -> torch.Tensor:
    """Logits [variants, V] after the last token under each variant."""
    size = max(1, TOKENS_TOGETHER // len(ids))
    found = []
    for start in range(0, len(variants), size):
        found.append(_logits(model, ids, variants[start : start + size], slice(-1, None))[:, 0])
        if on_step:
            on_step(min(start + size, len(variants)), len(variants))
    return torch.cat(found)


def divergences(model: LoadedModel, ids: Ids, variants: Sequence[Variant], edits: Interventions = ()) -> torch.Tensor:
    """KL divergence in bits [variants, T] from the prediction under ``edits`` to the one under each variant, after
    every token: how many bits more the first one's tokens cost when they are guessed with the second.
    """
    return shifts(model, ids, variants, edits)[0]


def shifts(
    model: LoadedModel, ids: Ids, variants: Sequence[Variant], edits: Interventions = ()
) -> tuple[torch.Tensor, torch.Tensor]:
    """As :func:`divergences`, and whether [variants] the most likely next token stays the same."""
    [plain] = _logits(model, ids, [Variant(edits)], slice(None)).log_softmax(-1)
    size = max(1, min(TOKENS_TOGETHER // len(ids), LOGITS_BYTES // (plain.nbytes or 1)))
    bits, same = [], []
    for start in range(0, len(variants), size):
        changed = _logits(model, ids, variants[start : start + size], slice(None)).log_softmax(-1)
        bits.append(kl_bits(plain, changed))
        same.append(changed[:, -1].argmax(-1) == plain[-1].argmax())
    return torch.cat(bits), torch.cat(same)


@torch.no_grad()
def _logits(model: LoadedModel, ids: Ids, variants: Sequence[Variant], rows: slice) -> torch.Tensor:
    """Logits [variants, rows, V]."""
    at: dict[Point, list[tuple[int, float, list[Tap]]]] = {}
    for row, variant in enumerate(variants):
        for point, taps in model.edits(variant.edits, len(ids)).taps().items():
            at.setdefault(point, []).append((row, variant.dose, taps))
    inputs = model.inputs([ids] * len(variants))
    with model.passing({point: [_by_row(rows)] for point, rows in at.items()}, len(variants)) as forward:
        return model.anatomy.logits(forward(inputs, use_cache=False).last_hidden_state[:, rows]).cpu()


def _by_row(changes: list[tuple[int, float, list[Tap]]]) -> Tap:
    def tap(value: torch.Tensor) -> torch.Tensor:
        result = value.clone()
        for row, dose, taps in changes:
            own = value[row : row + 1]
            for each in taps:
                new = each(own)
                own = own if new is None else new
            result[row] = torch.lerp(value[row], own[0], dose)
        return result

    return tap
