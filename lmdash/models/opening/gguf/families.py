"""How llama.cpp writes each family: one row an architecture, with the names of its parts and what was done to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening.gguf.header import GgufHeader


@dataclass(frozen=True)
class Sizes:
    """The counts that what was done to the weights depends on."""

    heads: int
    kv_heads: int


Undo = Callable[[np.ndarray, Sizes], np.ndarray]


def _pairs_apart(heads: int, values: np.ndarray) -> np.ndarray:
    """llama.cpp turns neighbours in a head, transformers a number and the one half a head away."""
    half = len(values) // heads // 2
    return values.reshape(heads, half, 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)


def _queries_apart(values: np.ndarray, sizes: Sizes) -> np.ndarray:
    return _pairs_apart(sizes.heads, values)


def _keys_apart(values: np.ndarray, sizes: Sizes) -> np.ndarray:
    return _pairs_apart(sizes.kv_heads, values)


def _transposed(values: np.ndarray, _sizes: Sizes) -> np.ndarray:
    return values.T if values.ndim == 2 else values


def _around_zero(values: np.ndarray, _sizes: Sizes) -> np.ndarray:
    """Gemma's norms multiply by 1 + w, and the file has 1 + w."""
    return values - 1


def _by_group(values: np.ndarray, sizes: Sizes) -> np.ndarray:
    """All queries, then all keys, then all values become, group by group of heads, its queries, its key, its value."""
    share = sizes.heads // sizes.kv_heads
    width = len(values) // (sizes.heads + 2 * sizes.kv_heads)
    heads = values.reshape(-1, width, *values.shape[1:])
    queries, keys, others = np.split(heads, [sizes.heads, sizes.heads + sizes.kv_heads])
    queries = queries.reshape(sizes.kv_heads, share, *heads.shape[1:])
    return np.concatenate([queries, keys[:, None], others[:, None]], axis=1).reshape(values.shape)


def _as_a_row(values: np.ndarray, _sizes: Sizes) -> np.ndarray:
    return values.reshape(1, -1)


@dataclass(frozen=True)
class Family:
    """What transformers calls the family, and its parts: ``top`` outside the blocks, ``block`` inside them.

    ``undo`` takes back what was done to the parts of that name; ``settings`` has the configuration's own names for what
    llama.cpp calls otherwise; ``tied`` says that a head in the file is the embedding once more.
    """

    model_type: str
    block: dict[str, str]
    top: dict[str, str]
    blocks: str = "model.layers"
    undo: dict[str, Undo] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    tied: bool = False


