import pytest
import torch

from lmdash.analyses.common.divergence import kl_bits
from lmdash.analyses.common.doses import Variant, divergences, last_logits
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import Intervention, Promote, Set, Site
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 10))
LISTS = ("L0H1*0", "L1R+2*[1,{}]", "L2A*0.5; L0R@last+1*[1,{}]", "L1F@3:*0", "")


def loaded(name, tokenizer):
    return LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id=name, revision="1", trace_bytes=2**24)


def lists_for(model):
    texts = [text.format(",".join(["0.5"] * (model.info.width - 1))) for text in LISTS]
    neurons = ["L1D3=2; L1D4@last^", "L1D5*0"] if model.anatomy.neurons[1] else []
    return [tuple(parse_all(text)) for text in (*texts, *neurons)]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_row_of_the_batch_is_a_run_of_its_own(name, tokenizer):
    model = loaded(name, tokenizer)
    lists = lists_for(model)
    together = last_logits(model, IDS, [Variant(edits) for edits in lists])
    alone = torch.stack([model.logit_summary(IDS, edits).last_logits for edits in lists])
    torch.testing.assert_close(together, alone, rtol=1e-4, atol=1e-4)
    assert float((together[0] - together[-1]).abs().max()) > 1e-3


def test_doses_lead_from_the_plain_model_through_the_edit_and_beyond(tiny):
    model = tiny
    edit = Intervention(Site("neuron", 1, 7), Set(3.0))
    found = last_logits(model, IDS, [Variant((edit,), dose) for dose in (0.0, 0.5, 1.0, 2.0)])
    now = model.trace(IDS).coefficients[1][:, 7]
    for dose, logits in zip((0.0, 0.5, 1.0, 2.0), found, strict=True):
        by_hand = "; ".join(f"L1D7@{t}={float(m + dose * (3.0 - m)):.9g}" for t, m in enumerate(now))
        expected = model.logit_summary(IDS, parse_all(by_hand)).last_logits
        torch.testing.assert_close(logits, expected, rtol=1e-4, atol=1e-4)


def test_divergences_are_kullback_leibler_in_bits_at_every_token(tiny):
    lists = [(Intervention(Site("neuron", 1, 7), Promote()),), parse_all("L0H1*0")]
    found = divergences(tiny, IDS, [Variant(edits) for edits in lists])
    plain = tiny.unembed(tiny.trace(IDS).final_residual).double().softmax(-1).numpy()
    for row, edits in zip(found, lists, strict=True):
        changed = tiny.unembed(tiny.trace(IDS, edits).final_residual).double().softmax(-1).numpy()
        for position in range(len(IDS)):
            p, q = torch.tensor(plain[position]), torch.tensor(changed[position])
            expected = sum(float(a * torch.log2(a / b)) for a, b in zip(p, q, strict=True))
            assert float(row[position]) == pytest.approx(expected, abs=2e-5)
    assert float(divergences(tiny, IDS, [Variant(lists[0])], lists[0]).max()) < 1e-5


def test_many_variants_are_run_in_parts_that_fit(tiny, monkeypatch):
    monkeypatch.setattr("lmdash.analyses.common.doses.TOKENS_TOGETHER", 2 * len(IDS))
    variants = [Variant(parse_all(f"L0D{neuron}=2")) for neuron in range(5)]
    steps = []
    parts = last_logits(tiny, IDS, variants, on_step=lambda done, total: steps.append((done, total)))
    assert steps == [(2, 5), (4, 5), (5, 5)]
    monkeypatch.setattr("lmdash.analyses.common.doses.TOKENS_TOGETHER", 1000)
    torch.testing.assert_close(parts, last_logits(tiny, IDS, variants), rtol=1e-4, atol=1e-5)


def test_the_same_distribution_is_no_bits_apart():
    plain = torch.randn(4, 9, generator=torch.Generator().manual_seed(0)).log_softmax(-1)
    assert torch.equal(kl_bits(plain, plain), torch.zeros(4))
