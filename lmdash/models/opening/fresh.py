"""GPT-2 models with random weights: what training starts from, and what the tests and benchmarks run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from transformers import GPT2LMHeadModel


def fresh_gpt2(
    *, layers: int, heads: int, width: int, vocabulary: int, context: int, seed: int, end_token: int = 0
) -> GPT2LMHeadModel:
    """A GPT-2 without dropout, initialised from ``seed``, in float32 with attention weights that can be read."""
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(
        n_layer=layers,
        n_head=heads,
        n_embd=width,
        vocab_size=vocabulary,
        n_positions=context,
        bos_token_id=end_token,
        eos_token_id=end_token,
        # The same function as GPT-2's "gelu_new", from one fused kernel.
        activation_function="gelu_pytorch_tanh",
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        attn_implementation="eager",  # pyright: ignore[reportCallIssue] - taken by every config, declared by none
    )
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return GPT2LMHeadModel(config)
