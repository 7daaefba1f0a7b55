"""A batch of texts is what the model writes, and a text of somebody else is scored as one clean pass would."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lmdash.analyses.output_checks import scored as module
from lmdash.analyses.output_checks.samples import plan, samples
from lmdash.analyses.output_checks.scored import scored
from lmdash.analyses.output_checks.token_spans import token_spans
from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

PROMPTS = ("The capital of France is", "The keys to the", "Mary gave the book to")


def loaded(name, tokenizer):
    return LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id=name, revision="1", trace_bytes=2**24)


def test_a_plan_goes_through_prompts_and_temperatures_with_seeds_of_their_own():
    requests = plan(PROMPTS[:2], 10, temperatures=(0.5, 1.0), seed=7)
    assert len(set(requests)) == 10
    assert [each.prompt for each in requests[:4]] == [*PROMPTS[:2], *PROMPTS[:2]]
    assert [each.sampling.temperature for each in requests[:4]] == [0.5, 0.5, 1.0, 1.0]
    assert [each.sampling.seed for each in requests] == [7, 7, 7, 7, 8, 8, 8, 8, 9, 9]
    assert plan(PROMPTS[:2], 5, temperatures=(0.5, 1.0), seed=7) == requests[:5]


@pytest.mark.parametrize(("prompts", "count"), [((), 3), (PROMPTS, 0), (PROMPTS, 101)])
def test_a_plan_that_makes_no_sense_is_refused(prompts, count):
    with pytest.raises(InputError):
        plan(prompts, count)


@pytest.mark.parametrize("name", FAMILIES)
def test_each_sample_is_what_generate_gives_and_what_scoring_it_gives(name, tokenizer):
    model = loaded(name, tokenizer)
    requests = plan(PROMPTS, 6, temperatures=(0.9,))
    for request, sample in zip(requests, samples(model, requests, new_tokens=8), strict=True):
        ids = model.tokens.encode(request.prompt).ids
        steps = model.generate(ids, request.sampling, 8)
        assert sample.ids == (*ids, *(step.id for step in steps))
        assert sample.first == len(ids)
        assert sample.probability == pytest.approx(np.exp([step.log_probability for step in steps]), rel=1e-4)
        assert sample.rank.tolist() == [step.rank + 1 for step in steps]
        again = scored(model, sample.text, request.prompt)
        if again.ids == sample.ids:  # not where the text's own tokens are others
            assert again.probability == pytest.approx(sample.probability, rel=1e-3)
            assert again.rank.tolist() == sample.rank.tolist()


@pytest.mark.parametrize("name", FAMILIES)
def test_a_scored_text_is_one_clean_pass(name, tokenizer):
    model = loaded(name, tokenizer)
    text = "The keys to the cabinet are on the table."
    sample = scored(model, text)
    summary = model.logit_summary(sample.ids)
    known = slice(1 - sample.first if sample.first else 1, None)
    assert sample.surprisal[known] == pytest.approx(-summary.log_probability.numpy() / np.log(2), abs=2e-4)
    assert sample.rank[known].tolist() == summary.rank.tolist()
    assert np.isnan(sample.probability[0]) == (sample.first == 0)
    assert sample.text == text
    assert sample.perplexity == pytest.approx(float(np.exp(-summary.log_probability.mean())), rel=1e-3)


def test_a_long_text_is_scored_in_windows_that_give_each_token_half_the_context(tiny):
    text = "The keys to the cabinet are on the table. Mary gave the book to John. " * 9
    steps = []
    sample = scored(tiny, text, on_step=lambda *step: steps.append(step))
    ids = sample.ids
    assert len(ids) > 3 * tiny.info.context
    assert sample.text == text
    stride = 32
    for place in (1, 20, 33, 64, 65, 100, len(ids) - 1):
        stop = min((place - 1) // stride * stride + 1 + stride, len(ids))
        begin = max(0, stop - 1 - tiny.info.context)
        assert place - begin >= min(place, tiny.info.context // 2)
        row = ids[begin:place]
        expected = tiny.score([row], [ids[place]]).log_probability
        assert np.log(sample.probability[place]) == pytest.approx(float(expected), abs=1e-4)
    assert steps[-1] == (len(ids), len(ids))


def test_interventions_act_at_the_same_tokens_of_a_window(tiny):
    text = "The keys to the cabinet are on the table. " * 10
    plain = scored(tiny, text)
    for edits, first in (("L1H0*0", 1), ("L0D3@40:=9", 41), ("L0D3@50=9", 51), ("L0D3@70:=9", 71), ("L0D3@75=9", 76)):
        changed = scored(tiny, text, edits=parse_all(edits))
        differ = np.flatnonzero(np.abs(changed.probability[1:] - plain.probability[1:]) > 1e-7) + 1
        assert differ[0] == first, edits
        assert changed.probability[1:first] == pytest.approx(plain.probability[1:first], abs=1e-7)


def test_a_text_longer_than_can_be_scored_says_so(tiny, monkeypatch):
    monkeypatch.setattr(module, "MOST_SCORED", 10)
    sample = scored(tiny, "The keys to the cabinet are on the table.")
    assert "only the first 10 tokens" in sample.notes[0]
    assert np.isnan(sample.probability[10:]).all()
    assert not np.isnan(sample.probability[1:10]).any()
    assert sample.choices[10] == ()


@pytest.mark.parametrize("text", ["", "x", " ", "🙂", "<b>bold</b>", "<|endoftext|> typed", "a\x00b", "東京は🙃"])
def test_odd_texts_are_scored(tiny, text):
    sample = scored(tiny, text)
    assert len(sample.tokens) == len(sample.probability) == len(sample.rank) == len(sample.choices)
    assert sample.text == text
    after = scored(tiny, text, "The capital")
    assert after.text == text
    assert not np.isnan(after.probability).any()


def test_characters_of_tokens_tile_the_text_and_a_shared_character_belongs_to_all(tiny):
    text = "Ça va? 🙂🦜 東 end"
    ids = tiny.tokens.encode(text).ids
    start, end, joined = token_spans(tiny, ids, text)
    assert joined == text
    assert len({*zip(start, end, strict=True)}) < len(ids)  # the parrot takes several tokens
    assert (start[0], end[-1]) == (0, len(text))
    same = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    assert (same | (start[1:] == end[:-1])).all()
    emoji = text.index("🦜")
    assert ((start <= emoji) & (end > emoji)).sum() > 1


def test_the_end_mark_is_no_text(tiny):
    [end] = [tiny.tokenizer.eos_token_id]
    start, stop, joined = token_spans(tiny, (5, end))
    assert joined == tiny.tokens.decode((5,))
    assert (start[1], stop[1]) == (len(joined), len(joined))


def test_interventions_change_what_is_written(tiny):
    requests = plan(PROMPTS, 3, temperatures=(0.0,))
    plain, changed = (samples(tiny, requests, new_tokens=6, edits=each) for each in ((), parse_all("L1F*0")))
    assert [each.text for each in plain] != [each.text for each in changed]
    assert [each.text for each in samples(tiny, requests, new_tokens=6)] == [each.text for each in plain]


def test_a_batch_can_be_watched_and_stopped(tiny):
    def stop(_done, _total):
        raise KeyboardInterrupt

    before = tiny.trace_anew((1, 2, 3)).final_residual
    with pytest.raises(KeyboardInterrupt):
        samples(tiny, plan(PROMPTS, 3), new_tokens=6, on_step=stop)
    with pytest.raises(KeyboardInterrupt):
        scored(tiny, "The capital of France is", on_step=stop)
    assert torch.equal(tiny.trace_anew((1, 2, 3)).final_residual, before)
