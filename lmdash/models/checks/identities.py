"""What must add up in any model, whatever its weights: each function measures how far one model is from it.

Errors are absolute, over the largest expected number where that is above 1.
"""

from __future__ import annotations

import copy
import math
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from lmdash.models.anatomy.modules import bias
from lmdash.models.anatomy.norms import FrozenNorm
from lmdash.models.loaded import LoadedModel
from lmdash.models.machine import available
from lmdash.models.passes.relevance import Logit
from lmdash.models.text.verbatim import different, mixed_strings
from lmdash.models.values import Ids

STEPS = (1e-3, 1e-4, 1e-5)  # of a central difference, over the spread of the embeddings


GRADIENT_TOKENS = 8  # double precision is slow
GOOD_SLOPE = 1e-4  # of an error: no shorter step is tried


class DoesNotApplyError(Exception):
    """The model has no such part, or the check would not fit; the message says why."""


def error(measured: torch.Tensor, expected: torch.Tensor) -> float:
    """The largest difference, over the largest expected number where that is above 1."""
    measured, expected = measured.double(), expected.double()
    return float((measured - expected).abs().max() / expected.abs().max().clamp_min(1))


def plain(model: LoadedModel, ids: Ids, **options: Any) -> Any:
    """The forward pass of transformers itself."""
    inputs = torch.tensor([ids], device=model.anatomy.device)
    if options.pop("with_loss", False):
        options["labels"] = inputs
    with torch.no_grad(), model.passing({}):
        return model.model(inputs, use_cache=False, **options)


def logits(model: LoadedModel, ids: Ids) -> float:
    """The scores of the next tokens (logits) are those that the transformers library computes."""
    return error(model.unembed(model.trace(ids).final_residual), plain(model, ids).logits[0].float().cpu())


def writes(model: LoadedModel, ids: Ids) -> float:
    """What attention and the feed-forward parts write adds up to the state before the final norm."""
    trace = model.trace(ids)
    total = trace.resid_pre[0] + sum(trace.attn_out) + sum(trace.mlp_out)
    return float(((total - trace.final_residual).norm(dim=-1) / trace.final_residual.norm(dim=-1)).max())


def _through(norm: FrozenNorm | None, total: torch.Tensor, before: torch.Tensor, after: torch.Tensor) -> float:
    """How far a sum of parts is from the real one, and through the frozen norm from what that one becomes."""
    off = error(total, before)
    if norm is not None:
        off = max(off, error(norm.part(total, norm.scale(before, after)) + norm.shift, after))
    return off


