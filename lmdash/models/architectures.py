"""Where things are in each model family: one frozen row a family, keyed by ``config.model_type``."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from torch import nn

from lmdash.errors import ModelUnavailableError


@dataclass(frozen=True)
class Architecture:
    """Module paths of one family: ``blocks`` and ``final_norm`` from the backbone, the rest from a block.

    ``attention`` returns (output, pattern); ``down`` is the FFN's down projection, whose input are the coefficients.
    """

    family: str
    blocks: str
    final_norm: str
    attention: str
    mlp: str
    down: str
    width: str
    layers: str
    heads: str
    context: str

    def layer_list(self, backbone: nn.Module) -> list[nn.Module]:
        """The blocks of the backbone, in order."""
        return list(attrgetter(self.blocks)(backbone))


ARCHITECTURES: dict[str, Architecture] = {
    "gpt2": Architecture(
        family="GPT-2",
        blocks="h",
        final_norm="ln_f",
        attention="attn",
        mlp="mlp",
        down="mlp.c_proj",
        width="n_embd",
        layers="n_layer",
        heads="n_head",
        context="n_positions",
    ),
}


def architecture(model_type: str) -> Architecture:
    """The row of a model type; an unknown one is refused with the list of those supported."""
    try:
        return ARCHITECTURES[model_type]
    except KeyError:
        supported = ", ".join(row.family for row in ARCHITECTURES.values())
        raise ModelUnavailableError(
            f"Models of type “{model_type}” are not supported yet. Supported families: {supported}."
        ) from None
