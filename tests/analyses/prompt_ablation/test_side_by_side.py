import numpy as np
import pandas as pd
import pytest

from lmdash.analyses.prompt_ablation.comparison import PromptRow, Reading, compare_prompts
from lmdash.analyses.prompt_ablation.side_by_side import effect_bits, side_by_side
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

PROMPTS = ("The cat sat", "The capital of France is", "a", "The dogs ran")
ROWS = tuple(PromptRow(prompt, " mat") for prompt in PROMPTS)
EDITS = parse_all("L1A*0")


def test_what_stands_side_by_side_is_what_each_says_alone(tiny, tokenizer):
    other = LoadedModel(tiny_model("llama", len(tokenizer)), tokenizer, model_id="o", revision="1", trace_bytes=2**24)
    tables = {each.info.id: compare_prompts(each, ROWS, PROMPTS[0], Reading()) for each in (tiny, other)}
    found = side_by_side(tables, "target")
    one, two = tables.values()
    assert found.agree.tolist() == [(one["token_1"] == two["token_1"]).tolist()]
    assert found.change[0] == pytest.approx((two["target_log_probability"] - one["target_log_probability"]).to_numpy())
    frame = found.frame()
    assert frame["prompt"].tolist() == list(PROMPTS)
    assert frame["answer (o)"].tolist() == two["token_1"].tolist()
    assert frame["target_change_nats (o)"].to_numpy() == pytest.approx(found.change[0])


def test_a_model_beside_itself_agrees_everywhere(tiny):
    table = compare_prompts(tiny, ROWS, PROMPTS[0], Reading())
    found = side_by_side({"one": table, "two": table}, "target")
    assert found.agree.all()
    assert not found.change.any()


def test_rows_that_one_lacks_are_left_out_of_all():
    def table(index, answers):
        return pd.DataFrame({"prompt": answers, "token_1": answers, "target_log_probability": -1.0}, index=index)

    found = side_by_side({"one": table([0, 1, 2], list("abc")), "two": table([2, 0], list("ca"))}, "target")
    assert [each["prompt"].tolist() for each in found.tables.values()] == [["a", "c"], ["a", "c"]]
    assert found.agree.tolist() == [[True, True]]


@pytest.mark.parametrize("family", FAMILIES)
def test_effect_bits_are_the_divergence_of_both_predictions(family, tokenizer):
    model = LoadedModel(tiny_model(family, len(tokenizer)), tokenizer, model_id="m", revision="1", trace_bytes=2**24)
    found = effect_bits(model, ROWS, Reading(), EDITS)
    for row, bits in zip(ROWS, found, strict=True):
        ids = model.tokens.encode(row.prompt).ids
        plain = model.logit_summary(ids).last_logits.double().log_softmax(-1)
        changed = model.logit_summary(ids, EDITS).last_logits.double().log_softmax(-1)
        assert bits == pytest.approx(float((plain.exp() * (plain - changed)).sum() / np.log(2)), abs=1e-5)
    assert max(found) > 1e-4
    assert effect_bits(model, ROWS, Reading(), ()) == pytest.approx([0] * len(ROWS), abs=1e-6)
