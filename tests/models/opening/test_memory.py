"""The estimate of memory counts what is read, holds for a real opening, and is compared with what is really free."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from transformers import GPT2Config, LlamaConfig, MixtralConfig

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening import memory
from lmdash.models.opening.catalog import DEMO_FOLDER
from lmdash.models.opening.fresh import fresh_gpt2
from lmdash.models.opening.memory import (
    MemoryNeed,
    StoredTensor,
    check_fits,
    needed,
    opened_dtype,
    readable_size,
)

MB = 10**6
CONFIG = GPT2Config(n_embd=64, n_layer=2, n_head=4, vocab_size=1000, n_positions=128, bos_token_id=0, eos_token_id=0)
EMBEDDING = StoredTensor("wte.weight", "F32", (1000, 64))
HEAD = StoredTensor("lm_head.weight", "F32", (1000, 64))
NORM = StoredTensor("ln_f.weight", "F32", (64,))


def need(*tensors: StoredTensor, config: GPT2Config = CONFIG, dtype: str = "float32", **limits: int) -> MemoryNeed:
    return needed(tensors, config, dtype=dtype, **({"trace_bytes": 0, "max_tokens": 2048} | limits))


# Weights


@pytest.mark.parametrize(("dtype", "size"), [("float32", 4), ("bfloat16", 2), ("float16", 2), ("auto", 4)])
@pytest.mark.parametrize("stored", ["F32", "F64", "F16", "BF16"])
def test_weights_count_in_the_number_format_that_they_are_opened_in(dtype: str, size: int, stored: str) -> None:
    if dtype == "auto":
        size = {"F64": 8, "F32": 4}.get(stored, 2)
    assert need(EMBEDDING._replace(format=stored), dtype=dtype).weights == size * 64_000


def test_auto_is_the_format_of_most_weights() -> None:
    assert opened_dtype("auto", [NORM, EMBEDDING._replace(format="BF16")]) is torch.bfloat16
    assert opened_dtype("auto", [NORM._replace(format="BF16"), EMBEDDING]) is torch.float32
    assert opened_dtype("auto", []) is torch.float32


def test_what_no_model_reads_is_not_counted() -> None:
    masks = [
        StoredTensor("h.0.attn.bias", "F32", (1, 1, 1024, 1024)),
        StoredTensor("h.0.attn.masked_bias", "BOOL", (1, 1, 1024, 1024)),
        StoredTensor("position_ids", "I64", (1, 1024)),
    ]
    assert need(EMBEDDING, *masks).weights == 4 * 64_000


@pytest.mark.parametrize("head", [HEAD, HEAD._replace(name="embed_out.weight")])
def test_a_head_that_is_the_embedding_counts_once(head: StoredTensor) -> None:
    untied = LlamaConfig(hidden_size=64, num_hidden_layers=2, num_attention_heads=4, vocab_size=1000)
    assert need(EMBEDDING, head).weights == need(EMBEDDING).weights == need(head).weights == 4 * 64_000
    assert need(EMBEDDING, head, config=untied).weights == 8 * 64_000


def test_experts_that_change_their_format_are_in_memory_twice_while_they_are_read() -> None:
    config = MixtralConfig(hidden_size=64, num_hidden_layers=1, num_attention_heads=4, vocab_size=10)
    expert = StoredTensor("model.layers.0.mlp.experts.7.gate_proj.weight", "BF16", (10_000, 10_000))
    same, other = (need(expert, config=config, dtype=dtype, max_tokens=1) for dtype in ("bfloat16", "float32"))
    assert (same.weights, other.weights) == (200 * MB, 400 * MB)
    assert other.working == 400 * MB
    assert same.working < 200 * MB


# Working memory


def test_longer_prompts_need_more_up_to_the_context() -> None:
    needs = [need(EMBEDDING, max_tokens=tokens).working for tokens in (16, 64, 128, 2048)]
    assert needs[0] < needs[1] < needs[2] == needs[3]
    assert need(EMBEDDING, trace_bytes=1000).working == need(EMBEDDING).working + 1000
    assert need(EMBEDDING, trace_bytes=10**12).working < need(EMBEDDING).working + 10 * MB


def test_a_total_is_weights_and_working_memory() -> None:
    assert MemoryNeed(weights=3, working=4).total == 7


OPEN_AND_RUN = """
import json, sys, threading, time
from pathlib import Path
from lmdash.models.opening.catalog import Source, resolve
from lmdash.models.opening.loading import load

def private():  # what the kernel cannot take back: not the pages of mapped files
    [line] = [line for line in open("/proc/self/status") if line.startswith("RssAnon")]
    return 1024 * int(line.split()[1])

def watch():
    while True:
        peaks.append(max(peaks[-1], private()))
        time.sleep(0.001)

