"""What attributions cost on random weights of GPT-2 small's size; ``python -m pytest -s`` prints it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pytest
import torch

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.result import Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.replacement import Replacement
from lmdash.models.loaded import LoadedModel
from tests.benchmarks.measure import ids_of, seconds

BATCH = 32
COMMA = Replacement("token", ",")
PROMPT = "When Mary and John went to the store, John gave a drink to"


def bare(model: LoadedModel, rows: list[tuple[int, ...]]) -> Callable[[], object]:
    """The backbone on the rows in batches, and the head at their last token."""
    inputs = torch.tensor(rows)

    @torch.no_grad()
    def run() -> object:
        return [
            model.model.lm_head(model.model.transformer(batch, use_cache=False).last_hidden_state[:, -1]).log_softmax(
                -1
            )
            for batch in inputs.split(BATCH)
        ]

    return run


def test_shap_beside_the_bare_batch_and_beside_shaps_own_text_model(small, demo):
    ids = ids_of(14)
    options = Options(evaluations=100, solver="permutation")
    found = attribute(small, Setup(ids, Objective((17,)), grouping="tokens", replacement=COMMA), options=options)
    rows = asked_rows(small, ids, options)
    assert len(rows) == found.evaluations
    ours, least = seconds(
        5,
        lambda: attribute(small, Setup(ids, Objective((17,)), grouping="tokens", replacement=COMMA), options=options),
        bare(small, rows),
    )
    theirs, evaluations = text_masker(small, demo)
    print(f"\nSHAP, GPT-2 small, 14 tokens, {len(rows)} rows: {1000 * ours / len(rows):.1f} ms an evaluation")
    print(f"  {ours / least:.2f} x the bare batches of the same rows (bound 1.25 x)")
    print(f"  {theirs / evaluations * len(rows) / ours:.1f} x faster than TeacherForcing and maskers.Text, which take "
          f"{1000 * theirs / evaluations:.1f} ms an evaluation (bound 4 x)")  # fmt: skip


def asked_rows(model: LoadedModel, ids: tuple[int, ...], options: Options) -> list[tuple[int, ...]]:
    """The rows that SHAP runs."""
    game = Game(model, Setup(ids, Objective((17,)), grouping="tokens", replacement=COMMA))
    from lmdash.analyses.attributions.shap_values import shap_values

    shap_values(game, options)
    masks = np.array([np.frombuffer(key, dtype=bool) for key in game._known])
    assert len(masks) == game.evaluations
    return game.rows(masks)


def text_masker(small: LoadedModel, demo: LoadedModel) -> tuple[float, int]:
    """Seconds and evaluations of shap's own way to explain a text model, on as long a prompt."""
    import shap

    tokenizer = demo.tokenizer
    assert len(tokenizer(PROMPT)["input_ids"]) == 14
    counted = [0]

    class Counted(shap.models.TeacherForcing):
        def __call__(self, texts, targets):
            counted[0] += len(texts)
            return super().__call__(texts, targets)

    masker = shap.maskers.OutputComposite(shap.maskers.Text(tokenizer), lambda _: np.array([" Mary"]))
    explainer = shap.PartitionExplainer(Counted(small.model, tokenizer), masker)  # shap's own choice for text
    begin = time.perf_counter()
    explainer([PROMPT], max_evals=100, silent=True)
    return time.perf_counter() - begin, counted[0]


@pytest.mark.parametrize(("tokens", "bound"), [(14, 1.0), (64, 0.6)])
def test_leave_one_out_reuses_what_begins_alike(small, tokens, bound):
    ids = ids_of(tokens)
    [comma] = small.tokens.encode_word(",")
    rows = [(*ids[:place], comma, *ids[place + 1 :]) for place in range(tokens)]
    ours, least = seconds(
        5,
        lambda: attribute(small, Setup(ids, Objective((17,)), grouping="tokens", replacement=COMMA), "leave_one_out"),
        bare(small, rows),
    )
    print(f"\nLeave-one-out, GPT-2 small, {tokens} tokens: {ours / least:.2f} x the bare batch of {tokens} rows "
          f"(bound {bound} x), with the prompt itself and everything hidden")  # fmt: skip


FIRST_RUN = """
import time
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load
from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.setup import Setup
model = load(Source(DEMO, folder=DEMO_FOLDER), device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None)
ids = model.tokens.encode("When Mary and John went to the store, John gave a drink to").ids
begin, seen = time.perf_counter(), []
attribute(model, Setup(ids, Objective((17,))), on_step=lambda done, total: seen.append(time.perf_counter() - begin))
drawn = next(each for each in seen if each > 0.6)  # what the page draws its bar at
print(drawn, max(b - a for a, b in zip([0, *seen], seen)), time.perf_counter() - begin)
"""


def test_the_first_run_of_a_process_shows_progress():
    done = subprocess.run([sys.executable, "-c", FIRST_RUN], capture_output=True, text=True, check=True)
    drawn, longest, whole = map(float, done.stdout.split())
    print(f"\nFirst SHAP of a process: a bar after {drawn:.2f} s (bound 3 s), longest silence {longest:.2f} s, whole "
          f"{whole:.2f} s")  # fmt: skip
    assert drawn < 3
