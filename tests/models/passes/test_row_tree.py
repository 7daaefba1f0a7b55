"""A tree of rows: every row is in it once, and every token sees its own row's past and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lmdash.models.passes.row_tree import RowTree

LENGTH = 9
rows_of_one_length = st.lists(st.tuples(*[st.integers(0, 2)] * LENGTH), min_size=1, max_size=40, unique=True)


@given(rows_of_one_length, st.integers(1, 60), st.integers(1, 12), st.integers(1, LENGTH))
def test_every_token_sees_its_own_row(rows, size, most_rows, last) -> None:
    tree, seen, read = RowTree(rows), [], 0
    known: list[tuple[int, int]] = []  # token and position, as the cache would have them
    for part in tree.passes(size, most_rows, last):
        known = [known[place] for place in part.kept.tolist()]
        own = list(zip(part.tokens.tolist(), part.positions.tolist(), strict=True))
        known, read = known + own, read + len(own)
        assert len(own) <= size + LENGTH
        assert len(part.rows) <= most_rows
        for row, ends in zip(part.rows, part.ends.tolist(), strict=True):
            for position, end in zip(range(LENGTH - last, LENGTH), ends, strict=True):
                past = sorted(
                    (position, token) for (token, position), sees in zip(known, part.sees[end], strict=True) if sees
                )
                assert past == list(enumerate(rows[row][: position + 1]))
        seen += part.rows
    assert sorted(seen) == list(range(len(rows)))
    assert read >= tree.tokens == len({row[:stop] for row in rows for stop in range(1, LENGTH + 1)})
    assert read == tree.tokens or last > 1  # the last tokens of a row are read where it ends


@given(rows_of_one_length)
def test_passes_are_of_even_size(rows) -> None:
    tree = RowTree(rows)
    sizes = [len(part.tokens) for part in tree.passes(30, 1000, 1)]
    assert len(sizes) <= -(-tree.tokens // 30)
    assert all(abs(size - tree.tokens / len(sizes)) <= 2 * LENGTH for size in sizes[:-1])
