"""What the Attention page costs beside one traced forward pass, and how fast a browser draws it.

``python -m pytest tests/benchmarks/test_attention.py -s``
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from lmdash.analyses.attention.patterns import attention_patterns
from lmdash.analyses.attention.probe import head_probe
from lmdash.analyses.attention.scores import head_scores
from lmdash.analyses.attention.writes import head_pushes
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.fresh import fresh_gpt2
from lmdash.models.values import Ids
from tests.benchmarks.measure import forget, ids_of
from tests.benchmarks.test_speed import bare_pass, milliseconds
from tests.browser.conftest import Visitor, browser, running_server  # noqa: F401

WORDS = "the cat sat on a table and the old king gave his daughter some bread"
TRACE_BYTES = 0
DRAWN_IN = {"lines": 3.0, "heat map": 4.0}  # seconds


def _traced(model: LoadedModel, ids: Ids) -> Callable[[], object]:
    """One forward pass with everything captured and the logits that a plain pass has too."""

    def run() -> object:
        forget(model)
        return model.logit_summary(ids)

    return run


def _page(model: LoadedModel, ids: Ids, *, prompt_numbers: bool) -> Callable[[], object]:
    """What the page computes for a prompt: its default map is of the probe, other maps need every head's numbers."""

    def run() -> object:
        forget(model)
        last = len(ids) - 1
        token = int(next_token(model, ids, last).top["id"].iloc[0])
        head = head_pushes(model, ids, last, token).strongest
        return (
            surprisal(model, ids),
            attention_patterns(model, ids, (head,)),
            head_scores(model, ids) if prompt_numbers else None,
        )

    return run


@pytest.mark.parametrize("tokens", [14, 64])
def test_attention_of_gpt2_small(small, report, benchmark, tokens):
    ids = ids_of(tokens)
    bare, traced, page, mapped = milliseconds(
        bare_pass(small, ids),
        _traced(small, ids),
        _page(small, ids, prompt_numbers=False),
        _page(small, ids, prompt_numbers=True),
    )
    name = f"Attention, not cached, GPT-2 small, {tokens} tokens"
    report.add(name, f"{page / traced:.2f} x", "1.3 x a traced pass with its logits")
    report.add("  the same with the numbers of every head on the prompt", f"{mapped / traced:.2f} x")
    report.add("  both beside a bare pass with its logits", f"{page / bare:.2f}, {mapped / bare:.2f} x")
    benchmark.pedantic(_page(small, ids, prompt_numbers=False), rounds=5)


def test_the_probe_of_gpt2_small(small, report, benchmark):
    def probe() -> object:
        forget(small)
        return head_probe(small)

    start = time.perf_counter()
    benchmark.pedantic(probe, rounds=3)
    report.add("Probe of all heads, once a model", f"{(time.perf_counter() - start) / 3:.2f} s")


@pytest.fixture(scope="module")
def folder(demo, tmp_path_factory) -> str:
    """A folder with random weights in the size of GPT-2 small and the demo's vocabulary."""
    path = tmp_path_factory.mktemp("gpt2_small")
    model = fresh_gpt2(layers=12, heads=12, width=768, vocabulary=demo.info.vocabulary, context=512, seed=0)
    model.save_pretrained(path)
    demo.tokenizer.save_pretrained(path)
    return str(path)


def test_how_fast_a_browser_draws(browser, folder, report):  # noqa: F811
    chosen = ",".join(f"L{layer}H{layer}" for layer in range(6))
    pages = {
        "lines": (64, ".board path", {"attention_view": "Lines", "threshold": "0"}),
        "lines of six heads": (
            64,
            ".board path",
            {"attention_view": "Lines", "threshold": "0.01", "heads": "Chosen heads", "chosen_heads": chosen},
        ),
        "heat map": (256, "canvas[role=img]", {"attention_view": "Heat map"}),
    }
    with running_server() as server:
        visitor = Visitor(browser, server, viewport={"width": 1280, "height": 900})
        visitor.open("attention", model=folder)
        visitor.page.locator(".board path").first.wait_for(state="attached")  # the model is open and probed
        for name, (tokens, picture, address) in pages.items():
            text = (WORDS.split() * 20)[: tokens - 1]
            times = []
            for first in ("Anna", "Mary", "John"):  # never a prompt that was seen before
                start = time.perf_counter()
                query = urlencode({"model": folder, "prompt": " ".join([first, *text]), **address})
                visitor.page.goto(f"{server}/attention?{query}")  # the whole page, from nothing
                visitor.page.locator(picture).first.wait_for(state="attached")
                visitor.page.locator("[data-testid=stVegaLiteChart] path[aria-label*=L11H11]").wait_for(
                    state="attached"
                )
                times.append(time.perf_counter() - start)
            shown = visitor.page.get_by_role("group", name="prompt token").locator(".chip").count()
            drawn = visitor.page.locator(picture).count()
            bound = DRAWN_IN[name.split(" of ")[0]]
            report.add(
                f"12 x 12 map and {name} ({shown} tokens, {drawn} drawn), first visit",
                f"{sorted(times)[1]:.2f} s",
                f"{bound} s",
            )
        visitor.close()


def test_the_machine_is_named(report):
    report.add("processor cores, threads of torch", f"{os.cpu_count()}, {os.environ.get('OMP_NUM_THREADS', 'all')}")
