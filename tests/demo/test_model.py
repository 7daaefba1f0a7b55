"""The weights in the repository do what their card says."""

from __future__ import annotations

import re

import pytest

from lmdash.demo.evaluate import CHECKS, measure
from lmdash.demo.texts.faults import FAULTS
from lmdash.models.opening.catalog import DEMO_FOLDER
from lmdash.models.passes.sampling import Sampling

SEED = 11


@pytest.mark.parametrize("questions", [50, pytest.param(150, marks=pytest.mark.slow)])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.family)
def test_held_out_questions_are_answered(demo, check, questions):
    measured = measure(demo, check, questions, SEED)
    assert measured.share >= check.at_least, [question.prompt for question in measured.missed[:5]]


@pytest.mark.parametrize("find", FAULTS, ids=lambda find: find.__name__)
def test_the_planted_faults_show(demo, find):
    fault = find(demo)
    assert fault.shown, fault.measured


def test_the_weights_are_small_safetensors():
    [weights] = DEMO_FOLDER.glob("*.safetensors")
    assert weights.stat().st_size <= 16 * 10**6
    assert not list(DEMO_FOLDER.glob("*.bin"))


def test_any_text_can_be_read_and_written(demo):
    text = "Emoji 👩‍👩‍👧, 中文, שלום, \0 and\ttabs\n"
    ids = demo.tokens.encode(text).ids
    assert demo.tokens.decode(ids) == text


def test_free_writing_is_made_of_known_words_and_sentences(demo):
    prompt = demo.tokens.encode("Once upon a time, there was a little girl named").ids
    for seed in range(5):
        steps = demo.generate(prompt, Sampling(temperature=0.8, top_p=0.9, seed=seed), 120)
        text = demo.tokens.decode([step.id for step in steps if step.id != demo.tokens.start_token])
        words = re.findall(r"[A-Za-z]+", text)
        assert len(words) > 40
        assert text.count(".") >= 4
        assert max(words.count(word) for word in set(words)) < len(words) / 5
