"""Every finding is joined to the tokens that wrote it."""

from __future__ import annotations

import numpy as np
import pytest

from lmdash.analyses.output_checks.check_texts import Finding, check_texts
from lmdash.analyses.output_checks.finding_steps import finding_steps, steps_frame, tokens_of_span
from lmdash.analyses.output_checks.samples import Sample, plan, samples
from lmdash.analyses.output_checks.scored import scored
from tests.analyses.output_checks.test_samples import loaded
from tests.models.families import FAMILIES


def sample_of(*tokens, start, end, text):
    count = len(tokens)
    return Sample(
        prompt="p", text=text, ids=(9, *range(count)), first=1, tokens=tokens, start=np.array(start), end=np.array(end),
        probability=np.linspace(0.5, 0.1, count), rank=np.arange(1, count + 1),
        choices=tuple((("x", 0.6), (token, 0.3)) for token in tokens), stopped="length",
    )  # fmt: skip


SAMPLE = sample_of(
    "I", "␣rec", "iev", "ed", "1/2 🙂", "2/2 🙂", "!", "end",
    start=[0, 1, 5, 8, 10, 10, 11, 12], end=[1, 5, 8, 10, 11, 11, 12, 12], text="I recieved🙂!",
)  # fmt: skip


@pytest.mark.parametrize(
    ("span", "tokens"),
    [((2, 10), range(1, 4)), ((0, 1), range(0, 1)), ((3, 4), range(1, 2)), ((6, 7), range(2, 3)),
     ((10, 11), range(4, 6)),
     ((9, 12), range(3, 7)), ((12, 12), range(6, 7)), ((11, 11), range(6, 7)), ((0, 12), range(0, 7))],
)  # fmt: skip
def test_the_tokens_of_a_span(span, tokens):
    assert tokens_of_span(SAMPLE, *span) == tokens


def finding(start, end):
    return Finding(0, "spelling", "error", start, end, SAMPLE.text[start:end], "It is wrong.", "received")


def test_a_finding_says_what_its_first_token_was_given_and_where_it_went_wrong():
    [joined] = finding_steps(SAMPLE, [finding(2, 10)])
    assert (joined.step, joined.last, joined.position, joined.token) == (1, 3, 2, "␣rec")
    assert joined.probability == pytest.approx(SAMPLE.probability[1])
    assert joined.surprisal == pytest.approx(-np.log2(SAMPLE.probability[1]))
    assert joined.rank == 2
    assert joined.surprising == 3  # probabilities fall
    assert joined.instead == ("x", 0.6)
    row = steps_frame([joined]).iloc[0]
    assert (row["step"], row["position"], row["words"], row["instead"]) == (2, 2, "recieved", "x")


def test_a_finding_in_a_text_without_tokens_has_no_step():
    empty = sample_of(start=[], end=[], text="")
    [joined] = finding_steps(empty, [finding(0, 1)])
    assert joined.step is None
    assert np.isnan(joined.probability)
    assert len(steps_frame([joined])) == 1


@pytest.mark.parametrize("name", FAMILIES)
def test_the_step_of_a_finding_is_the_one_that_was_generated(name, tokenizer):
    model = loaded(name, tokenizer)
    for sample in samples(model, plan(("The keys to the cabinet",), 3, temperatures=(1.5,)), new_tokens=12):
        steps = model.generate(sample.ids[: sample.first], sample.sampling, 12)
        checked = check_texts(None, (sample.text,), prompts=(sample.prompt,), finished=(False,))
        for joined in finding_steps(sample, checked.findings):
            assert joined.position == sample.first + joined.step
            assert sample.ids[joined.position] == steps[joined.step].id
            assert joined.probability == pytest.approx(np.exp(steps[joined.step].log_probability), rel=1e-4)
            assert joined.rank == steps[joined.step].rank + 1
            assert joined.choices[0][1] == pytest.approx(np.exp(steps[joined.step].alternatives[0][1]), rel=1e-4)
            before = model.tokens.decode(sample.ids[sample.first : joined.position])
            assert sample.text.startswith(before.rstrip("\ufffd"))


def test_a_word_of_several_tokens_in_a_pasted_text(tiny):
    text = "The cat 🙂 was recieved on the mat."
    sample = scored(tiny, text)
    [joined] = finding_steps(sample, check_texts(None, (text,), checks=("spelling",)).findings)
    spelled = tiny.tokens.decode(sample.ids[sample.first + joined.step : sample.first + joined.last + 1])
    assert joined.last > joined.step
    assert spelled.strip().startswith("rec")
    assert "recieved" in spelled
