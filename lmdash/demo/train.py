"""Rebuild the built-in model: ``python -m lmdash.demo.train`` (two CPU cores, under 90 minutes).

Corpus, tokenizer and weights all follow from the seed.  The forward pass runs in bfloat16 and the optimiser in float32;
the weights are stored in float16.  A short second phase, from the rounded weights and on other documents, shows every
third text without its capital letter, so that a prompt typed in lower case is understood as well.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import math
import random
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file

from lmdash.demo.corpus import documents
from lmdash.demo.texts.grammar import Document
from lmdash.models.opening.fresh import fresh_gpt2

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from lmdash.models.opening.fresh import GPT2LMHeadModel

WEIGHTS = Path(__file__).parent / "model"
END_OF_TEXT = "<|endoftext|>"
SEED = 2026
VOCABULARY = 5200
CONTEXT = 256
LAYERS, HEADS, WIDTH = 6, 4, 256
DOCUMENTS, TOKENS = 1_200_000, 38_000_000
REFINING_DOCUMENTS, REFINING_TOKENS = 240_000, 7_000_000
LOWER_CASE_SHARE = 1 / 3
BATCH_TOKENS = 4096
ROW_LENGTHS = (128, 128, 256)  # mostly short rows: more documents begin at position 0, as prompts do
PEAK_RATE, REFINING_PEAK_RATE, WARM_UP_STEPS, WEIGHT_DECAY = 2e-3, 6e-4, 200, 0.05


def train_tokenizer(texts: Iterator[str]) -> Tokenizer:
    """A byte-level BPE tokenizer, so that any Unicode text can be written and read back."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[END_OF_TEXT],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def encode(tokenizer: Tokenizer, texts: Iterator[str]) -> tuple[np.ndarray, np.ndarray]:
    """All documents as one array of ids, and the offset at which each begins (one more than there are documents)."""
    chunks, offsets = [], [0]
    while block := list(islice(texts, 20_000)):
        for encoding in tokenizer.encode_batch_fast(block):
            chunks.append(np.array(encoding.ids, dtype=np.uint16))
            offsets.append(offsets[-1] + len(encoding.ids))
    return np.concatenate(chunks), np.array(offsets)


