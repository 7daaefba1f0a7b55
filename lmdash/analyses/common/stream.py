"""Where the residual stream can be read: as the embedding, and after the attention and the FFN of each layer."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from lmdash.models.passes.trace import Trace

PARTS = ("embedding", "attention", "ffn")


@dataclass(frozen=True, order=True)
class StreamPoint:
    """A point of the residual stream: after a part of a layer; the embedding stands before layer 0, as layer -1.

    The state after a layer's FFN is the one that the next layer reads.  In a parallel block, which has no state between
    attention and FFN, "attention" is what the layer read plus what its attention wrote.
    """

    layer: int
    part: str

    def __str__(self) -> str:
        if self.part == "embedding":
            return "embedding"
        return f"L{self.layer}" + (" attention" if self.part == "attention" else "")

    @property
    def step(self) -> int:
        """Its place among all points, 0 for the embedding."""
        return 0 if self.part == "embedding" else 2 * self.layer + 1 + (self.part == "ffn")

    @property
    def in_words(self) -> str:
        """``after the attention of L3``, for sentences."""
        if self.part == "embedding":
            return "at the embedding"
        return f"after the attention of L{self.layer}" if self.part == "attention" else f"after L{self.layer}"


EMBEDDING = StreamPoint(-1, "embedding")


def stream_points(layers: int, parts: tuple[str, ...] = PARTS) -> tuple[StreamPoint, ...]:
    """All points after such parts in a model of ``layers`` layers, in their order."""
    inside = (StreamPoint(layer, part) for layer in range(layers) for part in ("attention", "ffn"))
    return tuple(point for point in (EMBEDDING, *inside) if point.part in parts)


def state(trace: Trace, point: StreamPoint) -> torch.Tensor:
    """The residual stream [T, d] at a point, with the interventions that are on."""
    if point.part == "attention":
        return trace.resid_pre[point.layer] + trace.attn_out[point.layer]
    after = point.layer + 1
    return trace.final_residual if after == trace.layers else trace.resid_pre[after]
