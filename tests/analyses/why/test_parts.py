"""Heads and value vectors that an answer needs: the numbers are those of a run with the part switched off by hand."""

from __future__ import annotations

import pytest
import torch
from transformers import PreTrainedTokenizerFast

from lmdash.analyses.why.parts import VERIFIED, Part, parts_behind
from lmdash.models.interventions.text import parse_all, write
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.gradients import log_odds
from tests.models.families import FAMILIES, tiny_model

IDS, TARGET = tuple(range(1, 9)), 11


def family(name: str, tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    return LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id=name, revision="1", trace_bytes=2**24)


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_switched_off_takes_what_is_said(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = family(name, tokenizer)
    found = parts_behind(model, IDS, TARGET)
    heads = [part for part in found.parts if part.is_head]
    assert len(heads) == min(VERIFIED, model.info.layers * model.info.heads)
    assert len(found.parts) - len(heads) == (VERIFIED if model.info.neurons else 0)
    assert [part.drop for part in found.parts] == sorted((part.drop for part in found.parts), reverse=True)
    plain = model.logit_summary(IDS).last_logits
    assert found.probability == pytest.approx(float(plain.softmax(-1)[TARGET]), rel=1e-4)
    for part in found.parts[::4]:
        logits = model.logit_summary(IDS, (part.off,)).last_logits
        assert part.probability == pytest.approx(float(logits.softmax(-1)[TARGET]), rel=1e-3)
        drop = float(log_odds(plain, TARGET) - log_odds(logits, TARGET))
        assert part.drop == pytest.approx(drop, abs=1e-4)
        assert part.share == pytest.approx(float(logits.softmax(-1).max()), rel=1e-3)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_gradient_at_heads_is_a_central_difference(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    """The first order of a head is what a small turn of it, up and down, does to the log-odds."""
    plain = tiny_model(name, len(tokenizer)).double()
    plain.set_experts_implementation("eager")
    model = LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**26)
    gradient = model.part_gradients(IDS, TARGET, [("heads", 1)])["heads", 1]
    first_order = float((gradient * model.part(IDS, "heads", 1)).unflatten(-1, (model.info.heads, -1))[:, 1].sum())
    step = 1e-3
    up, down = (
        float(log_odds(model.logit_summary(IDS, parse_all(f"L1H1*{1 + h}")).last_logits.double(), TARGET))
        for h in (step, -step)
    )
    assert first_order == pytest.approx((up - down) / (2 * step), abs=2e-3 * max(1.0, abs(first_order)))


def test_interventions_stay_on(tiny: LoadedModel) -> None:
    edits = parse_all("L1F*0.5")
    found = parts_behind(tiny, IDS, TARGET, edits)
    most = found.most
    logits = tiny.logit_summary(IDS, (*edits, most.off)).last_logits
    assert most.probability == pytest.approx(float(logits.softmax(-1)[TARGET]), rel=1e-3)


def test_log_odds_are_those_against_all_others() -> None:
    logits = torch.tensor([[2.0, 0.0, 1.0]])
    share = float(logits.softmax(-1)[0, 0])
    assert float(log_odds(logits, 0)) == pytest.approx(torch.tensor(share / (1 - share)).log().item(), abs=1e-6)


def test_what_a_part_is_about(demo: LoadedModel) -> None:
    ids = demo.tokens.encode("The nurse said that").ids
    [she] = demo.tokens.encode_word(" she")
    most: Part = parts_behind(demo, ids, she).most
    assert (most.name, most.about, write(most.off)) == ("L5H1", ("␣nurse",), "L5H1*0")
