"""Rows of tokens as a tree: what rows begin with alike is one branch, laid out for forward passes of limited size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import torch

from lmdash.models.values import Ids


@dataclass(frozen=True)
class Branches:
    """The part of a tree that one forward pass reads, N tokens after K that are known from the pass before.

    Attributes:
        rows: The numbers of the rows that end here, R of them.
        kept: Where the K known tokens, a beginning of the first row, are among what the pass before knew and read.
        tokens: Their ids [N].
        positions: The position [N] of each in its row.
        sees: Which of the K known and N own tokens each is to see, [N, K + N]: those before it in its row, and itself.
        ends: Where the last tokens [R, last] of each row are among the N.
    """

    rows: list[int]
    kept: torch.Tensor
    tokens: torch.Tensor
    positions: torch.Tensor
    sees: torch.Tensor
    ends: torch.Tensor


class RowTree:
    """Different rows of one length, each a way from the root to a leaf."""

    def __init__(self, rows: Sequence[Ids]) -> None:
        self._rows = rows
        self._length = len(rows[0])
        # In this order no row has more in common with any row before it than with the last.
        self._order = sorted(range(len(rows)), key=rows.__getitem__)
        before = [None, *self._order[:-1]]
        self._shared = [
            0 if last is None else _alike(rows[last], rows[row]) for last, row in zip(before, self._order, strict=True)
        ]

    @property
    def tokens(self) -> int:
        """How many tokens the tree has."""
        return len(self._rows) * self._length - sum(self._shared)

    def passes(self, size: int, most_rows: int, last: int) -> Iterator[Branches]:
        """The tree in passes of about ``size`` tokens, none with more than a row above it, each after the one before.

        The ``last`` tokens of every row are read in the pass where the row ends.
        """
        even = ceil(self.tokens / ceil(self.tokens / size))
        way = torch.arange(0)  # of the row before: where its tokens are among what its pass knew and read
        begin = 0
        while begin < len(self._order):
            known = min(self._shared[begin], self._length - last)
            stop, count = begin, 0
            while stop < len(self._order) and count < even and stop - begin < most_rows:
                count += self._length - (known if stop == begin else self._shared[stop])
                stop += 1
            branches, way = self._branches(begin, stop, way[:known], count, last)
            yield branches
            begin = stop

    def _branches(
        self, begin: int, stop: int, kept: torch.Tensor, count: int, last: int
    ) -> tuple[Branches, torch.Tensor]:
        known = len(kept)
        way, place = torch.arange(known), known
        sees = torch.zeros(count, known + count, dtype=torch.bool)
        tokens: list[int] = []
        positions, ends = [], []
        for number in range(begin, stop):
            row = self._rows[self._order[number]]
            shared = known if number == begin else self._shared[number]
            fresh = self._length - shared
            own = slice(place - known, place - known + fresh)
            sees[own, way[:shared]] = True
            sees[own, place : place + fresh] = torch.ones(fresh, fresh, dtype=torch.bool).tril()
            way = torch.cat([way[:shared], torch.arange(place, place + fresh)])
            tokens.extend(row[shared:])
            positions.append(torch.arange(shared, self._length))
            ends.append(way[-last:] - known)
            place += fresh
        branches = Branches(
            rows=self._order[begin:stop],
            kept=kept,
            tokens=torch.tensor(tokens),
            positions=torch.cat(positions),
            sees=sees,
            ends=torch.stack(ends),
        )
        return branches, way


def _alike(one: Ids, other: Ids) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))
