"""What the model itself writes in place of hidden words, but for those words themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from lmdash.analyses.common.features import Feature
from lmdash.analyses.common.neutral import alike, expected, neutral_token, nothing_else, other_than
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Ids

RESAMPLINGS = 8  # texts that resampled words are averaged over


def resampled(model: LoadedModel, ids: Ids, parts: Sequence[Feature], seed: int) -> list[Ids]:
    """What the model writes in place of each feature, after what stands before it, if it may not write that again.

    A text of several tokens leaves the feature's own at one of them, the more likely where the model is less sure of
    its own; from there on it is written freely.  That draws from all that the model writes but the feature itself.
    """
    start = model.tokens.start_token
    if start is None:
        start = neutral_token(model)
    lines = torch.cat([expected(model, (start,)), expected(model, ids)[:-1]]).double()
    rows = [list(ids) for _ in range(RESAMPLINGS)]
    longer: dict[int, list[_Begun]] = {}
    for part in parts:
        if part.fixed:
            continue
        for begun in _beginnings(model, ids, part, lines[part.start : part.stop].log_softmax(-1), seed):
            rows[begun.number][part.start : begun.stop] = begun.row
            if begun.stop < part.stop:
                longer.setdefault(part.stop - begun.stop, []).append(begun)
    for size, of_one_size in longer.items():
        texts = model.generate_batch(
            [ids[: each.part.start] + each.row for each in of_one_size],
            [Sampling(temperature=1.0, seed=each.seed) for each in of_one_size],
            size,
            alternatives=1,
        )
        for each, steps in zip(of_one_size, texts, strict=True):
            written = [step.id for step in steps if step.id not in model.tokens.special]
            # Where the model would have ended the text, what it says most often goes on.
            rows[each.number][each.stop : each.part.stop] = (written + [neutral_token(model)] * size)[:size]
    for row in rows:  # the same text may be written in other tokens
        for part in parts:
            if not part.fixed:
                own = ids[part.start : part.stop]
                row[part.start : part.stop] = other_than(model, own, tuple(row[part.start : part.stop]))
    return [tuple(row) for row in rows]


@dataclass(frozen=True)
class _Begun:
    """The beginning of what replaces a feature in one of the texts, up to the token that is not the feature's own."""

    part: Feature
    number: int
    row: Ids
    seed: int

    @property
    def stop(self) -> int:
        return self.part.start + len(self.row)


def _beginnings(model: LoadedModel, ids: Ids, part: Feature, lines: torch.Tensor, seed: int) -> Iterator[_Begun]:
    """One for each text, from the log-probabilities [n, V] of what the model expects at the feature's tokens."""
    own = ids[part.start : part.stop]
    others = torch.stack([_but(model, index, line) for index, line in zip(own, lines, strict=True)])
    leaves = others.logsumexp(-1)
    if leaves.isneginf().all():
        raise nothing_else(model, own)
    stays = lines.gather(1, torch.tensor(own)[:, None])[:, 0]
    stays[[index in model.tokens.special for index in own]] = 0.0  # a mark always stays
    places = (leaves + stays.cumsum(0) - stays).softmax(-1)
    for number in range(RESAMPLINGS):
        # Places apart, so that no two features draw alike.
        own_seed = (seed % 2**31) * 2**31 + part.start * RESAMPLINGS + number
        generator = torch.Generator().manual_seed(own_seed)
        place = int(torch.multinomial(places, 1, generator=generator))
        other = int(torch.multinomial(others[place].softmax(-1), 1, generator=generator))
        yield _Begun(part, number, (*own[:place], other), own_seed)


def _but(model: LoadedModel, index: int, line: torch.Tensor) -> torch.Tensor:
    """Log-probabilities [V] in which a token, and all that looks like it, has no chance; a mark leaves none to any."""
    if index in model.tokens.special:
        return torch.full_like(line, -torch.inf)
    return line.index_fill(0, torch.tensor([each for each in alike(model, index) if each < len(line)]), -torch.inf)
