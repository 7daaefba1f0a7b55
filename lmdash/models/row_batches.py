"""Many token rows through a model: rows that begin alike share the computation of that beginning.

Explanations and ablations ask for hundreds of rows that differ from one prompt in a few places.  Causal attention makes
everything before a row's first difference the same for all, so it is computed once and its keys and values are kept;
rows are put into buckets by where they start to differ.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from transformers import DynamicCache

from lmdash.models.interventions import Interventions
from lmdash.models.values import Ids, Scores

if TYPE_CHECKING:
    from lmdash.models.loaded import LoadedModel

BATCH_TOKENS = 2048  # computed together
BATCH_BYTES = 128 * 2**20  # of one batch's logits, and of the keys and values of its beginning
PASS_TOKENS = 32  # what one more forward pass costs beside its tokens, in tokens
MOST_BUCKETS_TRIED = 16


@dataclass(frozen=True)
class Bucket:
    """Rows (by number) that are computed from token ``start`` on; before it they are all alike."""

    start: int
    rows: tuple[int, ...]


def row_logits(
    model: LoadedModel, rows: Sequence[Ids], edits: Interventions, last: int, written: int = 0
) -> Iterator[tuple[list[int], torch.Tensor]]:
    """Batches of row numbers with the logits [batch, last, V] after the last tokens of each; see ``next_logits``.

    The last ``written`` tokens follow the prompt that edits are about.
    """
    copies: dict[Ids, list[int]] = {}
    for index, row in enumerate(rows):
        copies.setdefault(tuple(row), []).append(index)
    lengths: dict[int, list[Ids]] = {}
    for row in copies:
        lengths.setdefault(len(row), []).append(row)
    for alike in lengths.values():
        for batch, logits in _same_length(model, alike, edits, last, written):
            indices = [(index, place) for place, row in enumerate(batch) for index in copies[alike[row]]]
            places = [place for _, place in indices]
            alone = places == list(range(len(batch)))
            yield [index for index, _ in indices], logits if alone else logits[places]


def score_rows(
    model: LoadedModel,
    rows: Sequence[Ids],
    targets: torch.Tensor,
    edits: Interventions,
    on_step: Callable[[int, int], None] | None,
) -> Scores:
    """Log-probability and logit [rows, m] of ``targets`` [rows, m] as the tokens that follow the rows' last m."""
    last = targets.shape[1]
    log_probability, logit = torch.empty(targets.shape), torch.empty(targets.shape)
    done = 0
    for indices, logits in row_logits(model, rows, edits, last, written=last - 1):
        chosen = logits.gather(-1, targets[indices, :, None])[..., 0]
        logit[indices] = chosen.float()
        log_probability[indices] = (chosen - logits.logsumexp(-1)).float()
        done += len(indices)
        if on_step:
            on_step(done, len(rows))
    return Scores(log_probability, logit)


def _same_length(
    model: LoadedModel, rows: Sequence[Ids], edits: Interventions, last: int, written: int
) -> Iterator[tuple[list[int], torch.Tensor]]:
    inputs = model.inputs(rows)
    length = inputs.shape[1]
    compiled = model.edits(edits, length - written)
    common = inputs.mode(0).values
    beginning, known = None, 0

    @torch.no_grad()  # not around the generator, whose caller would run inside it
    def forward(ids: torch.Tensor, start: int, cache: DynamicCache | None, keep: bool) -> tuple:
        compiled.start = start
        with model.passing(compiled.taps, len(ids)) as run:
            output = run(ids, past_key_values=cache, use_cache=keep or cache is not None)
            if keep:
                return output.past_key_values, None
            # Side by side in memory: on a CPU the head takes several times as long on every T-th row of a batch.
            states = output.last_hidden_state[:, -last:].flatten(0, 1).contiguous()
            return None, model.anatomy.logits(states).unflatten(0, (len(ids), last)).cpu()

    for bucket in buckets(inputs, common, last):
        if bucket.start > known:
            beginning, _ = forward(common[None, known : bucket.start], known, beginning, keep=True)
            known = bucket.start
        size = _batch_size(model, length, bucket.start, last)
        for first in range(0, len(bucket.rows), size):
            batch = list(bucket.rows[first : first + size])
            cache = None if beginning is None else _for_rows(beginning, len(batch))
            yield batch, forward(inputs[batch, bucket.start :], bucket.start, cache, keep=False)[1]


def _batch_size(model: LoadedModel, length: int, start: int, last: int) -> int:
    info = model.info
    logits = last * info.vocabulary * 4
    kept = length * info.layers * 2 * info.kv_heads * info.head_width * 4 if start else 0
    return max(1, min(BATCH_TOKENS // (length - start), BATCH_BYTES // max(logits, kept)))


def _for_rows(beginning: DynamicCache, rows: int) -> DynamicCache:
    """The keys and values of the common beginning, seen by so many rows; its own are never written to."""
    cache = copy.copy(beginning)
    cache.layers = [copy.copy(layer) for layer in beginning.layers]
    for layer in cache.layers:
        layer.keys = layer.keys.expand(rows, -1, -1, -1)
        layer.values = layer.values.expand(rows, -1, -1, -1)
    return cache


def buckets(rows: torch.Tensor, common: torch.Tensor, last: int) -> list[Bucket]:
    """The cheapest way through rows [N, T] of which most are ``common`` [T] at first; the ``last`` tokens of each are
    computed in any case.
    """
    length = rows.shape[1]
    differs = rows != common
    first = torch.where(differs.any(1), differs.int().argmax(1), length).clamp_max(length - last).tolist()
    order = sorted(range(len(rows)), key=first.__getitem__)
    starts = sorted(first)
    step = max(1, len(starts) // MOST_BUCKETS_TRIED)
    tried = sorted({0, *starts[::step]})
    # Cheapest way for the rows from each tried start on, once the beginning up to it is known: its cost and next start.
    best: dict[int, tuple[float, int | None]] = {}
    for place in range(len(tried) - 1, -1, -1):
        start = tried[place]
        choices = []
        for then in (*tried[place + 1 :], None):
            count = sum(start <= each < (length if then is None else then) for each in starts)
            cost = PASS_TOKENS * (count > 0) + count * (length - start)
            if then is not None:
                cost += PASS_TOKENS + then - start + best[then][0]
            choices.append((cost, then))
        best[start] = min(choices, key=lambda choice: choice[0])
    found, start = [], 0
    while start is not None:
        then = best[start][1]
        chosen = tuple(row for row in order if start <= first[row] < (length if then is None else then))
        if chosen:
            found.append(Bucket(start, chosen))
        start = then
    return found
