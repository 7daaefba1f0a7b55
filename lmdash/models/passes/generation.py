"""Generate after many prompts at once: rows of one length share a batch, equal prompts are read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import torch

from lmdash.models.passes.edits import Edits, EditsOf
from lmdash.models.passes.network import Network
from lmdash.models.passes.sampling import Sampling, choose
from lmdash.models.values import Ids, Step

BATCH_ROWS = 64
BATCH_BYTES = 512 * 2**20  # of one batch's keys and values


@torch.no_grad()
def generate_rows(
    network: Network,
    edits_of: EditsOf,
    prompts: Sequence[Ids],
    samplings: Sequence[Sampling],
    new_tokens: int,
    *,
    forced: Sequence[Ids],
    alternatives: int,
    on_step: Callable[[int, int], None] | None,
    on_token: Callable[[int, Step], None] | None = None,
) -> tuple[tuple[Step, ...], ...]:
    """The steps of each row, up to ``new_tokens`` of them, the first of them ``forced``; ``alternatives`` is how many
    of the most probable ids are kept beside each.

    ``on_token(row, step)`` hears of every token, and ``on_step(done, total)`` counts them; both are called outside the
    lock, and what they raise ends the work.
    """
    lengths: dict[int, list[int]] = {}
    for index, prompt in enumerate(prompts):
        lengths.setdefault(len(prompt), []).append(index)
    rooms = {length: min(new_tokens, network.info.context - length) for length in lengths}
    total = sum(rooms[length] * len(rows) for length, rows in lengths.items())
    found: list[tuple[Step, ...]] = [()] * len(prompts)
    finished = 0
    for length, rows in lengths.items():
        size = _batch_size(network, length + rooms[length])
        for first in range(0, len(rows), size):
            batch = rows[first : first + size]
            written = _write(
                network,
                edits_of(length),
                [prompts[row] for row in batch],
                [samplings[row] for row in batch],
                rooms[length],
                forced=[forced[row] for row in batch],
                alternatives=alternatives,
                on_token=partial(_tell, on_token, batch),
                on_step=partial(_count, on_step, finished, len(batch), total),
            )
            finished += rooms[length] * len(batch)
            for row, text in zip(batch, written, strict=True):
                found[row] = text
    return tuple(found)


def _tell(on_token: Callable[[int, Step], None] | None, batch: Sequence[int], row: int, step: Step) -> None:
    if on_token:
        on_token(batch[row], step)


def _count(on_step: Callable[[int, int], None] | None, finished: int, rows: int, total: int, step: int) -> None:
    if on_step:
        on_step(finished + rows * step, total)


def _batch_size(network: Network, length: int) -> int:
    info = network.info
    row = length * info.layers * 2 * info.kv_heads * info.head_width * 4
    return max(1, min(BATCH_ROWS, BATCH_BYTES // row))


def _write(
    network: Network,
    edits: Edits,
    prompts: Sequence[Ids],
    samplings: Sequence[Sampling],
    new_tokens: int,
    *,
    forced: Sequence[Ids],
    alternatives: int,
    on_token: Callable[[int, Step], None],
    on_step: Callable[[int], None],
) -> list[tuple[Step, ...]]:
    """The steps of rows whose prompts have one length; ``on_step`` counts those of each."""
    generators = [torch.Generator().manual_seed(sampling.seed) for sampling in samplings]
    texts: list[list[Step]] = [[] for _ in prompts]
    different = list(dict.fromkeys(prompts))
    inputs, cache = network.inputs(different), None
    live = list(range(len(prompts)))  # the row of each line of the batch
    lines = [different.index(prompt) for prompt in prompts]  # of the output, for each live row
    for step in range(new_tokens):
        read = len(prompts[0]) + step
        taps = edits.taps(torch.arange(read - inputs.shape[1], read))
        with network.passing(taps, len(inputs)) as forward:
            output = forward(inputs, past_key_values=cache, use_cache=True)
            logits = network.anatomy.logits(output.last_hidden_state[:, -1]).cpu()[lines]
        cache = output.past_key_values
        # Every row draws a token, forced or not, so that what a seed gives later does not depend on what was forced.
        drawn = [
            choose(line, samplings[row], generators[row], [*prompts[row], *(made.id for made in texts[row])])
            for line, row in zip(logits, live, strict=True)
        ]
        chosen = [
            forced[row][step] if step < len(forced[row]) else token for row, token in zip(live, drawn, strict=True)
        ]
        for row, made in zip(live, Step.of_rows(logits, chosen, alternatives), strict=True):
            texts[row].append(made)
            on_token(row, made)
        on_step(step + 1)
        going = [line for line, token in enumerate(chosen) if token not in network.tokens.end_tokens]
        if not going:
            break
        kept = [lines[line] for line in going]
        if kept != list(range(len(inputs))):
            cache.batch_select_indices(torch.tensor(kept, device=inputs.device))
        live = [live[line] for line in going]
        lines = list(range(len(going)))
        inputs = torch.tensor([[chosen[line]] for line in going], device=inputs.device)
    return [tuple(text) for text in texts]
