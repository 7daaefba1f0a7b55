"""What company in a batch must not change in any model: a row beside others is predicted as the row alone."""

from __future__ import annotations

import torch

from lmdash.models.checks.edits import some_edits
from lmdash.models.checks.identities import error
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Ids

LONG = 40  # tokens: long enough for beginnings to be shared
EVERY, COMPARED = 3, 4  # places of a changed token, rows that are predicted alone as well
WRITTEN = 4


def _alone(model: LoadedModel, row: Ids, edits: Interventions) -> torch.Tensor:
    return model.unembed(model.trace_anew(row, edits).final_residual).log_softmax(-1)


def _scored(model: LoadedModel, ids: Ids, edits: Interventions) -> float:
    """A prompt with one token replaced at a time, and a text scored after each."""
    room = model.info.context - WRITTEN
    prompt = (ids * LONG)[: min(LONG, room)]
    text = tuple(reversed(prompt[:WRITTEN]))
    other = (ids[0] + 1) % model.info.vocabulary
    places = range(0, len(prompt), EVERY)
    rows = [prompt, *((*prompt[:place], other, *prompt[place + 1 :]) for place in places)]
    scores = model.score_text(rows, text, edits)
    errors = []
    for row in range(0, len(rows), COMPARED):
        whole = rows[row] + text
        expected = _alone(model, whole, resolve(edits, len(prompt)))[len(prompt) - 1 : -1]
        errors.append(error(scores.log_probability[row], expected.gather(1, torch.tensor(text)[:, None])[:, 0]))
    return max(errors)


def _generated(model: LoadedModel, ids: Ids, edits: Interventions) -> float:
    """Texts of different prompts and seeds, written together."""
    longest = max(1, model.info.context - WRITTEN)
    prompts = [ids[:longest], ids[:longest], ids[: min(3, longest)], tuple(reversed(ids[:longest]))]
    samplings = [Sampling(temperature=1.0, seed=seed) for seed in range(len(prompts))]
    errors = []
    for prompt, steps in zip(prompts, model.generate_batch(prompts, samplings, WRITTEN, edits=edits), strict=True):
        whole = prompt + tuple(step.id for step in steps)
        expected = _alone(model, whole, resolve(edits, len(prompt)))[len(prompt) - 1 : -1]
        for row, step in zip(expected, steps, strict=True):
            there = dict(step.alternatives) | {step.id: step.log_probability}
            errors.append(error(torch.tensor(list(there.values())), row[list(there)]))
    return max(errors)


def batches(model: LoadedModel, ids: Ids) -> float:
    """Texts that are scored or written together, sharing a beginning, get the predictions of each of them alone."""
    every = ((), some_edits(model, ids))
    return max(measure(model, ids, edits) for measure in (_scored, _generated) for edits in every)
