"""What two parts do together."""

import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.prompt_ablation.ablation import Cutting, Way, ablation, cut, joined
from lmdash.analyses.prompt_ablation.leaving_out import left_out
from lmdash.analyses.prompt_ablation.pairs import MOST_PARTS, ablation_pairs, pair_effects, paired, pairs_of
from lmdash.charts.prompt_ablation.ablation import pair_map
from tests.analyses.prompt_ablation.test_ablation import TARGET, TEXT, by_hand
from tests.charts.schema import valid


@pytest.mark.parametrize("way", list(Way))
def test_the_interaction_is_what_a_pair_does_more_than_the_sum(tiny, way):
    ids = tiny.tokens.encode(TEXT).ids
    cutting = Cutting(way=way, word="dogs")
    parts = cut(tiny, ids, cutting)[:-1]
    found = ablation_pairs(tiny, ids, cutting, TARGET)
    assert found.names == tuple(part.label for part in parts)
    assert found.left == 0
    assert len(found.table) == len(parts) * (len(parts) - 1) // 2
    blank = ablation(tiny, ids, cutting, TARGET)

    def row_without(one, other):
        if way == Way.LEFT_OUT:
            return left_out(tiny, ids, (one, other))
        row = list(blank.rows[parts.index(one)])
        row[other.start : other.stop] = blank.rows[parts.index(other)][other.start : other.stop]
        return tuple(row)

    for one in range(len(parts)):
        assert found.together[one, one] == found.single[one] == pytest.approx(blank.table["delta"].iloc[one])
        for other in range(one):
            delta, _, _ = by_hand(tiny, ids, row_without(parts[one], parts[other]), TARGET[0])
            assert found.together[one, other] == found.together[other, one] == pytest.approx(delta, abs=2e-4)
            expected = delta - found.single[one] - found.single[other]
            assert found.interaction[one, other] == pytest.approx(expected, abs=3e-4)
    assert found.table["interaction"].abs().is_monotonic_decreasing
    np.testing.assert_allclose(found.table["interaction"], found.table["delta"] - found.table["sum"], atol=1e-5)


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("target", [TARGET, (5, 9)])
def test_parts_and_pairs_in_several_goes_are_those_of_one(tiny, way, target):
    ids, cutting = tiny.tokens.encode(TEXT).ids, Cutting(way=way, word="dogs")
    whole = ablation(tiny, ids, cutting, target)
    count = len(whole.parts)
    goes = [ablation(tiny, ids, cutting, target, only=(start, start + 3)) for start in range(0, count, 3)]
    again = joined(goes)
    assert (again.parts, again.rows, again.fill) == (whole.parts, whole.rows, whole.fill)
    pd.testing.assert_frame_equal(again.table, whole.table, atol=1e-5)
    pairs = pairs_of(whole)
    tables = [pair_effects(tiny, ids, cutting, target, pairs[start : start + 4]) for start in range(0, len(pairs), 4)]
    one, several = ablation_pairs(tiny, ids, cutting, target), paired(whole, tables)
    assert several.together == pytest.approx(one.together, abs=1e-5)
    assert several.interaction == pytest.approx(one.interaction, abs=1e-5)
    assert set(several.table["tokens"]) == set(one.table["tokens"])  # those of like size may change places
    some = paired(whole, tables[:2])
    known = [one.together[first, second] for first, second in pairs[:8]]
    assert [some.together[first, second] for first, second in pairs[:8]] == pytest.approx(known, abs=1e-5)
    assert all(np.isnan(some.together[first, second]) for first, second in pairs[8:])
    assert len(some.table) == 8
    assert valid(pair_map(some))


def test_of_many_parts_the_strongest_are_paired(tiny):
    ids = tuple(range(1, 60))
    steps = []
    found = ablation_pairs(
        tiny, ids, Cutting("tokens", Way.BLANKED), TARGET, on_step=lambda done, total: steps.append((done, total))
    )
    count = MOST_PARTS * (MOST_PARTS - 1) // 2
    assert len(found.names) == MOST_PARTS
    assert found.left == 58 - MOST_PARTS
    assert steps[-1] == (count, count)
    alone = ablation(tiny, ids, Cutting("tokens", Way.BLANKED), TARGET).inner["delta"].abs()
    assert np.abs(found.single).min() >= alone.sort_values(ascending=False).iloc[MOST_PARTS - 1]


def test_one_part_has_no_pairs(tiny):
    found = ablation_pairs(tiny, tiny.tokens.encode("The").ids, Cutting(), TARGET)
    assert found.table.empty
    assert len(found.names) == 1
