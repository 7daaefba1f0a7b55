"""Tiny GGUF files of every family that is read, written as llama.cpp's converter writes them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, quantize
from transformers import PreTrainedModel, PreTrainedTokenizerFast

ARCHITECTURES = {
    "qwen2_moe": "qwen2moe",
    "qwen3_moe": "qwen3moe",
    "gemma3_text": "gemma3",
    "mixtral": "llama",
}
# The families as llama.cpp can write them: what a file has no word for is at its default.
WRITTEN: dict[str, dict] = {
    "gpt2": {},
    "gpt2 untied": {},
    "bloom": {},
    "falcon": {},
    "falcon grouped": {},
    "phi3": {},
    "llama": {},
    "llama tied": {"rope_parameters": {"rope_type": "linear", "factor": 2.0, "rope_theta": 1e4}},
    "qwen2": {"use_sliding_window": False},
    "qwen3": {},
    "gemma2": {"query_pre_attn_scalar": 16, "attn_logit_softcapping": 2.0},
    "gemma3_text capped": {"query_pre_attn_scalar": 16, "sliding_window": 4},
    "stablelm": {},
    "stablelm parallel": {},
    "mixtral": {},
    "qwen2_moe": {"mlp_only_layers": []},
    "qwen3_moe": {"norm_topk_prob": True},
}
_NAMES = [
    (r"(model|transformer)\.(embed_tokens|word_embeddings|wte)\.", "token_embd."),
    (r"transformer\.wpe\.", "position_embd."),
    (r"transformer\.word_embeddings_layernorm\.", "token_embd_norm."),
    (r"(model\.norm|transformer\.ln_f)\.", "output_norm."),
    (r"lm_head\.", "output."),
    (r"(model\.layers|transformer\.h)\.", "blk."),
    (r"\.self_attn\.([qkv])_proj\.", r".attn_\1."),
    (r"\.self_attn\.([qk])_norm\.", r".attn_\1_norm."),
    (r"\.(self_attn\.qkv_proj|self_attention\.query_key_value|attn\.c_attn)\.", ".attn_qkv."),
    (r"\.(self_attn\.o_proj|self_attention\.dense|attn\.c_proj)\.", ".attn_output."),
    (r"\.(input_layernorm|ln_1|ln_mlp)\.", ".attn_norm."),
    (r"\.ln_attn\.", ".attn_norm_2."),
    (r"\.mlp\.(gate_up_proj|dense_h_to_4h|c_fc|up_proj)\.", ".ffn_up."),
    (r"\.mlp\.(dense_4h_to_h|c_proj|down_proj)\.", ".ffn_down."),
    (r"\.mlp\.gate_proj\.", ".ffn_gate."),
    (r"\.mlp\.gate\.", ".ffn_gate_inp."),
    (r"\.mlp\.experts\.down_proj", ".ffn_down_exps.weight"),
    (r"\.mlp\.shared_expert_gate\.", ".ffn_gate_inp_shexp."),
    (r"\.mlp\.shared_expert\.(gate|up|down)_proj\.", r".ffn_\1_shexp."),
]
_NORMS = {"gemma2": "post_attention_norm", "gemma3_text": "post_attention_norm"}


def _named(kind: str, name: str) -> str:
    for pattern, written in _NAMES:
        name = re.sub(pattern, written, name)
    name = name.replace(".post_attention_layernorm.", f".{_NORMS.get(kind, 'ffn_norm')}.").replace(
        ".ln_2.", ".ffn_norm."
    )
    return name.replace(".pre_feedforward_layernorm.", ".ffn_norm.").replace(
        ".post_feedforward_layernorm.", ".post_ffw_norm."
    )


def _as_written(kind: str, name: str, values: np.ndarray, heads: int, kv_heads: int) -> np.ndarray:
    """What the converter does to a weight."""
    if kind in {"llama", "mixtral"} and re.search(r"attn_[qk]\.", name):
        count = heads if "attn_q." in name else kv_heads
        return (
            values.reshape(count, 2, len(values) // count // 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)
        )
    if kind == "gpt2" and re.search(r"(attn_qkv|attn_output|ffn_up|ffn_down)\.weight", name):
        return values.T
    if kind.startswith("gemma") and "norm." in name:
        return values + 1
    if kind == "bloom" and "attn_qkv" in name:
        return np.concatenate(values.reshape(heads, 3, -1, *values.shape[1:]).swapaxes(0, 1)).reshape(values.shape)
    if kind == "falcon" and "attn_qkv" in name:
        width = len(values) // (heads + 2 * kv_heads)
        groups = values.reshape(kv_heads, heads // kv_heads + 2, width, -1)
        parts = (groups[:, :-2], groups[:, -2:-1], groups[:, -1:])
        return np.concatenate([part.reshape(-1, values.shape[1]) for part in parts])
    return values[0] if "ffn_gate_inp_shexp" in name else values


def write_gguf(
    path: Path,
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerFast,
    kind: GGMLQuantizationType = GGMLQuantizationType.F32,
    more: dict[str, object] | None = None,
) -> Path:
    """A model as a file; ``kind`` is the number format of its matrices, ``more`` are settings that lie."""
    config, family = model.config, model.config.model_type
    architecture = ARCHITECTURES.get(family, family)
    writer = GGUFWriter(path, architecture)
    weights, heads = _weights(model), config.num_attention_heads
    kv_heads = getattr(config, "num_kv_heads" if family == "falcon" else "num_key_value_heads", heads)
    settings = {
        "block_count": config.num_hidden_layers,
        "context_length": 64,
        "embedding_length": config.hidden_size,
        "feed_forward_length": weights["blk.0.ffn_down.weight"].shape[0 if family == "gpt2" else 1]
        if "blk.0.ffn_down.weight" in weights
        else config.intermediate_size,
        "attention.head_count": heads,
        "attention.head_count_kv": kv_heads,
        "attention.key_length": getattr(config, "head_dim", None),
        "attention.layer_norm_rms_epsilon": getattr(config, "rms_norm_eps", None),
        "attention.layer_norm_epsilon": getattr(config, "layer_norm_epsilon", getattr(config, "layer_norm_eps", None)),
        "attention.sliding_window": getattr(config, "sliding_window", None),
        "attn_logit_softcapping": getattr(config, "attn_logit_softcapping", None),
        "final_logit_softcapping": getattr(config, "final_logit_softcapping", None),
        "expert_count": getattr(config, "num_local_experts", getattr(config, "num_experts", None)),
        "expert_used_count": getattr(config, "num_experts_per_tok", None),
    }
    rope = getattr(config, "rope_parameters", None) or {}
    rope = rope.get("full_attention", rope)
    settings |= {"rope.freq_base": rope.get("rope_theta"), "rope.scaling.factor": rope.get("factor")}
    if "partial_rotary_factor" in rope:
        settings["rope.dimension_count"] = int(rope["partial_rotary_factor"] * config.hidden_size / heads)
    for key, value in (settings | (more or {})).items():
        add = writer.add_uint32 if isinstance(value, int) else writer.add_float32
        if value is not None:
            add(f"{architecture}.{key}", value)
    if kind != GGMLQuantizationType.F32:
        writer.add_file_type(LlamaFileType.MOSTLY_Q8_0)
    _write_tokenizer(writer, tokenizer)
    for name, values in weights.items():
        written = np.ascontiguousarray(_as_written(family, name, values, heads, kv_heads))
        form = kind if written.ndim > 1 else GGMLQuantizationType.F32
        writer.add_tensor(name, quantize(written, form), raw_dtype=form)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _weights(model: PreTrainedModel) -> dict[str, np.ndarray]:
    """The weights under the names of the file, before anything is done to them."""
    found: dict[str, np.ndarray] = {}
    for name, tensor in model.state_dict().items():
        values = tensor.float().numpy()
        if name.endswith("experts.gate_up_proj"):
            block = name.split(".")[2]
            found[f"blk.{block}.ffn_gate_exps.weight"], found[f"blk.{block}.ffn_up_exps.weight"] = np.split(
                values, 2, axis=1
            )
        elif match := re.match(r"model\.layers\.(\d+)\.self_attn\.([qk])_layernorm\.norms\.\d+\.weight", name):
            norm = f"blk.{match[1]}.attn_{match[2]}_norm.weight"
            found[norm] = np.concatenate([found.get(norm, np.zeros((0, values.size), np.float32)), values[None]])
        elif not (name == "lm_head.weight" and model.config.tie_word_embeddings):
            found[_named(model.config.model_type, name)] = values
    return found


def _write_tokenizer(writer: GGUFWriter, tokenizer: PreTrainedTokenizerFast) -> None:
    model = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    names = tokenizer.convert_ids_to_tokens(list(range(len(tokenizer))))
    writer.add_token_list(names)
    writer.add_token_types([3 if name in tokenizer.all_special_tokens else 1 for name in names])
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]])
    writer.add_bos_token_id(tokenizer.bos_token_id)
    writer.add_eos_token_id(tokenizer.eos_token_id)
    writer.add_add_bos_token(False)
    writer.add_chat_template("{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}")
