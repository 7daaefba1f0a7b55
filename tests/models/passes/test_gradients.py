"""Gradients at the neurons are what a small change of each coefficient does."""

from __future__ import annotations

import pytest
import torch
from transformers import PreTrainedTokenizerFast

from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import Add, Intervention, Interventions, Positions, Site
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 11))


def value(model: LoadedModel, target: int, rival: int | None, edits: Interventions) -> float:
    logits = model.logit_summary(IDS, edits).last_logits.double()
    return float(logits.log_softmax(-1)[target] if rival is None else logits[target] - logits[rival])


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("rival", [None, 7])
def test_a_gradient_is_a_central_difference(name: str, rival: int | None, tokenizer: PreTrainedTokenizerFast) -> None:
    plain = tiny_model(name, len(tokenizer)).double()
    plain.set_experts_implementation("eager")
    model = LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**26)
    edits = parse_all("L0H1*0.5")
    if not model.info.neurons:
        with pytest.raises(InputError, match="mixture of experts"):
            model.coefficient_gradients(IDS, 5, rival, edits)
        return
    gradients = model.coefficient_gradients(IDS, 5, rival, edits)
    assert set(gradients) == {layer for layer, neurons in enumerate(model.anatomy.neurons) if neurons}
    step = 1e-3
    for layer, gradient in gradients.items():
        assert gradient.shape == (len(IDS), model.anatomy.neurons[layer])
        for neuron, position in [(3, 9), (int(gradient[4].abs().argmax()), 4)]:
            up, down = (
                value(
                    model,
                    5,
                    rival,
                    (*edits, Intervention(Site("neuron", layer, neuron), Add(h), Positions("list", (position,)))),
                )
                for h in (step, -step)
            )
            expected = (up - down) / (2 * step)
            assert float(gradient[position, neuron]) == pytest.approx(expected, abs=5e-3 * max(1, abs(expected)))


def test_nothing_stays_behind(tokenizer: PreTrainedTokenizerFast) -> None:
    model = LoadedModel(tiny_model("gpt2", len(tokenizer)), tokenizer, model_id="x", revision="1", trace_bytes=2**24)
    before = model.trace_anew(IDS).final_residual
    gradients = model.coefficient_gradients(IDS, 5)
    assert not any(gradient.requires_grad for gradient in gradients.values())
    assert torch.equal(model.trace_anew(IDS).final_residual, before)
