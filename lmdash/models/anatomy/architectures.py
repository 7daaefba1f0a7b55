"""Where things are in each model family: one frozen row a family, keyed by ``config.model_type``.

A row is accepted by what it does: every identity of ``checks.py`` must hold on a model of the family, and each model
that is opened is tried on a few tokens first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lmdash.errors import ModelUnavailableError


@dataclass(frozen=True)
class Architecture:
    """Module paths of one family: ``blocks`` and ``final_norm`` from the backbone, all others from a block.

    ``attention`` returns (output, pattern).  ``out`` is attention's output projection: its input are the heads'
    results side by side.  ``down`` is the FFN's down projection: its input are the neurons' coefficients; a block
    without it has ``experts`` in its place.  ``attention_write`` and ``ffn_write`` are the norms, if any, between the
    projections and the addition to the residual stream.

    The rest are names of config values: any of ``parallel`` means that the FFN reads the stream before attention has
    written; logits are multiplied by ``logit_scale`` and squashed by tanh to within ``logit_softcap``.
    """

    family: str
    attention: str
    out: str
    down: str
    blocks: str = "layers"
    final_norm: str = "norm"
    attention_write: str = ""
    ffn_write: str = ""
    experts: str = ""
    always_parallel: bool = False
    parallel: tuple[str, ...] = ()
    logit_scale: str = ""
    logit_softcap: str = ""


_GPT2 = Architecture("GPT-2", "attn", "attn.c_proj", "mlp.c_proj", blocks="h", final_norm="ln_f")
_LLAMA = Architecture("Llama", "self_attn", "self_attn.o_proj", "mlp.down_proj")
# Norms after attention and after the FFN, before their results are added.
_NORMS_AFTER = {"attention_write": "post_attention_layernorm", "ffn_write": "post_feedforward_layernorm"}

ARCHITECTURES: dict[str, Architecture] = {
    "gpt2": _GPT2,
    "gpt_neo": replace(_GPT2, family="GPT-Neo", out="attn.attention.out_proj"),
    "gptj": replace(_GPT2, family="GPT-J", out="attn.out_proj", down="mlp.fc_out", always_parallel=True),
    "gpt_neox": Architecture(
        "GPT-NeoX (Pythia)",
        "attention",
        "attention.dense",
        "mlp.dense_4h_to_h",
        final_norm="final_layer_norm",
        parallel=("use_parallel_residual",),
    ),
    "opt": Architecture(
        "OPT",
        "self_attn",
        "self_attn.out_proj",
        "fc2",
        blocks="decoder.layers",
        final_norm="decoder.final_layer_norm",
    ),
    "bloom": Architecture(
        "BLOOM", "self_attention", "self_attention.dense", "mlp.dense_4h_to_h", blocks="h", final_norm="ln_f"
    ),
    "falcon": Architecture(
        "Falcon",
        "self_attention",
        "self_attention.dense",
        "mlp.dense_4h_to_h",
        blocks="h",
        final_norm="ln_f",
        parallel=("parallel_attn", "new_decoder_architecture"),
    ),
    "phi": Architecture(
        "Phi", "self_attn", "self_attn.dense", "mlp.fc2", final_norm="final_layernorm", always_parallel=True
    ),
    "phi3": replace(_LLAMA, family="Phi-3"),
    "llama": _LLAMA,
    "mistral": replace(_LLAMA, family="Mistral"),
    "qwen2": replace(_LLAMA, family="Qwen2"),
    "qwen3": replace(_LLAMA, family="Qwen3"),
    "gemma": replace(_LLAMA, family="Gemma"),
    "gemma2": replace(_LLAMA, family="Gemma 2", logit_softcap="final_logit_softcapping", **_NORMS_AFTER),
    "gemma3_text": replace(_LLAMA, family="Gemma 3", logit_softcap="final_logit_softcapping", **_NORMS_AFTER),
    "olmo2": replace(_LLAMA, family="OLMo 2", **_NORMS_AFTER),
    "smollm3": replace(_LLAMA, family="SmolLM3"),
    "stablelm": replace(_LLAMA, family="StableLM", parallel=("use_parallel_residual",)),
    "cohere": replace(_LLAMA, family="Cohere", always_parallel=True, logit_scale="logit_scale"),
    "cohere2": replace(_LLAMA, family="Cohere 2", always_parallel=True, logit_scale="logit_scale"),
    "mixtral": replace(_LLAMA, family="Mixtral", experts="mlp"),
    "qwen2_moe": replace(_LLAMA, family="Qwen2 MoE", experts="mlp"),
    "qwen3_moe": replace(_LLAMA, family="Qwen3 MoE", experts="mlp"),
}


def architecture(model_type: str) -> Architecture:
    """The row of a model type; an unknown one is refused with the list of those supported."""
    try:
        return ARCHITECTURES[model_type]
    except KeyError:
        supported = ", ".join(row.family for row in ARCHITECTURES.values())
        raise ModelUnavailableError(
            f"Models of type “{model_type}” are not supported. Supported families: {supported}."
        ) from None
