import numpy as np
import pytest
import torch

from lmdash.analyses.prompt_ablation.stability import stability
from lmdash.analyses.prompt_ablation.variants import KINDS, variants_of
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load
from tests.models.families import FAMILIES, tiny_model

TEXT = "When Mary and John is in France, he gave a pen to"
TARGET = (11,)


@pytest.fixture(scope="module")
def demo_model() -> LoadedModel:
    return load(
        Source(DEMO, folder=DEMO_FOLDER), device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None
    )


def log_probabilities(model: LoadedModel, row) -> torch.Tensor:
    with torch.no_grad():
        return model.model(torch.tensor([row])).logits[0, -1].double().log_softmax(-1)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_variant_is_what_plain_transformers_says(name, tokenizer):
    model = LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id=name, revision="1", trace_bytes=2**24)
    ids = model.tokens.encode(TEXT).ids
    plain = log_probabilities(model, ids)
    for kind in ("Typos", "Word order"):
        found = stability(model, ids, TEXT, kind, TARGET).table
        variants = variants_of(TEXT, kind)
        assert found["text"].tolist() == [variant.text for variant in variants]
        for line in found.itertuples():
            after = log_probabilities(model, model.tokens.encode(line.text).ids)
            assert line.delta == pytest.approx(float(after[TARGET[0]] - plain[TARGET[0]]), abs=2e-4)
            assert line.probability == pytest.approx(float(after[TARGET[0]].exp()), abs=1e-4)
            bits = float((plain.exp() * (plain - after)).sum() / np.log(2))
            assert line.kl_bits == pytest.approx(bits, abs=2e-4, rel=1e-3)
            assert line.id == int(after.argmax())
            assert line.kept == (line.id == int(plain.argmax()))
            assert not line.followed


def test_an_answer_that_is_exchanged_is_expected_as_the_new_name(tiny):
    """The target is the name itself: where it is swapped, the new one is measured."""
    ids = tiny.tokens.encode(TEXT).ids
    mary = tiny.tokens.encode_word(" Mary")
    found = stability(tiny, ids, TEXT, "Names", mary).table
    before = float(tiny.score_text([ids], mary).log_probability.sum())
    for variant, line in zip(variants_of(TEXT, "Names"), found.itertuples(), strict=True):
        expected = tiny.tokens.encode_word(f" {dict(variant.replaced).get('Mary', 'Mary')}")
        row = tiny.tokens.encode(variant.text).ids
        after = float(tiny.score_text([row], expected).log_probability.sum())
        assert line.delta == pytest.approx(after - before, abs=1e-3)
        assert line.change == variant.change


def test_interventions_are_in_every_variant(tiny):
    ids = tiny.tokens.encode(TEXT).ids
    edits = parse_all("L1D7@last=4; L0H2*0")
    found = stability(tiny, ids, TEXT, "Case", TARGET, edits=edits).table
    for line in found.itertuples():
        row = tiny.tokens.encode(line.text).ids
        own = tiny.logit_summary(row, edits).last_logits.softmax(-1)[TARGET[0]]
        assert line.probability == pytest.approx(float(own), abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "🙂", "x"])
def test_prompts_without_variants_give_an_empty_table(tiny, kind, text):
    ids = tiny.tokens.encode(text).ids
    found = stability(tiny, ids, text, kind, TARGET)
    assert found.keeps == KINDS[kind].keeps
    assert len(found.table) == len(variants_of(text, kind))
    assert list(found.table)[:3] == ["kind", "change", "text"]


def test_the_answer_of_the_demo_follows_a_swapped_name(demo_model):
    prompt = "When Mary and John went to the store, John gave a drink to"
    ids = demo_model.tokens.encode(prompt).ids
    mary = demo_model.tokens.encode_word(" Mary")
    found = stability(demo_model, ids, prompt, "Names", mary).table
    assert found["kept"].all()
    assert found["followed"].any()
    assert (found["probability"] > 0.9).all()