_SETTINGS = {
    "hidden_size": "embedding_length",
    "num_hidden_layers": "block_count",
    "num_attention_heads": "attention.head_count",
    "num_key_value_heads": "attention.head_count_kv",
    "intermediate_size": "feed_forward_length",
    "max_position_embeddings": "context_length",
    "rms_norm_eps": "attention.layer_norm_rms_epsilon",
}
_LAYER_NORM = {"layer_norm_epsilon": "attention.layer_norm_epsilon"}
_TOP = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
_ATTENTION = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_norm": "post_attention_layernorm",
}
_GATED = {"ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
_EXPERTS = {
    "ffn_gate_inp": "mlp.gate",
    "ffn_gate_exps": "mlp.experts.gate_up_proj",
    "ffn_up_exps": "mlp.experts.gate_up_proj",
    "ffn_down_exps": "mlp.experts.down_proj",
}
_SHARED = {
    "ffn_gate_inp_shexp": "mlp.shared_expert_gate",
    "ffn_gate_shexp": "mlp.shared_expert.gate_proj",
    "ffn_up_shexp": "mlp.shared_expert.up_proj",
    "ffn_down_shexp": "mlp.shared_expert.down_proj",
}
_EXPERT_SETTINGS = {
    "num_experts": "expert_count",
    "num_experts_per_tok": "expert_used_count",
    "moe_intermediate_size": "expert_feed_forward_length",
    "head_dim": "attention.key_length",
}
_AROUND = {
    "attn_norm": "input_layernorm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
}
_GEMMA_SETTINGS = _SETTINGS | {"head_dim": "attention.key_length", "sliding_window": "attention.sliding_window"}
_APART = {"attn_q": _queries_apart, "attn_k": _keys_apart}
_QUERIES_KEYS_VALUES = {
    "attn_norm": "input_layernorm",
    "attn_qkv": "self_attention.query_key_value",
    "attn_output": "self_attention.dense",
    "ffn_norm": "post_attention_layernorm",
    "ffn_up": "mlp.dense_h_to_4h",
    "ffn_down": "mlp.dense_4h_to_h",
}
_EMBEDDED = {
    "token_embd": "transformer.word_embeddings",
    "token_embd_norm": "transformer.word_embeddings_layernorm",
    "output_norm": "transformer.ln_f",
}
_LLAMA = Family(
    "llama", _ATTENTION | _GATED, _TOP, undo=_APART, settings=_SETTINGS | {"head_dim": "attention.key_length"}
)
_QWEN2 = replace(_LLAMA, model_type="qwen2", undo={}, settings=_SETTINGS)
_GEMMA2 = Family(
    "gemma2",
    _ATTENTION | _AROUND | _GATED,
    _TOP,
    undo=dict.fromkeys((*_AROUND, "output_norm", "attn_q_norm", "attn_k_norm"), _around_zero),
    settings=_GEMMA_SETTINGS
    | {
        "attn_logit_softcapping": "attn_logit_softcapping",
        "final_logit_softcapping": "final_logit_softcapping",
    },
)

FAMILIES: dict[str, Family] = {
    "llama": _LLAMA,
    "qwen2": _QWEN2,
    "qwen3": replace(_QWEN2, model_type="qwen3", settings=_LLAMA.settings),
    "qwen2moe": replace(
        _QWEN2,
        model_type="qwen2_moe",
        block=_ATTENTION | _GATED | _EXPERTS | _SHARED,
        undo={"ffn_gate_inp_shexp": _as_a_row},
        settings=_SETTINGS
        | _EXPERT_SETTINGS
        | {"shared_expert_intermediate_size": "expert_shared_feed_forward_length"},
    ),
    "qwen3moe": replace(
        _QWEN2,
        model_type="qwen3_moe",
        block=_ATTENTION | _GATED | _EXPERTS,
        settings=_SETTINGS | _EXPERT_SETTINGS,
    ),
    "phi3": Family(
        "phi3",
        _ATTENTION | {"attn_qkv": "self_attn.qkv_proj", "ffn_up": "mlp.gate_up_proj", "ffn_down": "mlp.down_proj"},
        _TOP,
        settings=_SETTINGS | {"sliding_window": "attention.sliding_window"},
    ),
    "gemma2": _GEMMA2,
    "gemma3": replace(
        _GEMMA2,
        model_type="gemma3_text",
        settings=_GEMMA_SETTINGS | {"final_logit_softcapping": "final_logit_softcapping"},
    ),
    "stablelm": Family(
        "stablelm", _ATTENTION | _GATED, _TOP, settings=_SETTINGS | {"layer_norm_eps": "attention.layer_norm_epsilon"}
    ),
    "falcon": Family(
        "falcon",
        _QUERIES_KEYS_VALUES | {"attn_norm_2": "ln_attn"},
        _EMBEDDED,
        blocks="transformer.h",
        undo={"attn_qkv": _by_group},
        settings=_SETTINGS | _LAYER_NORM | {"num_kv_heads": "attention.head_count_kv"},
        tied=True,
    ),
    "bloom": Family(
        "bloom",
        _QUERIES_KEYS_VALUES,
        _EMBEDDED,
        blocks="transformer.h",
        undo={"attn_qkv": _by_group},
        settings=_SETTINGS | _LAYER_NORM,
        tied=True,
    ),
    "gpt2": Family(
        "gpt2",
        {
            "attn_norm": "ln_1",
            "attn_qkv": "attn.c_attn",
            "attn_output": "attn.c_proj",
            "ffn_norm": "ln_2",
            "ffn_up": "mlp.c_fc",
            "ffn_down": "mlp.c_proj",
        },
        {
            "token_embd": "transformer.wte",
            "position_embd": "transformer.wpe",
            "output_norm": "transformer.ln_f",
            "output": "lm_head",
        },
        blocks="transformer.h",
        undo=dict.fromkeys(("attn_qkv", "attn_output", "ffn_up", "ffn_down"), _transposed),
        settings=_SETTINGS | _LAYER_NORM,
    ),
}


def family(header: GgufHeader) -> Family:
    """The row of a file; :class:`ModelUnavailableError` for an architecture that lmdash does not read."""
    architecture = header.architecture
    if architecture in FAMILIES and header.metadata.get("general.type", "model") == "model":
        # llama.cpp writes Mixtral as a Llama with experts.
        if architecture == "llama" and header.setting("expert_count"):
            return replace(
                _LLAMA,
                model_type="mixtral",
                block=_ATTENTION | _EXPERTS,
                settings=_LLAMA.settings
                | {"num_local_experts": "expert_count", "num_experts_per_tok": "expert_used_count"},
            )
        return FAMILIES[architecture]
    kind = header.metadata.get("general.type", "")
    what = f"{architecture or 'unknown'}{', ' + str(kind) if kind not in {'', 'model'} else ''}"
    raise ModelUnavailableError(
        f"“{header.model_id}” is of a kind that lmdash does not read from GGUF ({what[:60]}). It reads "
        f"{', '.join(FAMILIES)}. Choose one of these, or a folder with safetensors."
    )
