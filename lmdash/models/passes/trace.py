"""The named tensors of one forward pass, which every analysis of a prompt shares; all float32 on the CPU."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import torch

from lmdash.models.anatomy.modules import Anatomy
from lmdash.models.passes.hooks import Point, PointName, Tap
from lmdash.models.passes.network import Network
from lmdash.models.values import Ids, ModelInfo

AXES: dict[PointName, tuple[str, ...]] = {
    "resid_pre": ("position", "width"),
    "values": ("key/value head", "position", "head width"),
    "heads": ("position", "heads x head width"),
    "attention_patterns": ("head", "query position", "key position"),
    "attn_sum": ("position", "width"),
    "attn_out": ("position", "width"),
    "coefficients": ("position", "neuron"),
    "ffn_sum": ("position", "width"),
    "mlp_out": ("position", "width"),
}
"""The parts of a layer and what their axes count; :mod:`lmdash.models.passes.hooks` says where each is read."""

LEFT_OUT_FIRST: tuple[PointName, ...] = ("attention_patterns", "coefficients", "values")
"""What a long prompt's trace goes without, in this order: the largest parts that one layer can be asked for again."""

_IN_WORDS = {"attention_patterns": "attention patterns", "coefficients": "neurons' coefficients", "values": "values"}


@dataclass(frozen=True, eq=False)
class Trace:
    """One forward pass over ``ids``; each part is a tuple with one tensor a layer, axes as in :data:`AXES`.

    ``final_residual`` [T, d] is the state before the final norm.  A part that was left out to save memory (``omitted``)
    is an empty tuple, so is ``coefficients`` of layers without neurons an empty tensor.  ``attn_sum`` and ``ffn_sum``
    are ``attn_out`` and ``mlp_out`` where no norm stands between.  ``unedited`` holds, by layer, the residual stream
    before an intervention changed it there.
    """

    ids: Ids
    parallel: bool
    resid_pre: tuple[torch.Tensor, ...]
    values: tuple[torch.Tensor, ...]
    heads: tuple[torch.Tensor, ...]
    attention_patterns: tuple[torch.Tensor, ...]
    attn_sum: tuple[torch.Tensor, ...]
    attn_out: tuple[torch.Tensor, ...]
    coefficients: tuple[torch.Tensor, ...]
    ffn_sum: tuple[torch.Tensor, ...]
    mlp_out: tuple[torch.Tensor, ...]
    final_residual: torch.Tensor
    unedited: dict[int, torch.Tensor]
    omitted: tuple[PointName, ...] = ()

    @property
    def layers(self) -> int:
        """Number of layers L."""
        return len(self.resid_pre)

    def resid_mid(self, layer: int) -> torch.Tensor | None:
        """The residual stream between attention and FFN, [T, d]; None in a parallel block, which has no such point."""
        return None if self.parallel else self.resid_pre[layer] + self.attn_out[layer]

    def resid_post(self, layer: int) -> torch.Tensor:
        """The residual stream as it leaves a layer, [T, d], before an intervention there changes it."""
        after = layer + 1
        if after in self.unedited:
            return self.unedited[after]
        return self.final_residual if after == self.layers else self.resid_pre[after]

    def pushed(self, layer: int) -> torch.Tensor | float:
        """What interventions added to the residual stream as it entered a layer (L: the final norm), [T, d] or 0."""
        if layer not in self.unedited:
            return 0.0
        return (self.final_residual if layer == self.layers else self.resid_pre[layer]) - self.unedited[layer]

    @property
    def note(self) -> str:
        """A sentence on what was left out; empty if nothing was."""
        if not self.omitted:
            return ""
        left_out = " and ".join(_IN_WORDS[name] for name in self.omitted)
        return (
            f"The prompt is long ({len(self.ids)} tokens), so the {left_out} of all layers are not kept together; a "
            "page that needs one layer's runs the model again for that layer."
        )

    @property
    def nbytes(self) -> int:
        """Bytes that the trace keeps alive; a tensor with two names counts once."""
        tensors = [tensor for name in AXES for tensor in getattr(self, name)]
        tensors += [self.final_residual, *self.unedited.values()]
        return sum({id(tensor): tensor.nbytes for tensor in tensors}.values())


