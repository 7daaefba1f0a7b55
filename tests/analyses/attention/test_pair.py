"""Why a weight is what it is: the numbers on the page lead to the pattern that the trace has."""

from __future__ import annotations

import numpy as np
import pytest
from transformers import PreTrainedTokenizerFast

from lmdash.analyses.attention.pair import attention_pair
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from tests.analyses.attention.test_patterns import IDS, open_tiny
from tests.models.families import FAMILIES

INSIDE = ("gpt_neo", "gptj", "bloom", "falcon")


@pytest.mark.parametrize("name", [name for name in FAMILIES if name.partition(" ")[0] not in INSIDE])
def test_scores_in_reach_through_the_softmax_are_the_weights(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    for layer, head, query, key in ((0, 3, 9, 4), (1, 1, 11, 10), (2, 0, 0, 0)):
        pair = attention_pair(model, IDS, (layer, head), query, key)
        pattern = model.trace(IDS).attention_patterns[layer][head, query].double().numpy()
        row = pair.row
        reach = row["weight"].to_numpy() > 0
        scores = np.exp(row["score"].to_numpy()[reach])
        assert row["weight"].to_numpy() == pytest.approx(pattern[: query + 1], abs=1e-6)
        assert scores / scores.sum() == pytest.approx(pattern[: query + 1][reach], abs=1e-5)
        assert pair.score == pytest.approx(row["score"].iloc[key], abs=1e-4)
        assert pair.weight == pytest.approx(pattern[key], abs=1e-6)
        assert pair.elements["product"].sum() == pytest.approx(pair.total)
        assert (pair.elements["query"] * pair.elements["key"]).to_numpy() == pytest.approx(pair.elements["product"])


def test_positions_are_turned_in_where_the_family_does(tokenizer: PreTrainedTokenizerFast, tiny: LoadedModel) -> None:
    llama = open_tiny("llama", tokenizer)
    near, same = attention_pair(llama, IDS, (1, 2), 9, 4), attention_pair(llama, IDS, (1, 2), 4, 4)
    assert near.unrotated_score != pytest.approx(near.score, abs=1e-3)
    assert same.unrotated_score == pytest.approx(same.score, abs=1e-4)  # at no distance, turning changes nothing
    assert attention_pair(tiny, IDS, (1, 2), 9, 4).unrotated is None


@pytest.mark.parametrize("name", INSIDE)
def test_families_that_hide_their_scores_say_so(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        attention_pair(open_tiny(name, tokenizer), IDS, (0, 0), 3, 1)
