"""The configuration of a GGUF file: its settings under the names of transformers, held against its own tensors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening.gguf.families import Family, family
from lmdash.models.opening.gguf.header import GgufHeader

if TYPE_CHECKING:
    from transformers import PretrainedConfig

# Llama 3.1 to 3.3 were all made with these; the file has only the factors that follow from them.
_LLAMA3 = {"low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}
_LARGEST_GEMMA = {"gemma2": 46, "gemma3": 62}  # layers of the models whose scores have a scale of their own


def read_config(header: GgufHeader) -> PretrainedConfig:
    """What transformers needs to know of a file's model; raises :class:`ModelUnavailableError`."""
    from transformers import AutoConfig

    row = family(header)
    if (header.metadata.get("split.count") or 1) > 1:
        raise ModelUnavailableError(
            f"“{header.model_id}” is one of {header.metadata['split.count']} parts of a model. Join them with "
            "llama-gguf-split --merge, and open the result."
        )
    values = {
        ours: value
        for ours, theirs in row.settings.items()
        if (value := _one(header, header.setting(theirs))) is not None
    }
    values.setdefault("num_key_value_heads", values.get("num_attention_heads"))
    _check(header, values)
    values |= {name: header.metadata.get(f"tokenizer.ggml.{name}") for name in ("bos_token_id", "eos_token_id")}
    ends = [values["eos_token_id"], header.metadata.get("tokenizer.ggml.eot_token_id")]
    if None not in ends and ends[0] != ends[1]:  # a turn of a chat may end in a mark of its own
        values["eos_token_id"] = ends
    values["vocab_size"] = header.tensors["token_embd.weight"].shape[0]
    values["tie_word_embeddings"] = row.tied or "output.weight" not in header.tensors
    if header.setting("rope.freq_base") is not None:
        values["rope_theta"] = float(header.setting("rope.freq_base"))
    values["rope_scaling"] = _scaling(header, values)
    values |= _own(header, row, values)
    said = {name: value for name, value in values.items() if value is not None}
    padding = header.metadata.get("tokenizer.ggml.padding_token_id")  # families have defaults beyond small vocabularies
    return AutoConfig.for_model(row.model_type, pad_token_id=padding, **said)


def _one(header: GgufHeader, value: Any) -> Any:
    """A setting; one that is listed for every layer must be the same in all."""
    if isinstance(value, list):
        if len(set(value)) != 1:
            raise ModelUnavailableError(
                f"“{header.model_id}” has layers of different sizes, which lmdash cannot read from GGUF. Choose a "
                "folder with safetensors."
            )
        return value[0]
    return value


def _check(header: GgufHeader, values: dict[str, Any]) -> None:
    """What the settings promise must be there: a model is built by them before its weights are read."""
    tensors = header.tensors
    needed = ("token_embd.weight", "output_norm.weight")
    missing = [name for name in needed if name not in tensors]
    missing += [name for name in ("hidden_size", "num_hidden_layers", "num_attention_heads") if name not in values]
    if missing:
        raise ModelUnavailableError(
            f"“{header.model_id}” is incomplete: it has no {missing[0]}. Copy or download it again."
        )
    blocks = {name.split(".")[1] for name in tensors if name.startswith("blk.")}
    embedding = tensors["token_embd.weight"].shape
    lies = {
        "layers": (values["num_hidden_layers"], len(blocks)),
        "numbers per token": (values["hidden_size"], embedding[-1]),
    }
    if gate := tensors.get("blk.0.ffn_down.weight"):
        lies["neurons per layer"] = (values.get("intermediate_size", gate.shape[-1]), gate.shape[-1])
    for what, (said, there) in lies.items():
        if said != there:
            raise ModelUnavailableError(
                f"“{header.model_id}” is damaged: its header promises {said:,} {what}, and its weights have {there:,}. "
                "Copy or download it again."
            )
    heads, keys = values["num_attention_heads"], values["num_key_value_heads"]
    if not (0 < keys <= heads <= embedding[-1] and heads % keys == 0):
        raise ModelUnavailableError(
            f"“{header.model_id}” is damaged: its header promises {heads:,} heads, {keys:,} of them with keys. Copy or "
            "download it again."
        )


