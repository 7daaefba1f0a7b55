import numpy as np
import pytest
import torch

from lmdash.analyses.ffn_interventions.effects import DOSES, RANDOM_VECTORS, control, dose_response, edit_effects
from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 10))
TOKEN = 11
EDITS = parse_all("L1D7=4; L0H2*0")


def test_the_table_has_both_distributions(tiny):
    found = edit_effects(tiny, IDS, EDITS, (TOKEN,), shown=5)
    with_edits = tiny.logit_summary(IDS, EDITS).last_logits.double().softmax(-1)
    without = tiny.logit_summary(IDS).last_logits.double().softmax(-1)
    rows = found.table["id"].tolist()
    expected = {*with_edits.topk(5).indices.tolist(), *without.topk(5).indices.tolist(), TOKEN}
    assert set(rows) == expected
    assert len(rows) == len(expected)
    np.testing.assert_allclose(found.table["with_edits"], with_edits[rows], rtol=1e-5)
    np.testing.assert_allclose(found.table["without"], without[rows], rtol=1e-5)
    np.testing.assert_allclose(found.table["change"], (with_edits - without)[rows], atol=1e-7)
    np.testing.assert_allclose(found.table["log_change"], (with_edits / without).log()[rows], atol=1e-5)
    assert found.table["with_edits"].is_monotonic_decreasing
    assert found.before["id"] == int(without.argmax())
    assert found.after["id"] == int(with_edits.argmax())
    bits = float((without * (without / with_edits).log2()).sum())
    assert found.kl_bits == pytest.approx(bits, rel=1e-4)


def test_interventions_that_are_off_have_no_effect(tiny):
    found = edit_effects(tiny, IDS, parse_all("!L1D7=4; !L0H2*0"))
    assert found.kl_bits == 0
    assert not found.table["change"].any()


@pytest.mark.parametrize("name", FAMILIES)
def test_the_dose_goes_from_without_through_the_edit_to_twice_as_far(name, tokenizer):
    model = LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id=name, revision="1", trace_bytes=2**24)
    found = dose_response(model, IDS, parse_all("L1A*0.5"), TOKEN)
    assert tuple(found["dose"]) == DOSES
    for dose, factor in ((0.0, 1.0), (1.0, 0.5), (2.0, 0.0), (0.6, 0.7)):
        logits = model.logit_summary(IDS, parse_all(f"L1A*{factor}")).last_logits
        row = found[found["dose"] == dose].iloc[0]
        assert row["log_probability"] == pytest.approx(float(logits.log_softmax(-1)[TOKEN]), abs=2e-4)
        assert row["probability"] == pytest.approx(float(logits.softmax(-1)[TOKEN]), abs=2e-4)


def test_the_control_does_the_same_to_other_neurons_of_the_layer(tiny):
    edits = parse_all("L1D7=4; L1D9*3; L0H2*0; L2D5@last+2")
    steps = []
    found = control(tiny, IDS, edits, TOKEN, on_step=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (RANDOM_VECTORS + 2, RANDOM_VECTORS + 2)
    plain = float(tiny.logit_summary(IDS).last_logits.log_softmax(-1)[TOKEN])

    def change(text):
        return float(tiny.logit_summary(IDS, parse_all(text)).last_logits.log_softmax(-1)[TOKEN]) - plain

    assert found.own == pytest.approx(change("L1D7=4; L1D9*3; L0H2*0; L2D5@last+2"), abs=1e-4)
    assert len(found.changes) == len(found.names) == RANDOM_VECTORS
    for name, measured in zip(found.names, found.changes, strict=True):
        first, second, third = name.split()
        assert {first, second}.isdisjoint({"L1D7", "L1D9"})
        assert first != second
        assert third.startswith("L2D")
        expected = change(f"{first}=4; {second}*3; L0H2*0; {third}@last+2")
        assert measured == pytest.approx(expected, abs=1e-4)
    assert found.mean == pytest.approx(np.mean(found.changes))
    assert found.spread == pytest.approx(np.std(found.changes, ddof=1))
    assert found.percentile == np.mean(np.abs(found.changes) < abs(found.own))


def test_the_control_is_the_same_for_the_same_seed(tiny):
    edits = parse_all("L1D7=4")
    first, again, other = (control(tiny, IDS, edits, TOKEN, seed=seed) for seed in (0, 0, 1))
    assert first.names == again.names
    assert np.array_equal(first.changes, again.changes)
    assert first.names != other.names


def test_the_control_needs_a_neuron(tiny):
    with pytest.raises(InputError, match="L2D7=0"):
        control(tiny, IDS, parse_all("L0H2*0"), TOKEN)


def test_what_stops_the_control_leaves_nothing_behind(tiny):
    def stop(_done, _total):
        raise KeyboardInterrupt

    before = tiny.trace_anew(IDS).final_residual
    with pytest.raises(KeyboardInterrupt):
        control(tiny, IDS, parse_all("L1D7=4"), TOKEN, on_step=stop)
    assert torch.equal(tiny.trace_anew(IDS).final_residual, before)
