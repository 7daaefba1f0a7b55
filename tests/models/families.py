"""A tiny random model of every supported family and of the variants that differ in structure."""

from __future__ import annotations

import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedModel

COMMON = {
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": 64,
    "bos_token_id": 0,
    "eos_token_id": 0,
    "pad_token_id": 0,
}
GROUPED = {"num_key_value_heads": 2}

FAMILIES: dict[str, dict] = {
    "gpt2": {},
    "gpt2 untied": {"tie_word_embeddings": False},
    "gpt_neo": {"attention_types": [[["global", "local"], 1], [["local"], 1]], "window_size": 4},
    "gptj": {"rotary_dim": 4},
    "gpt_neox": {},
    "gpt_neox sequential": {"use_parallel_residual": False},
    "opt": {"ffn_dim": 48, "word_embed_proj_dim": 32},
    "bloom": {},
    "falcon": {"num_kv_heads": 1},
    "falcon grouped": {"new_decoder_architecture": True, "num_kv_heads": 2},
    "falcon alibi": {"alibi": True, "multi_query": False, "parallel_attn": False, "bias": True, "num_kv_heads": 4},
    "phi": GROUPED,
    "phi3": GROUPED,
    "llama": GROUPED | {"attention_bias": True, "mlp_bias": True},
    "llama tied": {"tie_word_embeddings": True},
    "mistral": GROUPED | {"sliding_window": 4},
    "qwen2": GROUPED | {"use_sliding_window": True, "sliding_window": 4, "max_window_layers": 1},
    "qwen3": GROUPED | {"head_dim": 16, "attention_bias": True},
    "gemma": {"num_key_value_heads": 1, "head_dim": 16},
    "gemma2": GROUPED
    | {"head_dim": 16, "sliding_window": 4, "attn_logit_softcapping": 2.0, "final_logit_softcapping": 3.0},
    "gemma3_text": GROUPED
    | {"head_dim": 16, "sliding_window": 4, "layer_types": ["sliding_attention"] * 2 + ["full_attention"]},
    "gemma3_text capped": GROUPED | {"head_dim": 16, "final_logit_softcapping": 3.0},
    "olmo2": GROUPED | {"attention_bias": True},
    "smollm3": GROUPED | {"no_rope_layers": [1, 0, 1]},
    "stablelm": GROUPED | {"use_qkv_bias": True},
    "stablelm parallel": GROUPED | {"use_parallel_residual": True, "qk_layernorm": True},
    "cohere": GROUPED | {"use_qk_norm": True, "logit_scale": 0.5},
    "cohere2": GROUPED | {"sliding_window": 4, "logit_scale": 0.5},
    "mixtral": GROUPED | {"num_local_experts": 4, "num_experts_per_tok": 2},
    "qwen2_moe": GROUPED
    | {
        "num_experts": 4,
        "num_experts_per_tok": 2,
        "moe_intermediate_size": 16,
        "shared_expert_intermediate_size": 24,
        "mlp_only_layers": [1],
    },
    "qwen3_moe": GROUPED | {"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 16, "head_dim": 16},
}
"""What differs from the common tiny config; the first word of a name is the ``model_type``."""

DISTINCT = {
    "gpt2": "learned positions, norms with a shift, one transposed weight for query, key and value, tied words",
    "gpt_neox": "attention and FFN side by side, each with a norm; half of a head turned; query, key, value mixed",
    "bloom": "no positions but a slope on the scores, a norm after the embedding",
    "llama": "RMS norms, turned heads that share keys, a gated FFN, biases everywhere",
    "gemma2": "norms before and after each part, a sliding window, capped scores and logits, scaled embeddings",
    "cohere": "one norm for attention and FFN side by side, logits scaled, norms of queries and keys",
    "qwen2_moe": "experts beside a shared one, and a layer without any",
    "mixtral": "experts only: no neurons of its own",
}
"""The families that differ in structure, and how.  An analysis works on the verbs of a model, whose identities are
tested on every family: so analyses are tested on these, and on all families in the long run (``-m slow``).
"""


def tiny_model(name: str, vocabulary: int, seed: int = 0, **differently: object) -> PreTrainedModel:
    """A random model whose biases, norms and predictions are far from those of a fresh one, so that none is forgotten
    unseen.
    """
    values = COMMON | FAMILIES[name] | differently
    config = AutoConfig.for_model(name.partition(" ")[0], vocab_size=vocabulary, **values)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = AutoModelForCausalLM.from_config(config, attn_implementation="eager")
        with torch.no_grad():
            for key, parameter in model.named_parameters():
                if parameter.ndim == 1:
                    is_gain = key.endswith("weight")
                    parameter.copy_(0.3 * torch.randn_like(parameter) + (1.0 if is_gain else 0.0))
                else:
                    # Predictions that are far from even, attention that is far from uniform.
                    parameter.copy_(torch.randn_like(parameter) * 1.5 / parameter.shape[-1] ** 0.5)
    return model.eval()