def _scaling(header: GgufHeader, values: dict[str, Any]) -> dict[str, Any] | None:
    """How positions beyond those of the training are reached."""
    kind, factor = header.setting("rope.scaling.type"), header.setting("rope.scaling.factor")
    original = header.setting("rope.scaling.original_context_length")
    if "rope_factors_long.weight" in header.tensors:
        long, short = (
            header.values(header.tensors[f"rope_factors_{name}.weight"]).tolist() for name in ("long", "short")
        )
        values["original_max_position_embeddings"] = original
        return {"rope_type": "longrope", "long_factor": long, "short_factor": short}
    if "rope_freqs.weight" in header.tensors:
        return _llama3(header, values)
    if kind == "yarn" and factor:
        return {"rope_type": "yarn", "factor": float(factor), "original_max_position_embeddings": original}
    return {"rope_type": "linear", "factor": float(factor)} if factor and kind in {None, "linear"} else None


def _llama3(header: GgufHeader, values: dict[str, Any]) -> dict[str, Any]:
    """The settings from which the file's factors follow; a file with other factors is refused."""
    factors = header.values(header.tensors["rope_freqs.weight"])
    scaling = {"rope_type": "llama3", "factor": float(factors.max())} | _LLAMA3
    length, low, high = (scaling["original_max_position_embeddings"], *list(_LLAMA3.values())[:2])
    waves = 2 * math.pi * values.get("rope_theta", 1e4) ** (np.arange(len(factors)) / len(factors))
    smooth = np.clip((length / waves - low) / (high - low), 0, 1)
    expected = 1 / ((1 - smooth) / scaling["factor"] + smooth)
    if not np.allclose(factors, expected, rtol=1e-3):
        raise ModelUnavailableError(
            f"“{header.model_id}” reaches long texts in a way that lmdash cannot read from GGUF (rope_freqs). Choose "
            "a folder with safetensors."
        )
    return scaling


def _own(header: GgufHeader, row: Family, values: dict[str, Any]) -> dict[str, Any]:
    """What only some families have; llama.cpp leaves much of it to be seen from the tensors."""
    tensors = header.tensors
    bias, gate = "blk.0.attn_q.bias" in tensors, "blk.0.ffn_gate.bias" in tensors
    turned, heads = header.setting("rope.dimension_count"), values["num_attention_heads"]
    share = turned / (values["hidden_size"] / heads) if turned else None
    scale = values["hidden_size"] / heads  # of the largest Gemmas; the others scale by the width of a head
    if header.setting("block_count") != _LARGEST_GEMMA.get(header.architecture):
        scale = values.get("head_dim")
    more: dict[str, Any] = {}
    match row.model_type:
        case "llama":
            more = {"attention_bias": bias, "mlp_bias": gate}
        case "qwen3":
            more = {"attention_bias": bias}
        case "qwen2_moe" | "qwen3_moe":
            experts = tensors.get("blk.0.ffn_gate_exps.weight")
            shared = tensors.get("blk.0.ffn_gate_shexp.weight")
            widths = {"moe_intermediate_size": experts, "shared_expert_intermediate_size": shared}
            more = {name: tensor.shape[-2] for name, tensor in widths.items() if tensor}
            more |= {"norm_topk_prob": True} if row.model_type == "qwen3_moe" else {}
        case "phi3":
            more = {"partial_rotary_factor": share}
        case "stablelm":
            parallel = "blk.0.ffn_norm.weight" not in tensors
            normed = "blk.0.attn_q_norm.weight" in tensors
            more = {"use_qkv_bias": bias, "use_parallel_residual": parallel, "qk_layernorm": normed}
            more |= {"partial_rotary_factor": share}
        case "falcon":
            grouped, two = values["num_kv_heads"] > 1, "blk.0.attn_norm_2.weight" in tensors
            more = {"ffn_hidden_size": values.get("intermediate_size"), "multi_query": not grouped}
            more |= {"new_decoder_architecture": grouped, "num_ln_in_parallel_attn": 2 if two else 1}
        case "gemma2" | "gemma3_text":
            more = {"query_pre_attn_scalar": scale}
        case "gpt2":
            more = {"n_inner": values.get("intermediate_size")}
    return more
