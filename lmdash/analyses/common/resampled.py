"""What the model itself writes in place of hidden words, but for those words themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from lmdash.analyses.common.features import Feature
from lmdash.analyses.common.neutral import alike, expected, look, neutral_token, nothing_else, other_than, with_marks
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Ids

RESAMPLINGS = 8  # texts that resampled words are averaged over

Stays = tuple[tuple[bool, ...], ...]
"""Of each text (rows), which features (columns) the model writes again by itself."""


def resampled(model: LoadedModel, ids: Ids, parts: Sequence[Feature], seed: int) -> tuple[list[Ids], Stays]:
    """What the model writes in place of each feature, after what stands before it.  Where that is the feature again it
    stays in that text, and what the model writes if it may not write that again stands beside it.
    """
    start = model.tokens.start_token
    if start is None:
        start = neutral_token(model)
    lines = torch.cat([expected(model, (start,)), expected(model, ids)[:-1]])
    hidden = [part for part in parts if not part.fixed]
    texts = range(RESAMPLINGS)
    rows, stays = [list(ids) for _ in texts], set()
    for each, text in _finished(model, ids, start, [_drawn(part, n, seed, lines) for part in hidden for n in texts]):
        own = ids[each.part.start : each.part.stop]
        rows[each.number][each.part.start : each.part.stop] = text
        if look(model, own) == look(model, with_marks(model, own, text)):
            stays.add((each.number, each.part))
    others = [each for part in hidden for each in _others(model, ids, part, lines, seed)]
    others = [each for each in others if (each.number, each.part) in stays]
    for each, text in _finished(model, ids, start, others):
        own = ids[each.part.start : each.part.stop]  # the same text may be written in other tokens
        rows[each.number][each.part.start : each.part.stop] = other_than(model, own, text)
    return [tuple(row) for row in rows], tuple(tuple((n, part) in stays for part in parts) for n in texts)


@dataclass(frozen=True)
class _Begun:
    """The beginning ``row`` of what replaces a feature in one of the texts."""

    part: Feature
    number: int
    row: Ids
    seed: int

    @property
    def missing(self) -> int:
        """How many tokens are to be written yet."""
        return self.part.stop - self.part.start - len(self.row)


def _seed(seed: int, part: Feature, number: int) -> int:
    """Places apart, so that no two features draw alike."""
    return (seed % 2**31) * 2**31 + part.start * RESAMPLINGS + number


def _drawn(part: Feature, number: int, seed: int, lines: torch.Tensor) -> _Begun:
    """A token as the model expects it, from logits [T, V]; several are begun with none."""
    own_seed = _seed(seed, part, number)
    if part.stop > part.start + 1:
        return _Begun(part, number, (), own_seed)
    generator = torch.Generator().manual_seed(own_seed)
    token = int(torch.multinomial(lines[part.start].softmax(-1), 1, generator=generator))
    return _Begun(part, number, (token,), own_seed)


def _others(model: LoadedModel, ids: Ids, part: Feature, lines: torch.Tensor, seed: int) -> Iterator[_Begun]:
    """One beginning for each text that leaves the feature's own tokens at one of them, the more likely where the model
    is less sure of its own (logits [T, V]); written on freely, that draws from all that the model writes but the
    feature itself.
    """
    own = ids[part.start : part.stop]
    lines = lines[part.start : part.stop].double().log_softmax(-1)
    others = torch.stack([_but(model, index, line) for index, line in zip(own, lines, strict=True)])
    leaves = others.logsumexp(-1)
    if leaves.isneginf().all():
        raise nothing_else(model, own)
    stays = lines.gather(1, torch.tensor(own)[:, None])[:, 0]
    stays[[index in model.tokens.special for index in own]] = 0.0  # a mark always stays
    places = (leaves + stays.cumsum(0) - stays).softmax(-1)
    for number in range(RESAMPLINGS):
        own_seed = _seed(seed, part, number)
        generator = torch.Generator().manual_seed(own_seed)
        place = int(torch.multinomial(places, 1, generator=generator))
        other = int(torch.multinomial(others[place].softmax(-1), 1, generator=generator))
        yield _Begun(part, number, (*own[:place], other), own_seed)


def _but(model: LoadedModel, index: int, line: torch.Tensor) -> torch.Tensor:
    """Log-probabilities [V] in which a token, and all that looks like it, has no chance; a mark leaves none to any."""
    if index in model.tokens.special:
        return torch.full_like(line, -torch.inf)
    return line.index_fill(0, torch.tensor([each for each in alike(model, index) if each < len(line)]), -torch.inf)


def _finished(model: LoadedModel, ids: Ids, start: int, begun: Sequence[_Begun]) -> Iterator[tuple[_Begun, Ids]]:
    """Each with its whole text, those that miss as many tokens written together; ``start`` is what begins a text."""
    by_size: dict[int, list[_Begun]] = defaultdict(list)
    for each in begun:
        by_size[each.missing].append(each)
    for size, of_one_size in by_size.items():
        if not size:
            yield from ((each, each.row) for each in of_one_size)
            continue
        texts = model.generate_batch(
            [(ids[: each.part.start] + each.row) or (start,) for each in of_one_size],
            [Sampling(temperature=1.0, seed=each.seed) for each in of_one_size],
            size,
            alternatives=1,
        )
        for each, steps in zip(of_one_size, texts, strict=True):
            written = tuple(step.id for step in steps if step.id not in model.tokens.special)
            # Where the model would have ended the text, what it says most often goes on.
            yield each, each.row + (written + (neutral_token(model),) * size)[:size]
