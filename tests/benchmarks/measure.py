"""How the benchmarks measure: calls in turns, medians, and a table at the end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from lmdash.models.cache import ByteCache
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


@dataclass
class Report:
    """Lines of the closing table."""

    lines: list[str] = field(default_factory=list)

    def add(self, name: str, value: str, bound: str = "") -> None:
        """One line: what was measured, and what was asked for."""
        self.lines.append(f"{name:<62} {value:>12}   {bound and 'bound ' + bound}")


def ids_of(count: int) -> Ids:
    """As many random tokens, the same every time; the built-in model and GPT-2 know all of them."""
    generator = torch.Generator().manual_seed(0)
    return tuple(torch.randint(300, 5000, (count,), generator=generator).tolist())


def forget(model: LoadedModel) -> None:
    """Drop what the model keeps from one prompt to the next."""
    model._kept = ByteCache(2**30, size=lambda kept: kept.nbytes)
    model.network._facts.clear()


def seconds(
    rounds: int, *calls: Callable[[], object], warm: int = 1, before: Callable[[], object] = lambda: None
) -> list[float]:
    """The median time of each call, measured in turns so that a busy moment meets all of them.

    The first ``warm`` turns do not count, nor what is done ``before`` each call.
    """
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(warm + rounds):
        for series, call in zip(times, calls, strict=True):
            before()
            start = time.perf_counter()
            call()
            if turn >= warm:
                series.append(time.perf_counter() - start)
    return [statistics.median(series) for series in times]
