"""What did the interventions change?  One result minus another of the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd


def belong_together(what: str, one: Iterable[object], other: Iterable[object]) -> None:
    """:class:`ValueError` where the two are not the same one by one: a difference of them would mean nothing."""
    one, other = list(one), list(other)
    if len(one) != len(other):
        raise ValueError(f"No difference: one result has {len(one)} {what}, the other {len(other)}.")
    for place, (first, second) in enumerate(zip(one, other, strict=True)):
        if first != second:
            raise ValueError(f"No difference: {what}, number {place} is {first!r} in one, {second!r} in the other.")


def difference(changed: pd.DataFrame, plain: pd.DataFrame, columns: Iterable[str], keys: Sequence[str]) -> pd.DataFrame:
    """``changed`` with its number ``columns`` minus those of ``plain``; ``keys`` name the rows, which are the same in
    both or :func:`belong_together` complains.
    """
    belong_together(
        f"rows ({', '.join(keys)})", *(each[list(keys)].itertuples(index=False, name=None) for each in (changed, plain))
    )
    others = plain.set_index(changed.index)
    return changed.assign(**{column: changed[column] - others[column] for column in columns})