def batches(ids: np.ndarray, offsets: np.ndarray, rng: np.random.Generator) -> Iterator[torch.Tensor]:
    """Endless batches of rows [rows, length + 1]; a row starts where a document does, half the time after the end mark.

    Documents that do not fit are cut: they come again in another epoch, in another place.
    """
    order = iter(())

    def next_document() -> np.ndarray:
        nonlocal order
        index = next(order, None)
        if index is None:
            order = iter(rng.permutation(len(offsets) - 1))
            index = next(order)
        return ids[offsets[index] : offsets[index + 1]]

    while True:
        length = int(rng.choice(ROW_LENGTHS))
        rows = np.zeros((BATCH_TOKENS // length, length + 1), dtype=np.int64)
        for row in rows:
            position = int(rng.integers(2))
            while position <= length:
                document = next_document()[: length + 1 - position]
                row[position : position + len(document)] = document
                position += len(document) + 1  # ids are 0, the end mark, wherever nothing is written
        yield torch.from_numpy(rows)


class _HeadLoss(torch.autograd.Function):
    """Mean cross-entropy of a linear head, computed with its gradients in slices that stay in the cache."""

    SLICE = 512

    @staticmethod
    def forward(ctx, hidden: torch.Tensor, weight: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        hidden, half_weight = hidden.bfloat16(), weight.bfloat16()
        hidden_gradient, weight_gradient = torch.empty_like(hidden), torch.zeros_like(weight)
        loss = hidden.new_zeros((), dtype=torch.float32)
        for start in range(0, len(targets), _HeadLoss.SLICE):
            part, target = hidden[start : start + _HeadLoss.SLICE], targets[start : start + _HeadLoss.SLICE, None]
            probabilities = (part @ half_weight.T).float().softmax(-1)
            loss -= probabilities.gather(1, target).clamp_min(1e-30).log().sum()
            probabilities.scatter_add_(1, target, torch.full_like(target, -1.0, dtype=torch.float32))
            difference = probabilities.div_(len(targets)).bfloat16()
            hidden_gradient[start : start + _HeadLoss.SLICE] = difference @ half_weight
            weight_gradient += (difference.T @ part).float()
        ctx.save_for_backward(hidden_gradient, weight_gradient)
        return loss / len(targets)

    @staticmethod
    def backward(ctx, gradient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        hidden_gradient, weight_gradient = ctx.saved_tensors
        return hidden_gradient.float() * gradient, weight_gradient * gradient, None


def loss_of(model: GPT2LMHeadModel, rows: torch.Tensor) -> torch.Tensor:
    """Mean next-token loss in nats of a batch of rows [rows, length + 1]."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.transformer(rows[:, :-1], use_cache=False).last_hidden_state
    return _HeadLoss.apply(hidden.reshape(-1, hidden.shape[-1]).float(), model.lm_head.weight, rows[:, 1:].reshape(-1))


def _learning_rate(step: int, steps: int, peak: float) -> float:
    """Linear warm-up, then a cosine down to zero."""
    return peak * min((step + 1) / WARM_UP_STEPS, 0.5 * (1 + math.cos(math.pi * step / steps)))


def _keep_freed_memory() -> None:
    """Let glibc reuse large blocks: without it every step pays for fresh pages (nearly half the time at length 256)."""
    m_trim_threshold, m_mmap_threshold = -1, -3
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(m_mmap_threshold, 2**30)
        libc.mallopt(m_trim_threshold, 2**31 - 1)


def train(model: GPT2LMHeadModel, rows: Iterator[torch.Tensor], steps: int, peak: float) -> None:
    """Train in place, printing loss and speed."""
    matrices = [p for p in model.parameters() if p.ndim == 2]
    vectors = [p for p in model.parameters() if p.ndim < 2]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": WEIGHT_DECAY}, {"params": vectors, "weight_decay": 0.0}],
        lr=peak,
        betas=(0.9, 0.98),
        fused=True,
    )
    model.train()
    start, smoothed = time.monotonic(), None
    for step, batch in enumerate(islice(rows, steps)):
        for group in optimiser.param_groups:
            group["lr"] = _learning_rate(step, steps, peak)
        loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        smoothed = loss.item() if smoothed is None else 0.98 * smoothed + 0.02 * loss.item()
        if step % 100 == 0 or step == steps - 1:
            minutes = (time.monotonic() - start) / 60
            print(f"step {step + 1}/{steps}  loss {smoothed:.3f} nats  {minutes:.1f} min", flush=True)
    model.eval()


def save(model: GPT2LMHeadModel, tokenizer: Tokenizer, folder: Path) -> None:
    """Write config, float16 weights and tokenizer as a folder that transformers opens."""
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer_config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": CONTEXT,
        "bos_token": END_OF_TEXT,
        "eos_token": END_OF_TEXT,
        "clean_up_tokenization_spaces": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer_config, indent=2) + "\n")


def lower_case_starts(sample: Iterable[Document], rng: random.Random) -> Iterator[str]:
    """The texts of documents, so many of them with their first word in lower case, names and ``I`` aside."""
    for document in sample:
        first = document.sentences[0].words[0]
        lowered = first.tag != "NNP" and first.text != "I" and rng.random() < LOWER_CASE_SHARE
        yield document.text[0].lower() + document.text[1:] if lowered else document.text


def main() -> None:
    """Build the corpus and the tokenizer, train in two phases, save."""
    parser = argparse.ArgumentParser(description="Rebuild the built-in model.")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder to write (default: the built-in model's)")
    parser.add_argument("--start", type=Path, help="weights of a finished first phase, which is skipped then")
    options = parser.parse_args()

    _keep_freed_memory()
    start = time.monotonic()
    texts = [document.text for document in documents(SEED, DOCUMENTS)]
    print(f"{len(texts)} documents in {time.monotonic() - start:.0f} s", flush=True)
    tokenizer = train_tokenizer(iter(texts[:150_000]))
    model = fresh_gpt2(layers=LAYERS, heads=HEADS, width=WIDTH, vocabulary=VOCABULARY, context=CONTEXT, seed=SEED)
    if options.start:
        model.load_state_dict(load_file(options.start / "model.safetensors"), strict=False)
    else:
        rows = batches(*encode(tokenizer, iter(texts)), np.random.default_rng(SEED))
        train(model, rows, TOKENS // BATCH_TOKENS, PEAK_RATE)
        model.half().float()
    refining = lower_case_starts(documents(SEED + 1, REFINING_DOCUMENTS), random.Random(SEED))
    rows = batches(*encode(tokenizer, refining), np.random.default_rng(SEED + 1))
    train(model, rows, REFINING_TOKENS // BATCH_TOKENS, REFINING_PEAK_RATE)
    save(model, tokenizer, options.out)
    print(f"saved to {options.out} after {(time.monotonic() - start) / 60:.1f} min", flush=True)


if __name__ == "__main__":
    main()
