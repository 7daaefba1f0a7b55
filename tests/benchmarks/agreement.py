"""How far do the quicker methods agree with SHAP?  ``python -m tests.benchmarks.agreement [folder of a model]``

Spearman's rank correlation over the words of a prompt whose own answer is explained (as the page asks at first), hidden
words resampled: its quartiles, how often the same word comes first, and what each method takes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import torch

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.faithfulness import agreement
from lmdash.analyses.attributions.objective import Objective, predicted
from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.features import free
from lmdash.analyses.common.replacement import Replacement
from lmdash.demo.attributions import MIXED
from lmdash.demo.texts.heldout import questions
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load

ANY_MODEL = """\
The capital of France is
The capital of Australia is
When Mary and John went to the store, John gave a drink to
The keys to the old cabinet
She opened the fridge and took out a bottle of cold
The opposite of hot is
Water freezes at zero degrees
In the morning the farmer milked the
My favourite colour is blue because it reminds me of the
The doctor told the patient to take two
Two plus three is
The largest planet in our solar system is
He was hungry, so he went to the kitchen to make a
Romeo and Juliet was written by William
The dogs that chased the cat
The sun rises in the east and sets in the
Anna speaks German because she grew up in
The movie was so boring that we almost fell
A triangle has three sides and a square has
Yesterday it rained all day, so the streets were"""


def strongest(found: Attribution) -> int:
    """The word that matters most, in either direction."""
    return max(free(found.features), key=lambda number: abs(found.values[number]))


def bare(model: LoadedModel, ids: tuple[int, ...]) -> float:
    """Seconds of the prompt's own forward pass in transformers."""
    began = time.perf_counter()
    with torch.no_grad():
        model.model(torch.tensor([ids]), use_cache=False)
    return time.perf_counter() - began


def main() -> None:
    """One line for each method."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO_FOLDER
    source = Source(DEMO if folder is DEMO_FOLDER else "a model", folder=folder)
    model = load(source, device="cpu", limit_bytes=2**33, trace_bytes=2**26, progress=lambda *_: None)
    prompts = ANY_MODEL.splitlines()
    if folder is DEMO_FOLDER:
        prompts = [question.prompt for family in MIXED for question in questions(family, 8, 2026)]
    ranks: dict[MethodName, list[float]] = {method: [] for method in MethodName}
    first: dict[MethodName, list[bool]] = {method: [] for method in MethodName}
    times: dict[MethodName, list[float]] = {method: [] for method in MethodName}
    for prompt in prompts:
        ids = model.tokens.encode(prompt).ids
        setup = Setup(ids, Objective((predicted(model, ids),)), replacement=Replacement("resampled"))
        bare(model, ids)
        one = min(bare(model, ids) for _ in range(3))
        found = {}
        for method in MethodName:
            began = time.perf_counter()
            found[method] = attribute(model, setup, method)
            times[method].append((time.perf_counter() - began) / one)
        table = agreement(list(found.values()))
        for method, each in found.items():
            ranks[method].append(float(np.asarray(table.loc[each.name, found[MethodName.SHAP].name])))
            first[method].append(strongest(each) == strongest(found[MethodName.SHAP]))
    print("| method | rank correlation: median | quartiles | same word first | bare forwards |\n|---|---|---|---|---|")
    for method in MethodName:
        low, middle, high = np.nanquantile(ranks[method], [0.25, 0.5, 0.75])
        print(f"| {method.label} | {middle:.2f} | {low:.2f} to {high:.2f} | {np.mean(first[method]):.0%} | "
              f"{np.median(times[method]):.1f} |")  # fmt: skip


if __name__ == "__main__":
    main()
