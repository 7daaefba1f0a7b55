"""What do two parts of the prompt do together?  The effect of taking both away, beside the sum of their own effects.

The difference is their interaction: below 0 each could stand in for the other (taking one away changes little, both
together much); above 0 taking the first away has done what the second would (both are needed, or they are one name).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from lmdash.analyses.prompt_ablation.ablation import Ablation, Cutting, ablation, cut, effects, without
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

Pair = tuple[int, int]
MOST_PARTS = 24  # whose pairs are tried: 276 of them


@dataclass(frozen=True, eq=False)
class PairAblation:
    """The effects of pairs on a target's log-probability, in nats.

    ``names`` [n] are the parts, in the order of the text; ``single`` [n] their own effects; ``together`` [n, n] that of
    a pair, on the diagonal the single one; ``interaction`` [n, n] what it is more than the sum of both, on the diagonal
    0; NaN where a pair was not tried.  ``table`` has one row per pair that was: first, second, delta, sum, interaction,
    kl_bits, token, token_probability, flips, tokens, the largest interaction first.  ``left`` parts had too small
    effects of their own to be tried in pairs.
    """

    names: tuple[str, ...]
    single: np.ndarray
    together: np.ndarray
    interaction: np.ndarray
    table: pd.DataFrame
    left: int


def ablation_pairs(
    model: LoadedModel,
    ids: Ids,
    cutting: Cutting,
    target: Ids,
    *,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> PairAblation:
    """Take every two parts away that :func:`pairs_of` names."""
    alone = ablation(model, ids, cutting, target, edits=edits)
    pairs = pairs_of(alone)
    return paired(alone, [pair_effects(model, ids, cutting, target, pairs, edits=edits, on_step=on_step)])


def pairs_of(alone: Ablation) -> tuple[Pair, ...]:
    """The pairs to try, by the numbers of their parts: every two, of many parts the :data:`MOST_PARTS` that matter most
    by themselves.  The part that the text ends with stays: without it, the prediction is about another place.
    """
    return tuple(combinations(_chosen(alone), 2))


def _chosen(alone: Ablation) -> list[int]:
    strongest = alone.inner["delta"].abs().sort_values(ascending=False, kind="stable").index[:MOST_PARTS]
    return sorted(strongest.tolist())


def pair_effects(
    model: LoadedModel,
    ids: Ids,
    cutting: Cutting,
    target: Ids,
    pairs: tuple[Pair, ...],
    *,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """The prediction without both parts of each pair: one row per pair, as :func:`effects` has it."""
    parts = cut(model, ids, cutting)
    rows, _ = without(model, ids, cutting, [(parts[first], parts[second]) for first, second in pairs])
    return effects(model, ids, rows, target, edits=edits, on_step=on_step)


def paired(alone: Ablation, goes: Sequence[pd.DataFrame]) -> PairAblation:
    """What the first of the pairs do, as many as were tried, in one go or in several; NaN for the others."""
    chosen = _chosen(alone)
    single = alone.table["delta"].to_numpy()[chosen].astype(float)
    found = pd.concat(goes, ignore_index=True)
    pairs = list(combinations(range(len(chosen)), 2))[: len(found)]
    together = np.full((len(chosen), len(chosen)), np.nan)
    np.fill_diagonal(together, single)
    for (first, second), delta in zip(pairs, found["delta"], strict=True):
        together[first, second] = together[second, first] = delta
    interaction = together - single[:, None] - single[None, :]
    np.fill_diagonal(interaction, 0.0)
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    names = tuple(alone.parts[number].label for number in chosen)
    table = pd.DataFrame(
        {
            "first": [names[number] for number in first],
            "second": [names[number] for number in second],
            "delta": found["delta"],
            "sum": single[first] + single[second] if pairs else [],
            "interaction": interaction[first, second] if pairs else [],
            **{name: found[name] for name in ("kl_bits", "token", "token_probability", "flips", "tokens")},
        }
    )
    order = table["interaction"].abs().sort_values(ascending=False, kind="stable").index
    return PairAblation(
        names, single, together, interaction, table.loc[order].reset_index(drop=True), len(alone.inner) - len(chosen)
    )