def heads(model: LoadedModel, ids: Ids) -> float:
    """The contributions of every head and token, and the bias, add up to what attention writes; patterns sum to 1."""
    trace, anatomy, errors = model.trace(ids), model.anatomy, []
    for layer, block in enumerate(anatomy.blocks):
        pattern = model.part(ids, "attention_patterns", layer).double()
        values = trace.values[layer].double()
        values = values.repeat_interleave(anatomy.heads // len(values), dim=0)  # key/value heads serve groups of heads
        by_key = values @ anatomy.head_outputs(layer).double()  # [H, T key, d]
        total = (pattern @ by_key).sum(0) + bias(block.out)
        errors.append(_through(block.attention_norm, total, trace.attn_sum[layer], trace.attn_out[layer]))
        sums = error(pattern.sum(-1), torch.ones(pattern.shape[:2]))
        errors += [sums, float(pattern.triu(1).abs().max())]
    return max(errors)


def neurons(model: LoadedModel, ids: Ids) -> float:
    """Coefficients times value vectors, and the bias, add up to what the feed-forward part writes."""
    trace, anatomy, errors = model.trace(ids), model.anatomy, []
    for layer, block in enumerate(anatomy.blocks):
        if block.down is not None:
            total = trace.coefficients[layer].double() @ anatomy.value_vectors(layer).double() + bias(block.down)
            errors.append(_through(block.ffn_norm, total, trace.ffn_sum[layer], trace.mlp_out[layer]))
    if not errors:
        raise DoesNotApplyError("The feed-forward parts are mixtures of experts, which have no single neurons.")
    return max(errors)


def last_lens(model: LoadedModel, ids: Ids) -> float:
    """The logit lens at the last layer gives the model's own logits, with the same ten most likely tokens."""
    lens = model.unembed(model.trace(ids).resid_post(model.info.layers - 1))[-1]
    logits = plain(model, ids).logits[0, -1].float().cpu()
    same = lens.topk(10).indices.tolist() == logits.topk(10).indices.tolist()
    return error(lens, logits) if same else float("inf")


def direct(model: LoadedModel, ids: Ids) -> float:
    """The parts of the stream through the frozen final norm, and the biases, add up to the logit."""
    trace, anatomy = model.trace(ids), model.anatomy
    frozen, scale = anatomy.final_frozen, model.final_scale(trace.final_residual)
    logits = plain(model, ids).logits[0].float().cpu()
    errors = []
    for token in {int(logits[-1].argmax()), ids[0], model.info.vocabulary - 1}:
        towards = anatomy.unembedding([token])[0].double()
        parts = [frozen.part(part, scale) @ towards for part in (trace.resid_pre[0], *trace.attn_out, *trace.mlp_out)]
        total = sum(parts) + frozen.shift.double() @ towards + anatomy.unembedding_bias(token)
        errors.append(error(anatomy.squash(total), logits[:, token]))
    return max(errors)


def relevance(model: LoadedModel, ids: Ids) -> float:
    """The relevance of all tokens, and of the model's own constants, adds up to the logit."""
    if model.model.dtype != torch.float32:
        raise DoesNotApplyError("Shares are added up in 32 bits only: this model's numbers are coarser.")
    logits = plain(model, ids).logits[0].double().cpu()
    last, errors = len(ids) - 1, []
    tokens = (int(logits[-1].argmax()), ids[0], model.info.vocabulary - 1)
    asked = [Logit(position, token) for position in (last, last // 2) for token in tokens]
    asked += [Logit(last, tokens[0], rival=tokens[2]), Logit(last, tokens[0], others=True)]
    expected = [logits[each.position, each.target] for each in asked[:-2]]
    rest = logits[-1].clone()
    rest[tokens[0]] = -torch.inf
    expected += [logits[-1, tokens[0]] - logits[-1, tokens[2]], logits[-1, tokens[0]] - rest.softmax(-1) @ logits[-1]]
    shares = model.relevance(ids, asked)
    for number, (one, value) in enumerate(zip(shares.found, expected, strict=True)):
        errors.append(error(shares.tokens(number).sum() + one.constants, value))
    return max(errors)


def loss(model: LoadedModel, ids: Ids) -> float:
    """The mean surprisal of a text is the loss that the transformers library reports."""
    loss = plain(model, ids, with_loss=True).loss
    return error(-model.logit_summary(ids).log_probability.double().mean(), loss.cpu())


def tokens(model: LoadedModel, _ids: Ids) -> float:
    """Texts of many scripts become the tokens of tokenizer.json; without that file, their tokens give them back."""
    if model.tokenizer_file:
        return different(model.tokenizer, model.tokenizer_file)
    backend: Any = model.tokenizer.backend_tokenizer
    if backend.normalizer and any(backend.normalizer.normalize_str(text) != text for text in mixed_strings()):
        raise DoesNotApplyError(
            "There is no tokenizer.json to compare with, and this tokenizer rewrites what it reads."
        )
    lost = (
        text for text in mixed_strings() if model.tokens.decode(model.tokens.encode_whole(text), begins=True) != text
    )
    return sum(1 for _ in lost)


def _in_float64(model: LoadedModel) -> LoadedModel:
    elements = sum(parameter.numel() for parameter in model.model.parameters())
    split = any(hasattr(module, "_hf_hook") for module in model.model.modules())
    if split or 1.2 * 8 * elements > available(model.info.device):
        raise DoesNotApplyError("A copy of the weights in double precision would not fit in memory.")
    double = copy.deepcopy(model.model).double()
    double.set_experts_implementation("eager")  # the fused one knows no double precision
    return LoadedModel(double, model.tokenizer, model_id=model.info.id, revision="float64", trace_bytes=0)


class _Double(TorchFunctionMode):
    """What a family computes in float32 by name (norms, softmax) becomes float64 too."""

    def __torch_function__(self, function, types, args=(), kwargs=None):
        function = torch.Tensor.double if function is torch.Tensor.float else function
        args, kwargs = list(args), dict(kwargs or {})
        for holder, keys in ((args, range(len(args))), (kwargs, kwargs)):
            for key in keys:
                holder[key] = torch.float64 if holder[key] is torch.float32 else holder[key]
        return function(*args, **kwargs)


def gradient(model: LoadedModel, ids: Ids) -> float:
    """The gradient is the slope that small steps measure (central difference), in double precision."""
    exact, ids = _in_float64(model), ids[:GRADIENT_TOKENS]
    target = int(plain(model, ids).logits[0, -1].argmax())
    generator = torch.Generator().manual_seed(0)
    with _Double():
        embeddings = exact.embed(ids)[None]
        _, slope = exact.gradients(embeddings, target)
        errors = []
        for towards in [slope, *(torch.randn(slope.shape, generator=generator).double() for _ in range(3))]:
            direction = towards / towards.norm() * slope.numel() ** 0.5
            along = float((slope * direction).sum())
            scale, off = float(slope.norm()) or 1.0, math.inf
            for size in STEPS:  # a step that passes a kink (OPT's ReLU) misses; a shorter one does not
                step = size * float(embeddings.std())
                off = min(off, abs(_five_points(exact, embeddings, direction, step, target) - along) / scale)
                if off < GOOD_SLOPE:
                    break
            errors.append(off)
    return max(errors)


def _five_points(
    model: LoadedModel, embeddings: torch.Tensor, direction: torch.Tensor, step: float, target: int
) -> float:
    """The slope along a direction by the five-point central difference."""
    points = torch.cat([embeddings + factor * step * direction for factor in (1, -1, 2, -2)])
    (one, minus_one, two, minus_two), _ = model.gradients(points, target)
    return float((8 * (one - minus_one) - (two - minus_two)) / (12 * step))
