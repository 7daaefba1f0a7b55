"""What interventions, generation and company must not disturb in any model: each function measures by how much they do.

What must be the same to the bit counts the numbers that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import torch

from lmdash.models.checks.identities import DoesNotApplyError, error
from lmdash.models.interventions.values import (
    Add,
    Intervention,
    Patch,
    Positions,
    Push,
    Scale,
    Set,
    Site,
    VectorDirection,
    resolve,
)
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.passes.trace import AXES, Trace
from lmdash.models.values import Ids

LAST = Positions("last")
NEW_TOKENS = 8
TRACES = 100
LARGE, FEW_TRACES = 50_000_000, 8  # parameters: what stays behind shows after a few passes as well
THREADS = 4


def _differing(pairs: Iterable[tuple[torch.Tensor, torch.Tensor]]) -> float:
    return float(sum(int((a != b).sum()) for a, b in pairs))


def _tensors(trace: Trace) -> Iterator[torch.Tensor]:
    for name in AXES:
        yield from getattr(trace, name)
    yield trace.final_residual


def _neuron(model: LoadedModel, trace: Trace) -> Site:
    """The neuron that writes most at the last token, in the last of the first half of the layers that has neurons."""
    having = [layer for layer, count in enumerate(model.anatomy.neurons) if count]
    if not having:
        raise DoesNotApplyError("The feed-forward parts are mixtures of experts, which have no single neurons.")
    layer = having[(len(having) - 1) // 2]
    strongest = (trace.coefficients[layer][-1].abs() * model.value_norms(layer)).argmax()
    return Site("neuron", layer, int(strongest))


def some_edits(model: LoadedModel, ids: Ids) -> tuple[Intervention, ...]:
    """One edit of each kind that changes much."""
    trace, layers = model.trace(ids), model.info.layers
    direction = VectorDirection(tuple(float(number % 7 - 3) for number in range(model.info.width)))
    edits = [
        Intervention(Site("head", 0, model.info.heads - 1), Scale(0.0)),
        Intervention(Site("residual", layers - 1), Push(2.0, direction), Positions("from", (1,))),
        Intervention(Site("attention", layers - 1), Scale(-1.0), LAST),
        Intervention(Site("ffn", 0), Scale(0.5), Positions("list", (0,))),
    ]
    if model.info.neurons:
        edits.append(Intervention(_neuron(model, trace), Add(3.0)))
    return tuple(edits)


def nothing_changed(model: LoadedModel, ids: Ids) -> float:
    """Writing the value that is there, or switching an intervention off, changes no number."""
    trace = model.trace_anew(ids)
    text = model.tokens.decode(ids)
    edits = [Intervention(Site("head", 0, 0), Scale(1.0)), replace(some_edits(model, ids)[0], on=False)]
    if model.tokens.encode(text).ids == ids:
        edits += [Intervention(Site(part, 1), Patch(text)) for part in ("residual", "attention", "ffn")]
    if model.info.neurons:
        site = _neuron(model, trace)
        there = float(trace.coefficients[site.layer][-1, site.index])
        edits += [Intervention(site, Set(there), LAST), Intervention(site, Add(0.0))]
    every = [*((edit,) for edit in edits), tuple(edits)]
    same = [zip(_tensors(model.trace_anew(ids, each)), _tensors(trace), strict=True) for each in every]
    return sum(map(_differing, same))


def neuron_off(model: LoadedModel, ids: Ids) -> float:
    """A neuron set to 0 at one token takes away its coefficient times value vector, and changes no earlier token."""
    before = model.trace(ids)
    site, position = _neuron(model, before), len(ids) // 2
    after = model.trace_anew(ids, (Intervention(site, Set(0.0), Positions("list", (position,))),))
    layer = site.layer
    written = before.coefficients[layer][position, site.index] * model.value_vectors(layer)[site.index]
    off = error(after.ffn_sum[layer][position], before.ffn_sum[layer][position] - written)
    earlier = [(after.resid_pre[each], before.resid_pre[each]) for each in range(layer + 1)]
    earlier.append((after.final_residual[:position], before.final_residual[:position]))
    return off if _differing(earlier) == 0 else float("inf")


def _rows_of(model: LoadedModel, ids: Ids, edits: tuple[Intervention, ...]) -> float:
    """Each step of a generation beside the row of one clean pass over everything, with the same edits."""
    prompt = ids[: max(1, model.info.context - NEW_TOKENS)]
    steps = model.generate(prompt, Sampling(), NEW_TOKENS, edits=edits)
    whole = prompt + tuple(step.id for step in steps)
    residual = model.trace_anew(whole, resolve(edits, len(prompt))).final_residual
    rows = model.unembed(residual[len(prompt) - 1 : -1]).log_softmax(-1)
    errors = []
    for row, step in zip(rows, steps, strict=True):
        there = dict(step.alternatives) | {step.id: step.log_probability}
        errors.append(error(torch.tensor(list(there.values())), row[list(there)]))
    return max(errors)


def generation(model: LoadedModel, ids: Ids) -> float:
    """Each token that is written has the numbers of one pass over the whole text, with and without interventions."""
    return max(_rows_of(model, ids, ()), _rows_of(model, ids, some_edits(model, ids)))


def everywhere(model: LoadedModel, ids: Ids) -> float:
    """The same interventions give the same prediction whether a text is traced, scored or written."""
    edits = some_edits(model, ids)
    traced = model.unembed(model.trace_anew(ids, edits).final_residual)[-1].log_softmax(-1)
    without = model.unembed(model.trace(ids).final_residual)[-1].log_softmax(-1)
    if error(traced, without) < 1e-3:  # they must also do something
        return float("inf")
    targets = traced.topk(5).indices.tolist()
    scored = model.score([ids] * 5, targets, edits).log_probability
    errors = [error(scored, traced[targets])]
    if len(ids) < model.info.context:
        [step] = model.generate(ids, Sampling(), 1, edits=edits)
        errors.append(error(torch.tensor([value for _, value in step.alternatives[:5]]), traced[targets]))
    return max(errors)


def hooks_on(model: LoadedModel) -> int:
    """How many hooks stand on the modules of a model."""
    return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.model.modules())


def hooks(model: LoadedModel, ids: Ids) -> float:
    """Many passes, and one that fails, leave nothing behind in the model (no hooks)."""
    before, edits = hooks_on(model), some_edits(model, ids)
    for _ in range(TRACES if model.info.parameters < LARGE else FEW_TRACES):
        model.trace_anew(ids[:2], edits)

    def fail(_value: torch.Tensor) -> None:
        raise DoesNotApplyError

    try:
        with torch.no_grad(), model.passing({("attn_out", model.info.layers - 1): [fail]}) as forward:
            forward(torch.tensor([ids], device=model.anatomy.device), use_cache=False)
    except DoesNotApplyError:
        return float(abs(hooks_on(model) - before))
    return float("inf")


def company(model: LoadedModel, ids: Ids) -> float:
    """Results are the same to the last bit while other people use the model."""
    every = [some_edits(model, ids)[: number % 5] for number in range(2 * THREADS)]
    alone = [model.trace_anew(ids, edits) for edits in every]
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(lambda edits: model.trace_anew(ids, edits), every))
    return sum(_differing(zip(_tensors(a), _tensors(b), strict=True)) for a, b in zip(alone, together, strict=True))
