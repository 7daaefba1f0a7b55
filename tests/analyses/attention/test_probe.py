"""Induction heads of the shipped model are found, named, and are what it copies with."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch

from lmdash.analyses.attention.probe import SEQUENCES, WORDS, HeadProbe, copying_accuracy, head_probe
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.fresh import fresh_gpt2


@pytest.fixture(scope="module")
def probe(demo: LoadedModel) -> HeadProbe:
    return head_probe(demo)


def _ids(tokens) -> tuple[int, ...]:
    return tuple(token.id for token in tokens)


def test_an_induction_head_is_found_and_its_control_is_near_chance(probe: HeadProbe) -> None:
    best = probe.scores.loc[probe.scores["induction"].idxmax()]
    assert best["induction"] >= 0.4
    assert best["induction_control"] <= 2 / (2 * WORDS)
    habit, heads = next(iter(probe.habits().items()))
    assert heads[0] == (best["layer"], best["head"])
    assert habit.one.startswith("copies")


def test_without_it_the_second_copy_is_predicted_worse(demo: LoadedModel, probe: HeadProbe) -> None:
    [heads] = [heads for habit, heads in probe.habits().items() if habit.score == "induction"]
    whole, one, all_of_them = (copying_accuracy(demo, without) for without in ((), heads[:1], heads))
    assert whole > 0.3
    assert one < whole
    assert all_of_them < 0.05


def test_scores_and_accuracy_by_hand(demo: LoadedModel, probe: HeadProbe) -> None:
    rows = probe.scores.set_index(["layer", "head"])
    sums = dict.fromkeys(("previous", "duplicate", "induction", "induction_control"), 0.0)
    right = []
    for said, shuffled in zip(probe.said, probe.shuffled, strict=True):
        inputs = torch.tensor([_ids(said), _ids(shuffled)])
        with torch.no_grad():
            output = demo.model(inputs, output_attentions=True)
        pattern, control = output.attentions[5][:, 3].double().numpy()
        for query in range(WORDS + 1, 2 * WORDS):
            count = SEQUENCES * (WORDS - 1)
            sums["previous"] += pattern[query, query - 1] / count
            sums["duplicate"] += pattern[query, query - WORDS] / count
            sums["induction"] += pattern[query, query - WORDS + 1] / count
            sums["induction_control"] += control[query, query - WORDS + 1] / count
            right.append(int(output.logits[0, query - 1].argmax()) == said[query].id)
    for name, value in sums.items():
        assert rows.loc[(5, 3), name] == pytest.approx(value, abs=1e-5)
    assert copying_accuracy(demo) == pytest.approx(np.mean(right))


def test_probes_are_words_said_twice_and_the_control_is_shuffled(probe: HeadProbe) -> None:
    assert len(probe.said) == len(probe.shuffled) == SEQUENCES
    for said, shuffled in zip(probe.said, probe.shuffled, strict=True):
        first, second = said[:WORDS], said[WORDS:]
        assert first == second == shuffled[:WORDS]
        assert shuffled[WORDS:] != second
        assert sorted(_ids(shuffled[WORDS:])) == sorted(_ids(second))
        assert all(re.fullmatch("␣[a-z]{3,}", token.label) for token in said)


def test_progress_is_told(demo: LoadedModel) -> None:
    told = []
    head_probe(demo, seed=3, on_step=lambda *step: told.append(step))
    assert told == [(done, 2 * SEQUENCES) for done in range(1, 2 * SEQUENCES + 1)]


def test_the_seed_decides(demo: LoadedModel, probe: HeadProbe) -> None:
    assert head_probe(demo).said == probe.said
    assert head_probe(demo, seed=1).said != probe.said


def test_a_random_model_has_no_habits(tiny: LoadedModel) -> None:
    assert head_probe(tiny).habits() == {}


def test_a_short_context_shortens_the_probe_or_says_why_not(demo: LoadedModel) -> None:
    def of_context(context: int) -> LoadedModel:
        plain = fresh_gpt2(layers=1, heads=2, width=16, vocabulary=5200, context=context, seed=0)
        return LoadedModel(plain, demo.tokenizer, model_id="short", revision="1", trace_bytes=2**20)

    assert head_probe(of_context(24)).words == 12
    with pytest.raises(InputError, match="context of 8 tokens"):
        head_probe(of_context(8))