def part_bytes(info: ModelInfo, tokens: int) -> dict[PointName, int]:
    """Bytes of each part of a trace of ``tokens`` tokens, all layers together, known before it is taken."""
    stream = 4 * info.layers * tokens * info.width
    heads = 4 * info.layers * tokens * info.heads * info.head_width
    norms = stream if info.norms_after else 0
    return {
        "resid_pre": stream + stream // info.layers,  # and the final residual
        "values": heads * info.kv_heads // info.heads,
        "heads": heads,
        "attention_patterns": 4 * info.layers * info.heads * tokens**2,
        "attn_sum": norms,
        "attn_out": stream,
        "coefficients": 4 * info.layers * tokens * info.neurons,
        "ffn_sum": norms,
        "mlp_out": stream,
    }


def left_out(info: ModelInfo, tokens: int, limit: int) -> tuple[PointName, ...]:
    """The parts that a trace of ``tokens`` tokens has to do without to stay below ``limit`` bytes."""
    sizes = part_bytes(info, tokens)
    omitted: list[PointName] = []
    for name in LEFT_OUT_FIRST:
        if sum(sizes.values()) <= limit:
            break
        omitted.append(name)
        del sizes[name]
    return tuple(omitted)


def traced_points(anatomy: Anatomy, omitted: Iterable[PointName]) -> list[Point]:
    """Where a trace reads: every part but those omitted, in every layer that has it, and the final residual."""
    without = {*omitted, *(() if anatomy.norms_after else ("attn_sum", "ffn_sum"))}
    layers = range(len(anatomy.blocks))
    points: list[Point] = [
        (name, layer)
        for name in AXES
        for layer in layers
        if name not in without and (name != "coefficients" or anatomy.neurons[layer])
    ]
    return [*points, ("resid_pre", len(layers))]


@dataclass
class Recording:
    """Collects the parts of a forward pass over one prompt."""

    kept: dict[Point, torch.Tensor] = field(default_factory=dict)
    unedited: dict[int, torch.Tensor] = field(default_factory=dict)

    def keep(self, point: Point) -> Tap:
        """A tap that keeps the tensor at ``point``."""

        def tap(value: torch.Tensor) -> None:
            self.kept[point] = _kept(value, own=point[0] in ("mlp_out", "ffn_sum"))

        return tap

    def keep_unedited(self, layer: int) -> Tap:
        """A tap that keeps the residual stream before it is edited."""

        def tap(value: torch.Tensor) -> None:
            self.unedited[layer] = _kept(value)

        return tap

    def trace(self, ids: Ids, info: ModelInfo, omitted: Iterable[PointName]) -> Trace:
        """The trace of a finished recording of all parts but those omitted."""
        layers = range(info.layers)
        if "coefficients" not in omitted:
            for layer in layers:  # those of experts cannot be read
                self.kept.setdefault(("coefficients", layer), torch.empty(len(ids), 0))
        parts = {name: tuple(self.kept[name, layer] for layer in layers if (name, layer) in self.kept) for name in AXES}
        if not info.norms_after:
            parts |= {"attn_sum": parts["attn_out"], "ffn_sum": parts["mlp_out"]}
        return Trace(
            ids=ids,
            parallel=info.parallel,
            final_residual=self.kept["resid_pre", info.layers],
            unedited=self.unedited,
            omitted=tuple(omitted),
            **parts,
        )


@torch.no_grad()
def record(network: Network, ids: Ids, edits: Mapping[Point, Sequence[Tap]], points: Iterable[Point]) -> Recording:
    """One forward pass over ``ids`` that keeps what passes ``points``, as the taps of ``edits`` leave it."""
    inputs, recording = network.inputs([ids]), Recording()
    taps: dict[Point, list[Tap]] = {point: [recording.keep(point)] for point in points}
    for point, changes in edits.items():
        before = [recording.keep_unedited(point[1])] if point[0] == "resid_pre" else []
        taps[point] = [*before, *changes, *taps.get(point, ())]
    with network.passing(taps) as forward:
        forward(inputs, use_cache=False)
    return recording


def _kept(value: torch.Tensor, own: bool = False) -> torch.Tensor:
    """The tensor without its batch dimension, float32 on the CPU; copied only where that is needed.

    A view keeps all that it looks at alive, so it is copied; ``own`` copies what a family may go on to change in place
    (Falcon adds attention to the FFN's result).
    """
    value = value[0].detach()
    result = value.to("cpu", torch.float32)
    shared = result.untyped_storage().data_ptr() == value.untyped_storage().data_ptr()
    if shared and (own or value.untyped_storage().nbytes() > value.nbytes):
        return result.clone(memory_format=torch.contiguous_format)
    return result
