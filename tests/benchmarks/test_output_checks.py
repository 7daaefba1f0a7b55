"""What the output checks cost: ``python -m pytest tests/benchmarks/test_output_checks.py -s`` prints it."""

from __future__ import annotations

import time

import pytest

from lmdash.analyses.output_checks.check_batches import batch_summary
from lmdash.analyses.output_checks.check_texts import LONGEST_TEXT, check_texts
from lmdash.analyses.output_checks.finding_steps import finding_steps
from lmdash.analyses.output_checks.samples import plan, samples
from lmdash.analyses.output_checks.scored import scored
from lmdash.demo.check_quality import PROMPTS
from lmdash.demo.corpus import documents


def test_a_hundred_samples_are_written_and_checked_in_a_minute(demo):
    start = time.perf_counter()
    made = samples(demo, plan(PROMPTS, 100), new_tokens=60)
    wrote = time.perf_counter() - start
    checked = check_texts(
        None,
        tuple(sample.text for sample in made),
        prompts=tuple(sample.prompt for sample in made),
        finished=tuple(sample.stopped == "end" for sample in made),
    )
    joined = [finding_steps(sample, text.findings) for sample, text in zip(made, checked.texts, strict=True)]
    both = time.perf_counter() - start
    tokens = sum(len(sample.tokens) for sample in made)
    print(f"\n100 samples, {tokens} tokens: written in {wrote:.1f} s, checked and joined in {both - wrote:.1f} s more")
    print(f"(spaCy and the dictionary loaded within it; {sum(map(len, joined))} findings).")
    print(batch_summary(checked).sentence)
    assert both < 60


@pytest.mark.parametrize("kind", ["prose", "all misspelt", "one line without spaces", "brackets", "markup"])
def test_a_text_of_the_greatest_length(kind):
    prose = " ".join(document.text for document in documents(7, 9000))[:LONGEST_TEXT]
    texts = {
        "prose": prose,
        "all misspelt": " ".join(f"x{word[::-1]}q" for word in prose.split())[:LONGEST_TEXT],
        "one line without spaces": "abcdefghij" * (LONGEST_TEXT // 10),
        "brackets": '("[' * (LONGEST_TEXT // 3),
        "markup": "<div class='a'>lazzy &amp; " * (LONGEST_TEXT // 27),
    }
    check_texts(None, ("Warm up.",))
    start, computed = time.perf_counter(), time.process_time()
    [text] = check_texts(None, (texts[kind],)).texts
    seconds, computed = time.perf_counter() - start, time.process_time() - computed
    print(f"\n{LONGEST_TEXT} characters, {kind}: {seconds:.1f} s, {computed:.1f} s of them computing, ", end="")
    print(f"{len(text.findings)} findings, {text.words} words")
    assert computed < 60  # the machine may be busy with other work


def test_a_pasted_text_is_scored(demo):
    text = " ".join(document.text for document in documents(8, 200))[:20_000]
    start = time.perf_counter()
    sample = scored(demo, text)
    print(f"\n{len(sample.tokens)} tokens of a pasted text scored in {time.perf_counter() - start:.1f} s")
