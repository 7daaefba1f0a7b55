"""What a model in memory is, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lmdash.models.anatomy.architectures import architecture
from lmdash.models.anatomy.modules import Anatomy
from lmdash.models.values import ModelInfo, OwnSettings

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedModel

UNLIMITED_CONTEXT = 2048  # BLOOM's positions have no end; it learnt on texts of this length


def own_context(config: PreTrainedConfig) -> int:
    """How many tokens a model was made to read."""
    return getattr(config, "max_position_embeddings", None) or UNLIMITED_CONTEXT


def read_info(
    model: PreTrainedModel,
    anatomy: Anatomy,
    *,
    model_id: str,
    revision: str,
    chat: bool,
    context: int,
    working_bytes: int,
    notes: tuple[str, ...],
) -> ModelInfo:
    """The facts of a model of which lmdash reads ``context`` tokens."""
    config = model.config
    parameters = list(model.parameters())
    return ModelInfo(
        id=model_id,
        revision=revision,
        family=architecture(config.model_type).family,
        parameters=sum(parameter.numel() for parameter in parameters),
        layers=len(anatomy.blocks),
        heads=anatomy.heads,
        kv_heads=anatomy.kv_heads,
        head_width=anatomy.head_width,
        width=anatomy.width,
        neurons=max(anatomy.neurons),
        vocabulary=config.vocab_size,
        context=context,
        own_context=own_context(config),
        parallel=anatomy.parallel,
        norms_after=anatomy.norms_after,
        tied=anatomy.head.weight is anatomy.embedding.weight,
        chat=chat,
        device=str(anatomy.device),
        dtype=str(model.dtype).removeprefix("torch."),
        weight_bytes=sum(parameter.nbytes for parameter in parameters),
        working_bytes=working_bytes,
        notes=notes,
        own=_own_settings(model),
    )


def _own_settings(model: PreTrainedModel) -> OwnSettings:
    """The settings for writing that a model brings; without ``do_sample`` transformers ignores all but the penalty."""
    said = model.generation_config
    penalty = _number(said.repetition_penalty, 1.0)
    if not said.do_sample:
        return OwnSettings(repetition_penalty=penalty)
    # Where it samples and does not say how, these are the defaults of transformers.
    return OwnSettings(
        _number(said.temperature, 1.0), int(_number(said.top_k, 50)), min(_number(said.top_p, 1.0), 1.0), penalty
    )


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and value > 0 else otherwise
