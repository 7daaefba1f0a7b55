"""Many token rows through a model: rows that begin alike share the computation of that beginning.

Explanations and ablations ask for hundreds of rows that differ from one prompt in a few places.  Causal attention makes
what two rows begin with the same for both.  So rows of one length are read as a tree, whose tokens lie side by side as
one long row: each token sees those before it in its own row only, and has the position that it has there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from transformers import DynamicCache

from lmdash.models.passes.edits import Edits, EditsOf
from lmdash.models.passes.network import Network
from lmdash.models.passes.row_tree import Branches, RowTree
from lmdash.models.values import Ids, Scores

PASS_TOKENS = 512  # of a tree: in one forward pass each is held against all others
BATCH_TOKENS = 2048  # of rows that share nothing
BATCH_BYTES = 128 * 2**20  # of one batch's logits
WORTH_SHARING = 0.85  # of the rows' tokens; a tree with more is slower than the rows


def row_logits(
    network: Network, edits_of: EditsOf, rows: Sequence[Ids], last: int, written: int = 0
) -> Iterator[tuple[list[int], torch.Tensor]]:
    """Batches of row numbers with the logits [batch, last, V] in float32 after the ``last`` tokens of each.

    The last ``written`` tokens of a row follow the prompt that edits are about.
    """
    copies: dict[Ids, list[int]] = {}
    for index, row in enumerate(rows):
        copies.setdefault(tuple(row), []).append(index)
    lengths: dict[int, list[Ids]] = {}
    for row in copies:
        lengths.setdefault(len(row), []).append(row)
    for alike in lengths.values():
        for batch, logits in _same_length(network, edits_of, alike, last, written):
            indices = [(index, place) for place, row in enumerate(batch) for index in copies[alike[row]]]
            places = [place for _, place in indices]
            alone = places == list(range(len(batch)))
            yield [index for index, _ in indices], logits if alone else logits[places]


def score_rows(
    network: Network,
    edits_of: EditsOf,
    rows: Sequence[Ids],
    targets: torch.Tensor,
    on_step: Callable[[int, int], None] | None,
) -> Scores:
    """Log-probability in nats and logit, float32 [rows, m], of ``targets`` [rows, m] as the tokens that follow the
    last m of each row.  ``on_step(done, total)`` counts rows.
    """
    last = targets.shape[1]
    log_probability, logit = torch.empty(targets.shape), torch.empty(targets.shape)
    done = 0
    for indices, logits in row_logits(network, edits_of, rows, last, written=last - 1):
        chosen = logits.gather(-1, targets[indices, :, None])[..., 0]
        logit[indices] = chosen.float()
        log_probability[indices] = (chosen - logits.logsumexp(-1)).float()
        done += len(indices)
        if on_step:
            on_step(done, len(rows))
    return Scores(log_probability, logit)


def _same_length(
    network: Network, edits_of: EditsOf, rows: Sequence[Ids], last: int, written: int
) -> Iterator[tuple[list[int], torch.Tensor]]:
    """As :func:`row_logits`, for different rows of one length."""
    inputs, tree = network.inputs(rows), RowTree(rows)
    length = inputs.shape[1]
    edits = edits_of(length - written)
    most_rows = max(1, BATCH_BYTES // (last * network.info.vocabulary * 4))
    size = min(PASS_TOKENS, network.anatomy.tree_reach - 2 * length)
    if size > 0 and tree.tokens < WORTH_SHARING * inputs.numel():
        return _as_tree(network, edits, tree.passes(size, most_rows, last))
    return _side_by_side(network, edits, inputs, last, min(most_rows, max(1, BATCH_TOKENS // length)))


def _side_by_side(
    network: Network, edits: Edits, inputs: torch.Tensor, last: int, size: int
) -> Iterator[tuple[list[int], torch.Tensor]]:
    taps = edits.taps()
    for first in range(0, len(inputs), size):
        batch = inputs[first : first + size]
        with torch.no_grad(), network.passing(taps, len(batch)) as forward:
            # Side by side in memory: on a CPU the head takes several times as long on every T-th row of a batch.
            states = forward(batch, use_cache=False).last_hidden_state[:, -last:].flatten(0, 1).contiguous()
            logits = network.anatomy.logits(states).unflatten(0, (len(batch), last)).cpu()
        yield list(range(first, first + len(batch))), logits


def _as_tree(network: Network, edits: Edits, passes: Iterator[Branches]) -> Iterator[tuple[list[int], torch.Tensor]]:
    device, dtype = network.device, network.dtype
    cache = DynamicCache()
    for branches in passes:
        layer: Any  # of the kind that holds keys and values, once it has read something
        for layer in cache.layers:
            layer.keys, layer.values = layer.keys[:, :, branches.kept], layer.values[:, :, branches.kept]
        hidden = torch.zeros(branches.sees.shape, dtype=dtype).masked_fill_(~branches.sees, torch.finfo(dtype).min)
        with torch.no_grad(), network.passing(edits.taps(branches.positions)) as forward:
            output = forward(
                branches.tokens[None].to(device),
                position_ids=branches.positions[None].to(device),
                attention_mask=hidden[None, None].to(device),
                past_key_values=cache,
                use_cache=True,
            )
            states = output.last_hidden_state[0, branches.ends.flatten()]
            logits = network.anatomy.logits(states).unflatten(0, branches.ends.shape).cpu()
        yield branches.rows, logits
