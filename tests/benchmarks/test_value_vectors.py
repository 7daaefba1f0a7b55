"""What the Value vectors page costs on random weights of GPT-2 small's size: 36,864 vectors, 50,257 tokens.

``python -m pytest tests/benchmarks/test_value_vectors.py -s`` prints the table.
"""

from __future__ import annotations

import os
import resource
import threading
from collections.abc import Callable

import psutil
import pytest

from lmdash.analyses.common.corpus import Corpus
from lmdash.analyses.value_vectors.clusters import value_clusters
from lmdash.analyses.value_vectors.fires import value_fires
from lmdash.analyses.value_vectors.search import value_search, value_spread
from lmdash.analyses.value_vectors.vectors import nearest_vectors, vector_tokens
from lmdash.demo.corpus import documents
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.fresh import fresh_gpt2
from tests.benchmarks.measure import seconds

SIZES = {"small": (12, 12, 768), "medium": (24, 16, 1024), "large": (36, 20, 1280)}
WORDS = ((262, 383), (2647,), (10047, 7850))


@pytest.fixture(scope="module", params=os.environ.get("LMDASH_BENCHMARK_SIZES", "small").split(","))
def sized(request, demo):
    layers, heads, width = SIZES[request.param]
    model = fresh_gpt2(layers=layers, heads=heads, width=width, vocabulary=50257, context=1024, seed=0)
    return LoadedModel(model, demo.tokenizer, model_id=request.param, revision="0", trace_bytes=2**26)


def _seconds(call: Callable[[], object], rounds: int = 1) -> float:
    [spent] = seconds(rounds, call, warm=0)
    return spent


def _peak_above(call: Callable[[], object]) -> float:
    """The most memory in MB that the process took while ``call`` ran, beyond what it had."""
    process, seen, done = psutil.Process(), [], threading.Event()
    before = process.memory_info().rss

    def watch() -> None:
        while not done.wait(0.005):
            seen.append(process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    call()
    done.set()
    watcher.join()
    return max(0, max(seen, default=before) - before) / 2**20


def test_search(sized, report, benchmark):
    name = sized.info.id
    kept: list = []
    memory = _peak_above(lambda: kept.append(value_spread(sized)))
    report.add(f"{name}: preparing the search", f"{_seconds(lambda: value_spread(sized), 3):.2f} s", "3 s (small)")
    report.add(f"{name}: memory while preparing, beyond the weights", f"{memory:.0f} MB", "1000 MB")
    [spread] = kept

    def search() -> object:
        return value_search(sized, spread, WORDS, count=20)

    search()
    report.add(f"{name}: word search, warm", f"{_seconds(search, 20) * 1000:.0f} ms", "50 ms (small)")
    report.add(f"{name}: memory of a search, beyond the weights", f"{_peak_above(search):.0f} MB", "1000 MB")
    benchmark.pedantic(search, rounds=5)


def test_tokens_of_shown_vectors(sized, report, benchmark):
    shown = tuple((layer, neuron) for layer in range(12) for neuron in range(10))

    def tokens() -> object:
        return vector_tokens(sized, shown, 50)

    report.add(f"{sized.info.id}: top 50 tokens of 120 vectors", f"{_seconds(tokens, 5):.2f} s", "0.5 s (small)")
    report.add(f"{sized.info.id}: memory of that, beyond the weights", f"{_peak_above(tokens):.0f} MB", "1000 MB")
    near = _seconds(lambda: nearest_vectors(sized, (3, 5), 12), 5)
    report.add(f"{sized.info.id}: nearest vectors", f"{near * 1000:.0f} ms")
    benchmark.pedantic(tokens, rounds=3)


def test_clusters(sized, report, benchmark, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    memory = _peak_above(lambda: value_clusters(sized, 100, 9))
    report.add(f"{sized.info.id}: memory of clustering, beyond the weights", f"{memory:.0f} MB")
    again = _seconds(lambda: value_clusters(sized, 100, 9))
    report.add(f"{sized.info.id}: 100 clusters, from the disk", f"{again:.2f} s")
    first = _seconds(lambda: value_clusters(sized, 101, 9))
    report.add(f"{sized.info.id}: 101 clusters, computed", f"{first:.2f} s")
    benchmark.pedantic(lambda: value_clusters(sized, 100, 9), rounds=1)


def test_firing(sized, report, benchmark):
    corpus = Corpus.of("some", (document.text for document in documents(7, 60)))
    firing = value_fires(sized, corpus)
    bare = _seconds(lambda: [sized.score([text], [0]) for text in _texts(firing)])
    spent = _seconds(lambda: value_fires(sized, corpus))
    report.add(f"{sized.info.id}: where all neurons fire, beside scoring text by text", f"{spent / bare:.2f} x")
    report.add(f"{sized.info.id}: tokens read a second", f"{len(firing.ids) / spent:.0f}")
    report.add(
        f"{sized.info.id}: most memory of all this", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    benchmark.pedantic(lambda: value_fires(sized, corpus), rounds=1)


def _texts(firing) -> list[tuple[int, ...]]:
    starts = sorted(set(firing.start.tolist()))
    ends = [*starts[1:], len(firing.ids)]
    return [tuple(firing.ids[start:end].tolist()) for start, end in zip(starts, ends, strict=True)]
