"""Every number of a comparison, on a tiny random model of every family, against transformers run prompt by prompt."""

import math

import numpy as np
import pytest
import torch

from lmdash.analyses.prompt_ablation import comparison as module
from lmdash.analyses.prompt_ablation.comparison import PromptRow, Reading, compare_prompts
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

PROMPTS = (
    "The capital of France is",
    "The cat sat",
    "The capital of Italy is",
    "a",
    "The capital of France is",
    "🙂 é",
)
ROWS = tuple(PromptRow(prompt, " Paris", " mat", " Rome") for prompt in PROMPTS)
WRITTEN = 4


@pytest.fixture(scope="module", params=FAMILIES)
def case(request, tokenizer):
    plain = tiny_model(request.param, len(tokenizer))
    return LoadedModel(plain, tokenizer, model_id=request.param, revision="1", trace_bytes=2**24), plain


def logits_of(plain, ids):
    with torch.no_grad():
        return plain(torch.tensor([ids]), use_cache=False).logits[0].double()


def test_every_number_is_that_of_transformers(case, tokenizer):
    model, plain = case
    table = compare_prompts(model, ROWS, PROMPTS[0], Reading(WRITTEN))
    first = logits_of(plain, model.tokens.encode(PROMPTS[0]).ids)[-1].log_softmax(-1)
    assert table["prompt"].tolist() == list(PROMPTS)
    for (_, row), prompt in zip(table.iterrows(), PROMPTS, strict=True):
        ids = model.tokens.encode(prompt).ids
        logits = logits_of(plain, ids)
        last = logits[-1].log_softmax(-1)
        assert row["tokens"] == len(ids)
        if len(ids) > 1:
            with torch.no_grad():
                loss = plain(torch.tensor([ids]), labels=torch.tensor([ids]), use_cache=False).loss
            assert row["perplexity"] == pytest.approx(math.exp(loss), rel=2e-4)
        else:
            assert math.isnan(row["perplexity"])
        assert row["kl_bits"] == pytest.approx(float((first.exp() * (first - last)).sum() / math.log(2)), abs=2e-5)
        top = last.exp().topk(3)
        shown = [row[f"probability_{place}"] for place in (1, 2, 3)]
        assert shown == pytest.approx(top.values.tolist(), abs=1e-5)
        for word, text in (("target", " Paris"), ("rival", " mat"), ("expected", " Rome")):
            expected = written_after(plain, ids, model.tokens.encode_word(text))
            assert row[word] == text.strip()
            assert row[f"{word}_log_probability"] == pytest.approx(expected, abs=2e-4)
            assert row[f"{word}_probability"] == pytest.approx(math.exp(expected), rel=1e-3)
        assert row["written"] == greedy(model, plain, ids, max(WRITTEN, len(model.tokens.encode_word(" Rome")) + 1))


def written_after(plain, ids, word):
    """The log-probability of a word, one token after the other."""
    return sum(
        float(logits_of(plain, (*ids, *word[:place]))[-1].log_softmax(-1)[token]) for place, token in enumerate(word)
    )


def greedy(model, plain, ids, length):
    written = []
    for _ in range(length):
        written.append(int(logits_of(plain, (*ids, *written))[-1].argmax()))
        if written[-1] in model.tokens.end_tokens:
            break
    return model.tokens.decode([index for index in written if index not in model.tokens.special])


def test_rows_asked_for_in_parts_are_the_same(case):
    model, _ = case
    whole = compare_prompts(model, ROWS, PROMPTS[0], Reading(2))
    parts = [compare_prompts(model, ROWS[at : at + 2], PROMPTS[0], Reading(2)) for at in (0, 2, 4)]
    for number, name in enumerate(whole.columns):
        together = np.concatenate([part.iloc[:, number] for part in parts])
        if whole[name].dtype.kind == "f":
            assert together.astype(float) == pytest.approx(whole[name].to_numpy(), abs=1e-4, rel=1e-3, nan_ok=True)
        elif name != "written":  # a tie may fall either way
            assert together.tolist() == whole[name].tolist()


def test_long_prompts_are_read_by_another_way_with_the_same_numbers(case, monkeypatch):
    model, _ = case
    batched = compare_prompts(model, ROWS, PROMPTS[0], Reading())
    monkeypatch.setattr(module, "LOGITS_BYTES", 0)
    alone = compare_prompts(model, ROWS, PROMPTS[0], Reading())
    numbers = [name for name in batched if batched[name].dtype.kind == "f"]
    assert alone[numbers].to_numpy() == pytest.approx(batched[numbers].to_numpy(), rel=1e-3, abs=1e-4, nan_ok=True)


def test_interventions_are_used_and_last_is_each_rows_own_last(tiny):
    edits = parse_all("L1H2*0\nL2R@last+5*[" + ",".join(["9,-1"] * 16) + "]")
    rows = tuple(PromptRow(prompt, target=" Paris") for prompt in PROMPTS)
    table = compare_prompts(tiny, rows, PROMPTS[0], Reading(), edits)
    for (_, row), prompt in zip(table.iterrows(), PROMPTS, strict=True):
        summary = tiny.logit_summary(tiny.tokens.encode(prompt).ids, edits)
        assert row["probability_1"] == pytest.approx(float(summary.last_logits.softmax(-1).max()), abs=1e-5)
    plain = compare_prompts(tiny, rows, PROMPTS[0], Reading())
    assert not np.allclose(plain["target_log_probability"], table["target_log_probability"], atol=0.05)


def test_a_prompt_of_one_token_has_no_perplexity_and_no_words_leave_dashes(tiny):
    table = compare_prompts(tiny, (PromptRow("a"),), "a", Reading())
    assert math.isnan(table["perplexity"][0])
    assert math.isnan(table["target_probability"][0])
    assert table["kl_bits"][0] == pytest.approx(0, abs=1e-6)
    assert table["written"][0] == ""


def test_a_prompt_that_is_too_long_keeps_its_end_and_says_how_much_was_cut(tiny):
    long = "the cat sat on the mat " * 40 + "The capital of France is"
    table = compare_prompts(tiny, (PromptRow(long, " Paris is the"), PromptRow("The cat")), long, Reading(3, 8))
    assert table["left_out"][0] > 0
    assert table["tokens"][0] == tiny.info.context - 8
    assert table["left_out"][1] == 0
    assert table["target_log_probability"][0] < 0


def test_a_word_that_does_not_fit_the_context_has_no_number(tiny):
    full = "the " * 400
    word = " Mary gave the book to John, and John gave the pen to Mary."
    table = compare_prompts(tiny, (PromptRow(full, word), PromptRow("The cat", word)), "The cat", Reading(reserve=2))
    assert math.isnan(table["target_log_probability"][0])
    assert table["target_log_probability"][1] < -10


def test_rows_of_one_length_share_their_forward_passes(tiny, monkeypatch):
    batches = []
    original = tiny.next_logits

    def counted(rows, edits=(), *, last=1):
        for batch, logits in original(rows, edits, last=last):
            batches.append(len(batch))
            yield batch, logits

    monkeypatch.setattr(tiny, "next_logits", counted)
    rows = tuple(PromptRow(f"The capital of {'abcdefghij'[place]} is") for place in range(10))
    compare_prompts(tiny, rows, rows[0].prompt, Reading())
    assert sum(batches) == 10
    assert len(batches) <= 2