def opened(source):
    options = dict(device="cpu", limit_bytes=2**40, trace_bytes=2**28, progress=lambda *_: None)
    model = load(source, dtype=sys.argv[2], **options)
    model.trace((1,) * model.info.context)

opened(resolve("demo", "any"))  # imports everything
before = private()
peaks = [before]
threading.Thread(target=watch, daemon=True).start()
opened(Source("big", folder=Path(sys.argv[1])))
print(json.dumps(peaks[-1] - before))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="The kernel does not say how much memory is used.")
@pytest.mark.parametrize(
    ("stored", "dtype"),
    [
        ("F16", "float32"),
        pytest.param("F32", "bfloat16", marks=pytest.mark.slow),
        pytest.param("F32", "float32", marks=pytest.mark.slow),
    ],
)
def test_the_estimate_holds_for_a_real_opening(stored: str, dtype: str, tmp_path: Path) -> None:
    model = fresh_gpt2(layers=4, heads=16, width=1024, vocabulary=4000, context=512, seed=0)
    model.half() if stored == "F16" else model
    model.save_pretrained(tmp_path)
    for path in DEMO_FOLDER.glob("tokenizer*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    tensors = [StoredTensor(name, stored, tuple(p.shape)) for name, p in model.named_parameters()]
    estimated = needed(tensors, model.config, dtype=dtype, trace_bytes=2**28, max_tokens=2048)
    command = [sys.executable, "-c", OPEN_AND_RUN, str(tmp_path), dtype]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    peak = json.loads(ran.stdout)
    print(f"{stored} to {dtype}: measured {readable_size(peak)}, estimated {estimated}")
    # Weights that keep their format stay in the mapped file: they fill memory, but the kernel may take it back.
    own = estimated.weights if stored[1:] not in dtype else 0
    assert own < peak < own + estimated.working


# What does not fit

TABLE = StoredTensor("one", "F32", (1_000_000, 1000))  # 4 GB
TABLES = [TABLE, TABLE._replace(name="two"), TABLE._replace(name="three")]


def check(device: str = "cpu", dtype: str = "float32", limit_bytes: int = 10**12) -> MemoryNeed:
    limits = {"limit_bytes": limit_bytes, "trace_bytes": 0, "max_tokens": 1}
    return check_fits("a/b", TABLES, CONFIG, device=device, dtype=dtype, **limits)


def free(monkeypatch: pytest.MonkeyPatch, size: float) -> None:
    monkeypatch.setattr(memory, "available", lambda _device: size)


def test_what_fits_is_let_through_with_its_need(monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 13e9)
    assert check() == needed(TABLES, CONFIG, dtype="float32", trace_bytes=0, max_tokens=1)
    assert check("split") == check()


@pytest.mark.parametrize(
    ("device", "dtype", "size", "says"),
    [
        (
            "cpu",
            "float32",
            12e9,
            "“a/b” needs 12.6 GB of memory, and 12.0 GB is free. Choose a smaller model, set LMDASH_DTYPE=bfloat16 (it "
            "would need 6.3 GB), set LMDASH_DEVICE=split to use all memory and the disk, or lower "
            "LMDASH_OPEN_MODELS_MB so that models opened earlier are closed sooner.",
        ),
        (
            "cuda",
            "bfloat16",
            6e9,
            "“a/b” needs 6.3 GB of memory, and 6.0 GB is free. Choose a smaller model, set LMDASH_DEVICE=split to use "
            "all memory and the disk, or lower LMDASH_OPEN_MODELS_MB so that models opened earlier are closed sooner.",
        ),
        (
            "split",
            "float32",
            4e9,
            "“a/b” needs 4.6 GB of memory, and 4.0 GB is free. Choose a smaller model, set LMDASH_DTYPE=bfloat16 (it "
            "would need 2.3 GB), or lower LMDASH_OPEN_MODELS_MB so that models opened earlier are closed sooner.",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_the_ways_out(
    device: str, dtype: str, size: float, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free(monkeypatch, size)
    with pytest.raises(ModelUnavailableError) as caught:
        check(device, dtype)
    assert str(caught.value) == says


def test_the_limit_of_all_models_holds_wherever_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 1e12)
    for device in ("cpu", "split"):
        with pytest.raises(ModelUnavailableError, match=r"would take 12.0 GB .* 8.0 GB\. .* LMDASH_OPEN_MODELS_MB"):
            check(device, limit_bytes=8 * 10**9)


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 MB"), (353e6, "353 MB"), (1.52e9, "1.5 GB"), (999_000_000, "999 MB"), (10**9, "1.0 GB")]
)
def test_sizes_are_readable(size: int, text: str) -> None:
    assert readable_size(size) == text
