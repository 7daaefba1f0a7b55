"""What the logits of a prompt say of its own tokens, without ever holding all of them."""

from __future__ import annotations

from collections.abc import Callable

import torch

from lmdash.models.values import Ids, LogitSummary

UNEMBED_BYTES = 64 * 2**20  # logits computed together: some 300 rows of GPT-2's vocabulary
CACHED_ROWS = 8  # rows of logits reduced together: they stay in the processor's cache


def summarise(
    ids: Ids, residual: torch.Tensor, unembed: Callable[[torch.Tensor], torch.Tensor], vocabulary: int
) -> LogitSummary:
    """Unembed every position of the final ``residual`` [T, d] once."""
    following = torch.tensor([*ids[1:], 0])[:, None]  # nothing follows the last token: its row is dropped
    logits = torch.empty(0, vocabulary)
    log_probability, rank = torch.empty(len(ids)), torch.empty(len(ids), dtype=torch.long)
    # Few large products: each one reads the whole head.
    size = max(1, UNEMBED_BYTES // (4 * vocabulary))
    for start in range(0, len(ids), size):
        logits = unembed(residual[start : start + size])
        for row in range(0, len(logits), CACHED_ROWS):
            part = logits[row : row + CACHED_ROWS]
            place = slice(start + row, start + row + len(part))
            chosen = part.gather(1, following[place])
            log_probability[place] = (chosen - part.logsumexp(-1, keepdim=True))[:, 0]
            rank[place] = (part > chosen).sum(-1) + 1
    return LogitSummary(log_probability[:-1], rank[:-1], logits[-1].clone())
